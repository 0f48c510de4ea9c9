/** One line of the table at the end of a run. */
export interface ResultRow {
  readonly layer: string;
  readonly result: string;
  readonly created: number;
  readonly updated: number;
  readonly replaced: number;
  readonly deleted: number;
  readonly unchanged: number;
}

/** Reads the table at the end of a run back from what was printed. */
export function resultRows(output: string): ResultRow[] {
  const lines = output.split("\n").filter((line) => line.startsWith("│"));
  return lines.slice(1).map((line) => {
    const [layer = "", result = "", ...numbers] = line
      .split("│")
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [created = 0, updated = 0, replaced = 0, deleted = 0, unchanged = 0] =
      numbers.map(Number);
    return { layer, result, created, updated, replaced, deleted, unchanged };
  });
}
