import { format } from "prettier";

import { KINDS, type Kind } from "./full-set.ts";
import type { Judgement } from "./judgement.ts";
import { precisionOf, tallyOf, type Tally } from "./tally.ts";

/** An edit of a kind, judged. */
export interface Judged extends Judgement {
  readonly kind: Kind;
}

const COLUMNS: readonly (readonly [title: string, of: (tally: Tally) => string | number])[] = [
  ["edits", ({ edits }) => edits],
  ["layers previewed", ({ previewed }) => previewed],
  ["changed", ({ changed }) => changed],
  ["selected by Nx", ({ selected }) => selected],
  ["engine started", ({ decided }) => decided],
  ["missed", ({ missed }) => missed],
  ["for nothing", ({ overshot }) => overshot],
  ["precision", (tally) => precisionOf(tally)?.toFixed(2) ?? ""],
  ["not told", ({ untold }) => untold],
];

/** Name of the last row. */
export const TOTAL = "all";

/** What was found, kind by kind, as Markdown. */
export async function tableOf(all: readonly Judged[]): Promise<string> {
  const kinds = (Object.keys(KINDS) as Kind[]).map(
    (kind) => [kind, all.filter((one) => one.kind === kind)] as const,
  );
  const rows = [...kinds.filter(([, judged]) => judged.length > 0), [TOTAL, all] as const];
  const lines = rows.map(([name, judged]) => {
    const tally = tallyOf(judged);
    return [name, ...COLUMNS.map(([, of]) => of(tally))];
  });
  const right = COLUMNS.map(() => "-:");
  const cells = [["edit", ...COLUMNS.map(([title]) => title)], ["-", ...right], ...lines];
  const text = cells.map((row) => `| ${row.join(" | ")} |`).join("\n");
  return (await format(text, { parser: "markdown", printWidth: 100 })).trim();
}

const [START, END] = ["<!-- mutations -->", "<!-- /mutations -->"];

/** A document with another table in the place that is marked for it. */
export function withTable(document: string, table: string): string {
  const [start, end] = [document.indexOf(START), document.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`the document has no ${START} … ${END}`);
  return `${document.slice(0, start + START.length)}\n\n${table}\n\n${document.slice(end)}`;
}

/** The rows of the table that a document has in that place: cells by the title of their column. */
export function rowsIn(document: string): Readonly<Record<string, string>>[] {
  const table = document.slice(document.indexOf(START) + START.length, document.indexOf(END));
  const cells = table
    .trim()
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [titles = [], , ...rows] = cells;
  return rows.map((row) => Object.fromEntries(titles.map((title, i) => [title, row[i] ?? ""])));
}
