import { NOTHING, type LayerResult } from "./layer-result.ts";
import { resultTable } from "./result-table.ts";

/** Cells of the table, row by row, the head included. */
function cells(results: readonly LayerResult[]): string[][] {
  const rows = resultTable(results)
    .split("\n")
    .filter((line) => line.startsWith("│"));
  return rows.map((row) =>
    row
      .split("│")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

it("has a row for each layer, in the order of the run", () => {
  const counts = { created: 15, updated: 2, replaced: 1, deleted: 3, unchanged: 4 };
  expect(
    cells([
      { layer: "network", status: "done", counts, seconds: 1.26 },
      { layer: "data", status: "failed", reason: "x", counts: NOTHING, seconds: 0 },
      { layer: "compute", status: "interrupted", counts: NOTHING, seconds: 61 },
    ]),
  ).toEqual([
    ["layer", "result", "created", "updated", "replaced", "deleted", "unchanged", "seconds"],
    ["network", "done", "15", "2", "1", "3", "4", "1.3"],
    ["data", "failed", "0", "0", "0", "0", "0", "0.0"],
    ["compute", "interrupted", "0", "0", "0", "0", "0", "61.0"],
  ]);
});

it("has no numbers for a layer that did not run", () => {
  const skipped: LayerResult = { layer: "data", status: "skipped", counts: NOTHING, seconds: 0 };
  expect(cells([skipped])[1]).toEqual(["data", "skipped", "", "", "", "", "", ""]);
});

it("has no colours of its own, so that it can be read anywhere", () => {
  const done: LayerResult = { layer: "data", status: "done", counts: NOTHING, seconds: 0 };
  expect(resultTable([done])).not.toContain("\u001b");
});
