export { contractTypes } from "./src/contract-registry.ts";
export type { Contract, Published, Received, Shape } from "./src/contract.ts";
export { defineContract } from "./src/define-contract.ts";
export { clearReads, recordedReads, type Read } from "./src/reads.ts";
export { withUpstream, type Upstream, type UpstreamOutputs } from "./src/upstream.ts";
