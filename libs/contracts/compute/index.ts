export { computeContract } from "./src/compute-contract.ts";
