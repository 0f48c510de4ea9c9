import { stripVTControlCharacters } from "node:util";

import fc from "fast-check";

import type { LayerReport } from "./run-report.ts";
import { terminalReport } from "./terminal.ts";
import { anyReport } from "./testing/any-report.ts";
import { examplePreview, layerOf, reportOf } from "./testing/example-report.ts";

const NO_TERMINAL = {};
const WIDE = { STRATA_TERMINAL_COLUMNS: "160" };
const NARROW = { STRATA_TERMINAL_COLUMNS: "80" };
const NUMBERS = { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged: 0 };

/** Cells of the table, row by row, the head included. */
function cells(layers: readonly LayerReport[]): string[][] {
  const rows = terminalReport(reportOf({ layers: [...layers] }), NO_TERMINAL)
    .split("\n")
    .filter((line) => line.startsWith("│"));
  return rows.map((row) =>
    row
      .split("│")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The report below the table, section by section. */
function sections(parts: Parameters<typeof reportOf>[0], env: NodeJS.ProcessEnv = NO_TERMINAL) {
  const all = terminalReport(reportOf(parts), env).split("\n\n");
  return all.filter((text) => !text.startsWith("┌"));
}

it("has a row for each layer, in the order of the run", () => {
  const counts = { created: 15, updated: 2, replaced: 1, deleted: 3, unchanged: 4 };
  expect(
    cells([
      layerOf("network", { counts, seconds: 1.26 }),
      layerOf("data", { status: "failed", reason: "x" }),
      layerOf("cache", { status: "unchanged", counts: { ...NUMBERS, unchanged: 7 } }),
      layerOf("compute", { status: "interrupted", seconds: 61 }),
    ]),
  ).toEqual([
    ["layer", "result", "created", "updated", "replaced", "deleted", "unchanged", "seconds"],
    ["network", "done", "15", "2", "1", "3", "4", "1.3"],
    ["data", "failed", "0", "0", "0", "0", "0", "0.0"],
    ["cache", "unchanged", "0", "0", "0", "0", "7", "0.0"],
    ["compute", "interrupted", "0", "0", "0", "0", "0", "61.0"],
  ]);
});

it("has no numbers for a layer that did not run", () => {
  expect(cells([layerOf("data", { status: "skipped" })])[1]).toEqual([
    "data",
    "skipped",
    ...Array(6).fill(""),
  ]);
});

it("is one line when every layer was left alone", () => {
  const gate = { runs: false, reasons: ["as deployed"] };
  const layers = ["network", "data"].map((name) => layerOf(name, { status: "unchanged", gate }));
  expect(terminalReport(reportOf({ layers, seconds: 0.31 }), WIDE)).toBe(
    "2 layers unchanged in local (0.3 s)",
  );
});

it("says first that an environment of a real account was in the sandbox", () => {
  const where = { environment: "prod", sandbox: true };
  expect(terminalReport({ ...reportOf({ layers: [layerOf("network")] }), ...where }, {})).toMatch(
    /^prod, in the sandbox:\n┌/,
  );
  const quiet = layerOf("network", { status: "unchanged" });
  expect(terminalReport({ ...reportOf({ layers: [quiet] }), ...where }, {})).toMatch(
    /^1 layer unchanged in prod, in the sandbox /,
  );
});

it("still names neighbours that need something when every layer was left alone", () => {
  const report = reportOf({
    operation: "up",
    layers: [layerOf("network", { status: "unchanged" })],
    stale: [
      { layer: "data", reads: [{ layer: "network", key: "vpcId" }], command: "npx nx run data:up" },
      { layer: "shop", reads: [{ layer: "network", key: "vpcId" }] },
    ],
    behind: [{ layer: "compute", reasons: ["a changed", "b changed"], command: "npx nx run x:up" }],
    withoutCode: [{ layer: "cache", resources: 7, command: "npx nx run y" }],
  });
  expect(terminalReport(report, NO_TERMINAL)).toBe(
    `1 layer unchanged in local (12.3 s)

Stale, because they read outputs that have other values now
  data     reads network.vpcId
           npx nx run data:up
  shop     reads network.vpcId; deploy it from the repository that has its code

Behind, because their code or settings are not what is deployed
  compute  a changed; b changed
           npx nx run x:up

Still deployed, although their code is gone
  cache    7 resources; to destroy them
           npx nx run y`,
  );
});

it("tells below the table what a person has to see, the worst first", () => {
  const titles = terminalReport(examplePreview, NO_TERMINAL)
    .split("\n\n")
    .map((section) => section.split("\n")[0]);
  expect(titles.slice(1)).toEqual([
    "Cost in a month, fixed: $69.35 (+$32.85), 1 by use on top (list prices of 2026-06)",
    "CAUTION: 1 resource with data would be replaced",
    "WARNING: 1 resource would be replaced",
    "WARNING: 1 finding of advisory rules",
    "Notices",
    "Waived rules",
    "Why",
    "Outputs that others read",
    "Not known yet",
    "Stale, because they read outputs that would have other values",
    "Still deployed, although their code is gone",
  ]);
});

it("says why layers did not finish, before everything else", () => {
  const layers = [
    layerOf("network", {
      status: "failed",
      errors: ["no such zone\n  in vpc.ts:3", "another"],
      reason: "all of it: network.log",
    }),
    layerOf("compute", { status: "interrupted" }),
    layerOf("data", { status: "skipped", reason: "network did not finish" }),
  ];
  const [first] = sections({ layers, success: false });
  expect(first?.split("\n")).toEqual([
    "Not finished",
    "  network  failed: no such zone",
    "             in vpc.ts:3",
    "           another",
    "           all of it: network.log",
    "  compute  interrupted",
    "  data     skipped: network did not finish",
  ]);
});

it("gives the reasons of layers that ran, and of those only", () => {
  const ran = (reasons: string[]) => ({ gate: { runs: true, reasons } });
  const layers = [
    layerOf("network", ran(["its program changed", "forced"])),
    layerOf("data", { status: "unchanged", gate: { runs: false, reasons: ["as deployed"] } }),
    layerOf("compute", { role: "upstream" }),
    layerOf("observability", { reason: "not deployed in local" }),
  ];
  expect(sections({ layers })).toEqual([
    `Why
  network        its program changed; forced
  compute        planned only because a selected layer reads it and it is not deployed
  observability  not deployed in local`,
  ]);
});

it("gives a reason that many layers share once", () => {
  const gate = { runs: true, reasons: ["not deployed yet"] };
  const layers = ["a", "b", "c", "d"].map((name) => layerOf(name, { gate }));
  expect(sections({ layers: layers.slice(1) })).toEqual([
    "Why\n  b  not deployed yet\n  c  not deployed yet\n  d  not deployed yet",
  ]);
  expect(sections({ layers })).toEqual(["Why\n  4 layers  not deployed yet"]);
});

it("lists no more than ten replacements, and every loss", () => {
  const change = { urn: "", type: "aws:ec2/subnet:Subnet", op: "replace", properties: [] } as const;
  const changes = Array.from({ length: 12 }, (_, index) => [
    { ...change, properties: [], name: `subnet-${index}`, stateful: false },
    { ...change, properties: [], name: `db-${index}`, stateful: true },
  ]).flat();
  const [lost = "", replaced = ""] = sections({ layers: [layerOf("network", { changes })] });
  expect(lost.split("\n").length).toBe(1 + 12);
  expect(replaced.split("\n").slice(-2)).toEqual([
    "  network  replace subnet-9 (aws:ec2/subnet:Subnet)",
    "  …        and 2 more, see .strata/reports/local/preview.md",
  ]);
});

it("names changed outputs that others read, and what is not known yet", () => {
  const layers = [
    layerOf("network", {
      contract: [
        { key: "vpcId", change: "unknown", readers: ["data", "compute"] },
        { key: "zones", change: "added", readers: [] },
      ],
    }),
    layerOf("data", { reads: [{ layer: "network", key: "vpcId", value: "unknown" }] }),
  ];
  expect(sections({ layers })).toEqual([
    `Outputs that others read
  network  vpcId: known after network is deployed; read by data, compute`,
    `Not known yet
  data     vpcId of network: known after network is deployed`,
  ]);
});

it("says why a run was refused", () => {
  const refused = "network cannot be destroyed\n  data reads vpcId";
  expect(terminalReport(reportOf({ success: false, refused }), NO_TERMINAL)).toBe(refused);
});

describe("in a terminal", () => {
  it.each([NARROW, WIDE])("is no wider than that (%j)", (env) => {
    const lines = stripVTControlCharacters(terminalReport(examplePreview, env)).split("\n");
    const widest = Math.max(...lines.map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(Number(env.STRATA_TERMINAL_COLUMNS));
  });

  it("keeps a command on one line, however long", () => {
    const command = `npx nx run data:up ${"--and-more ".repeat(12)}`.trim();
    const report = { stale: [{ layer: "data", reads: [], command }] };
    expect(sections(report, NARROW).join("\n")).toContain(`\n        ${command}`);
  });

  it("colours titles, and nothing when colours are not wanted", () => {
    const coloured = terminalReport(examplePreview, WIDE);
    expect(coloured).toContain(
      "\u001b[31mCAUTION: 1 resource with data would be replaced\u001b[39m\n",
    );
    expect(terminalReport(examplePreview, { ...WIDE, NO_COLOR: "1" })).not.toContain("\u001b");
  });
});

it.each([undefined, "", "0"])(
  "has no colours and whole lines without one (columns %j)",
  (columns) => {
    const env = columns === undefined ? {} : { STRATA_TERMINAL_COLUMNS: columns };
    const text = terminalReport(examplePreview, env);
    expect(text).not.toContain("\u001b");
    expect(text).toBe(
      stripVTControlCharacters(terminalReport(examplePreview, { STRATA_TERMINAL_COLUMNS: "1000" })),
    );
  },
);

it("lets no name, value or reason control the terminal", () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const text = terminalReport(report, NO_TERMINAL);
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 150 },
  );
});
