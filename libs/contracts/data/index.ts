export { dataContract } from "./src/data-contract.ts";
