import type { StepOp } from "../host/message.ts";
import type { LayerReport } from "./run-report.ts";

/** Resources by what happened to them, the stack and its provider included. */
export type Counts = LayerReport["counts"];

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
