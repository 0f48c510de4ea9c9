import fc from "fast-check";

import type { RunReport } from "../run-report.ts";

/** Pieces that do something in Markdown, HTML or a terminal, or on GitHub. */
const PIECES = [
  ..."`|<>&*_~[]()!#@\\$:/-+=.'\" \n\r\t",
  "```",
  "~~~",
  "``",
  "\n\n",
  "\r\n",
  "\n> ",
  "\n- ",
  "    ",
  "-->",
  "<!--",
  "</details>",
  "<script>alert(1)</script>",
  "<img src=x onerror=y>",
  "&lt;",
  "&#64;",
  "\\|",
  "\\`",
  "@octocat",
  "@org/team",
  "a@example.com",
  "#1",
  "GH-1",
  "https://example.com/x",
  "www.example.com",
  "[a](b)",
  "![a](b)",
  "$`x`$",
  "| a | b |",
  "|-|-|",
  "[!NOTE]",
  "\u001b[31m",
  "\u001b]8;;x\u0007",
  "\u0000",
  "\u009b",
  "\u202e",
  "\u200b",
  "\u2028",
  "\ud800",
  "word",
  "é",
  "😀",
];

/** Text that tries to be more than text. */
export const anyText = fc.oneof(
  { weight: 8, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map(joined) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(...PIECES).map((piece) => piece.repeat(500)) },
);

const name = anyText.map((text) => `x${text}`);
const count = fc.nat({ max: 999 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const few = <T>(arbitrary: fc.Arbitrary<T>, maxLength = 3) => fc.array(arbitrary, { maxLength });
const seconds = fc.nat({ max: 10_000 }).map((tenths) => tenths / 10);
const instant = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const json = fc.oneof(
  anyText,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  few(anyText),
) as fc.Arbitrary<string>;

const property = fc.record(
  {
    path: anyText,
    kind: fc.constantFrom("add", "update", "delete"),
    replaces: fc.boolean(),
    before: json,
    after: json,
  },
  { requiredKeys: ["path", "kind", "replaces"] },
);

const change = fc.record({
  urn: anyText,
  type: fc.oneof(anyText, fc.constant("aws:rds/instance:Instance")),
  name: anyText,
  op: fc.constantFrom("create", "update", "replace", "delete", "import"),
  stateful: fc.boolean(),
  properties: few(property),
});

const finding = fc.record(
  {
    rule: anyText,
    enforcement: fc.constantFrom("mandatory", "advisory"),
    controls: few(anyText),
    urn: anyText,
    type: anyText,
    name,
    property: anyText,
    problem: anyText,
    fix: anyText,
    source: anyText,
    waived: fc.record({ reason: anyText, expires: fc.constant("2027-01-31") }),
  },
  {
    requiredKeys: [
      "rule",
      "enforcement",
      "controls",
      "urn",
      "type",
      "name",
      "problem",
      "fix",
      "source",
    ],
  },
);

const layer = fc.record({
  layer: name,
  status: fc.constantFrom("done", "unchanged", "drifted", "failed", "skipped", "interrupted"),
  role: fc.constantFrom("selected", "upstream", "dependent"),
  reason: maybe(anyText),
  errors: maybe(few(anyText)),
  gate: maybe(
    fc.record({ runs: fc.boolean(), reasons: fc.array(anyText, { minLength: 1, maxLength: 3 }) }),
  ),
  counts: fc.record({
    created: count,
    updated: count,
    replaced: count,
    deleted: count,
    unchanged: count,
  }),
  startedAt: maybe(instant),
  endedAt: maybe(instant),
  seconds,
  changes: few(change),
  contract: few(
    fc.record({
      key: anyText,
      change: fc.constantFrom("added", "removed", "retyped", "changed", "unknown"),
      readers: few(name),
    }),
  ),
  reads: few(
    fc.record({
      layer: name,
      key: name,
      value: fc.constantFrom("deployed", "planned", "unknown"),
    }),
  ),
  notices: few(anyText, 2),
  findings: maybe(few(finding)),
});

/** Any report that the schema allows, with names and values as {@link anyText}. */
export const anyReport = fc
  .record({
    version: fc.constant(1),
    operation: fc.constantFrom("up", "preview", "destroy", "refresh", "drift"),
    environment: name.map((text) => text.slice(0, 100)),
    commit: maybe(anyText),
    startedAt: instant,
    endedAt: instant,
    seconds,
    success: fc.boolean(),
    refused: maybe(anyText),
    layers: few(layer, 4),
    stale: few(
      fc.record({
        layer: name,
        reads: few(fc.record({ layer: name, key: name })),
        command: maybe(anyText),
      }),
    ),
    behind: few(fc.record({ layer: name, reasons: few(anyText), command: anyText })),
    withoutCode: few(fc.record({ layer: name, resources: count, command: anyText })),
  })
  // As after a file: what is undefined is not there.
  .map((report) => JSON.parse(JSON.stringify(report)) as RunReport);

function joined(pieces: readonly string[]): string {
  return pieces.join("");
}
