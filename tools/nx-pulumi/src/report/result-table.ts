import Table from "cli-table3";

import type { Counts, LayerResult } from "./layer-result.ts";

const COLUMNS = [
  "created",
  "updated",
  "replaced",
  "deleted",
  "unchanged",
] as const satisfies (keyof Counts)[];

/** The table at the end of a run, in the order in which the layers were done. */
export function resultTable(results: readonly LayerResult[]): string {
  const table = new Table({
    head: ["layer", "result", ...COLUMNS, "seconds"],
    style: { head: [], border: [] },
    colAligns: ["left", "left", "right", "right", "right", "right", "right", "right"],
  });
  for (const { layer, status, counts, seconds } of results) {
    const ran = status !== "skipped";
    const numbers = COLUMNS.map((column) => (ran ? String(counts[column]) : ""));
    table.push([layer, status, ...numbers, ran ? seconds.toFixed(1) : ""]);
  }
  return table.toString();
}
