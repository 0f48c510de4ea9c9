import { readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import { baseline, LAYERS } from "./baseline.ts";
import { fullSet, KINDS, sampleOf, type DrawnEdit, type Kind } from "./full-set.ts";
import { LIBRARIES } from "./program-edits.ts";
import { sourcesOf, withEdit, type Sources } from "./sources.ts";
import { rowsIn, TOTAL } from "./table.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");

let sources: Sources;
let all: readonly DrawnEdit[];

beforeAll(async () => {
  const here = sourcesOf(ROOT);
  sources = withEdit(here, baseline(here));
  all = await fullSet(sources, 1);
});

const counts = Object.entries(KINDS).map(([kind, [count]]) => [kind, count] as const);

it("has at least two hundred edits, as many of each kind as it says, and none twice", () => {
  expect(all.length).toBeGreaterThanOrEqual(200);
  const ofKind = (kind: string) => all.filter((edit) => edit.kind === kind);
  expect(Object.keys(KINDS).map((kind) => [kind, ofKind(kind).length])).toEqual(counts);
  expect(new Set(all.map(({ kind, title }) => `${kind} ${title}`)).size).toBe(all.length);
});

it("edits every layer, its contract and every library", () => {
  const folders = [
    ...LAYERS.flatMap((layer) => [`apps/${layer}/`, `libs/contracts/${layer}/`]),
    ...LIBRARIES.map((folder) => `${folder}/`),
  ];
  const edited = all.flatMap(({ files }) => Object.keys(files));
  const untouched = folders.filter((folder) => !edited.some((path) => path.startsWith(folder)));
  expect(untouched).toEqual([]);
});

it("follows from its seed", async () => {
  expect(await fullSet(sources, 1)).toEqual(all);
  expect(await fullSet(sources, 2)).not.toEqual(all);
});

it("leaves programs that can be read", () => {
  const broken = all.flatMap(({ title, files }) =>
    Object.entries(files).flatMap(([path, text = ""]) => {
      if (!path.endsWith(".ts")) return [];
      const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true });
      return diagnostics.map(({ messageText }) => `${title}: ${JSON.stringify(messageText)}`);
    }),
  );
  expect(broken).toEqual([]);
});

it("has samples with every kind, of the size that is asked for", () => {
  const kinds = Object.keys(KINDS) as Kind[];
  const sample = sampleOf(all, kinds.length + 5, 1);
  expect(sample).toHaveLength(kinds.length + 5);
  expect(new Set(sample.map(({ kind }) => kind))).toEqual(new Set(kinds));
  expect(sampleOf(all, Infinity, 1)).toHaveLength(all.length);
});

describe("the table in the documents", () => {
  const rows = rowsIn(readFileSync(join(ROOT, "docs", "change-detection.md"), "utf8"));

  it("is of the full set", () => {
    const edits = rows.map(({ edit, edits: count }) => [edit, Number(count)]);
    expect(edits).toEqual([...counts, [TOTAL, all.length]]);
  });

  it("has no layer that was missed, and few that were asked for nothing", () => {
    expect(rows.map(({ missed }) => missed)).toEqual(rows.map(() => "0"));
    const total = rows.at(-1);
    expect(total?.edit).toBe(TOTAL);
    expect(Number(total?.precision)).toBeGreaterThanOrEqual(0.9);
  });
});
