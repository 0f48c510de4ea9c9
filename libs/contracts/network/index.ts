export { networkContract } from "./src/network-contract.ts";
