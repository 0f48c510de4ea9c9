export { observabilityContract } from "./src/observability-contract.ts";
