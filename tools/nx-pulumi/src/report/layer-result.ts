import type { StepOp } from "../host/message.ts";

/** How one layer ended in a run. */
export interface LayerResult {
  readonly layer: string;
  readonly status: "done" | "failed" | "skipped" | "interrupted";
  /** Why it failed, was skipped, or had nothing to do: one line or more for a person. */
  readonly reason?: string;
  readonly counts: Counts;
  readonly seconds: number;
}

/** Resources by what happened to them, the stack and its provider included. */
export interface Counts {
  readonly created: number;
  readonly updated: number;
  readonly replaced: number;
  readonly deleted: number;
  readonly unchanged: number;
}

export const NOTHING: Counts = { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged: 0 };

/** Pulumi's step names, sorted into the columns of the table. */
export function countsOf(changes: Readonly<Record<StepOp, number>>): Counts {
  const sum = (...ops: string[]) => ops.reduce((total, op) => total + (changes[op] ?? 0), 0);
  return {
    created: sum("create", "import"),
    updated: sum("update"),
    replaced: sum("replace", "import-replacement"),
    deleted: sum("delete"),
    unchanged: sum("same", "refresh", "read"),
  };
}
