/**
 * `npm run mutation`: makes every edit of the full set in a copy of this workspace, sees what a preview of each layer
 * by the engine says, and what change detection said. Prints the table by kind; ends non-zero when a layer was missed
 * or the precision is below 0.9. `--seed <number>` draws other edits of the same kinds, `--edits <number>` takes some
 * of them, `--write-docs` writes the table of all into docs/change-detection.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { fullSet, sampleOf, SEED } from "./full-set.ts";
import { isMissed, isOvershot } from "./judgement.ts";
import { Subject } from "./subject.ts";
import { tableOf, withTable, type Judged } from "./table.ts";
import { precisionOf, tallyOf } from "./tally.ts";

const DOCUMENT = join(import.meta.dirname, "..", "..", "..", "..", "docs", "change-detection.md");
const LEAST_PRECISION = 0.9;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(SEED) },
    edits: { type: "string" },
    "write-docs": { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);

const lanes = Math.max(1, Math.min(2, availableParallelism()));
const subjects = await Promise.all(Array.from({ length: lanes }, () => Subject.create()));
const found: Judged[] = [];
try {
  const all = await fullSet(subjects[0]?.sources ?? new Map(), seed);
  const edits = values.edits === undefined ? all : sampleOf(all, Number(values.edits), seed);
  const waiting = [...edits.entries()];
  const work = async (subject: Subject) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [place, edit] = next;
      const judgement = await subject.judge(edit);
      found[place] = { kind: edit.kind, ...judgement };
      const wrong = judgement.layers.filter((one) => isMissed(one) || isOvershot(one));
      const told = wrong.map((one) => {
        const what = isMissed(one) ? "MISSED" : "overshot";
        return `\n    ${what} ${one.layer}: ${one.change ?? one.reasons.join(", ")}`;
      });
      console.log(`${place + 1}/${edits.length} ${edit.kind}: ${edit.title}${told.join("")}`);
    }
  };
  await Promise.all(subjects.map(work));
} finally {
  await Promise.all(subjects.map((subject) => subject.dispose()));
}

const table = await tableOf(found);
console.log(`\nseed ${seed}\n${table}`);
if (values["write-docs"] && values.edits === undefined) {
  writeFileSync(DOCUMENT, withTable(readFileSync(DOCUMENT, "utf8"), table));
}
const missed = found.some(({ layers }) => layers.some(isMissed));
const precision = precisionOf(tallyOf(found)) ?? 1;
process.exitCode = missed || precision < LEAST_PRECISION ? 1 : 0;
