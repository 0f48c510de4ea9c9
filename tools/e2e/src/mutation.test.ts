import { availableParallelism } from "node:os";

import { IDLE, KINDS, SEED, fullSet, sampleOf, type DrawnEdit } from "./mutation/full-set.ts";
import { isMissed, isOvershot, type LayerJudgement } from "./mutation/judgement.ts";
import { Subject } from "./mutation/subject.ts";
import { tableOf, type Judged } from "./mutation/table.ts";
import { precisionOf, tallyOf } from "./mutation/tally.ts";

/** One of each kind, and some more; `npm run mutation` makes all. */
const COUNT = Number(process.env.STRATA_MUTATIONS ?? Object.keys(KINDS).length + 3);

/** A bound for a hang: all edits, on a machine with other work. */
const HOURS = 6;

/** What was found, in the order of the edits. */
let found: readonly Found[];
let edits: readonly DrawnEdit[];

interface Found extends Judged {
  readonly title: string;
}

beforeAll(async () => {
  const lanes = Math.max(1, Math.min(2, availableParallelism()));
  const subjects = await Promise.all(Array.from({ length: lanes }, () => Subject.create()));
  try {
    const all = await fullSet(subjects[0]?.sources ?? new Map(), SEED);
    edits = sampleOf(all, COUNT, SEED);
    const waiting = [...edits.entries()];
    const results: Found[] = [];
    const work = async (subject: Subject) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [place, edit] = next;
        results[place] = { kind: edit.kind, title: edit.title, ...(await subject.judge(edit)) };
      }
    };
    await Promise.all(subjects.map(work));
    found = results;
  } finally {
    await Promise.all(subjects.map((subject) => subject.dispose()));
  }
  const table = await tableOf(found);
  process.stdout.write(`seed ${SEED}\n${table}\n${layersThat(isOvershot).join("\n")}\n`);
}, HOURS * 3_600_000);

/** Layers of which something is true, each with the edit, what a preview says and what the gate says. */
function layersThat(holds: (layer: LayerJudgement) => boolean, of = found): string[] {
  return of.flatMap(({ kind, title, layers }) =>
    layers.filter(holds).map(({ layer, change = "nothing", reasons, selected }) => {
      const nx = selected ? "selected" : "not selected";
      return `${kind}: ${title}: ${layer} (${nx}): preview: ${change}; gate: ${reasons.join(", ")}`;
    }),
  );
}

it("misses no layer that a preview changes", () => {
  expect(found).toHaveLength(edits.length);
  expect(tallyOf(found).changed).toBeGreaterThan(0);
  expect(layersThat(isMissed)).toEqual([]);
});

it("starts no engine for what no program reads", () => {
  const idle = found.filter(({ kind }) => IDLE.includes(kind));
  expect(idle.length).toBeGreaterThan(0);
  expect(layersThat(({ reasons }) => reasons.length > 0, idle)).toEqual([]);
});

it("starts the engine for few layers that have nothing to do", () => {
  // One of each kind is no measure of how often that happens: `npm run mutation` demands 0.9 of all edits.
  expect(precisionOf(tallyOf(found)) ?? 1).toBeGreaterThanOrEqual(0.5);
});
