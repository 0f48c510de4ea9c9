import type { RunRecord } from "../run-record.ts";

/** A record with the given parts, of a layer that reads nothing unless they say so. */
export function recordOf(parts: Partial<RunRecord> = {}): RunRecord {
  return {
    reads: [],
    inputs: {},
    contract: {},
    stateDigest: "state",
    repository: "strata",
    at: "2026-11-24T06:00:00.000Z",
    ...parts,
  };
}
