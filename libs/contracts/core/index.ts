export { defineContract } from "./src/define-contract.ts";
export type { Contract, Published, Received, Shape } from "./src/contract.ts";
export type { Problem } from "./src/problem.ts";
export { clearReads, recordedReads, type Read } from "./src/reads.ts";
export { withUpstream, type Upstream } from "./src/upstream.ts";
