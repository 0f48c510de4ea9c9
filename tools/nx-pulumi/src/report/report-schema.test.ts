import { readFileSync } from "node:fs";

import { Ajv2020 } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import fc from "fast-check";

import { refusedReport } from "./refused-report.ts";
import { reportSchema, SCHEMA_FILE } from "./report-schema.ts";
import { REPORT_VERSION } from "./run-report.ts";
import { anyReport } from "./testing/any-report.ts";
import { examplePreview, layerOf, reportOf } from "./testing/example-report.ts";

const REWRITE = "npx node tools/nx-pulumi/src/report/write-published.ts";

const published = JSON.parse(readFileSync(SCHEMA_FILE, "utf8")) as Record<string, unknown>;

const validate = new Ajv2020({ allErrors: true, strict: true, formats: fullFormats }).compile(
  published,
);

/** Rules of the published schema that a report breaks, each with its place; empty if it is valid. */
function problems(report: unknown): string[] {
  validate(JSON.parse(JSON.stringify(report)));
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

it(`is published as the code has it; if not, run: ${REWRITE}`, () => {
  expect(published).toEqual(JSON.parse(JSON.stringify(reportSchema())));
});

it("says what it is, in which version", () => {
  expect(published).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:strata:run-report:${REPORT_VERSION}`,
    title: "Strata run report",
  });
});

it("takes every report that is written", () => {
  expect(problems(examplePreview)).toEqual([]);
  expect(problems(refusedReport("up", { environment: "dev", inSandbox: true }, "no"))).toEqual([]);
  fc.assert(
    fc.property(anyReport, (report) => {
      expect(problems(report)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

it("takes a report with keys that a later commit has added", () => {
  const layer = { ...layerOf("network"), bill: { monthly: 3 } };
  expect(problems(reportOf({ layers: [layer] }))).toEqual([]);
});

it.each([
  ["another version", { version: 2 }, "/version const"],
  ["a time that is not UTC", { endedAt: "2026-02-03T04:05:06+01:00" }, "/endedAt pattern"],
  ["a missing key", { success: undefined }, " required"],
  [
    "a status that does not exist",
    { layers: [{ ...layerOf("x"), status: "fine" }] },
    "/layers/0/status enum",
  ],
  [
    "half a resource",
    { layers: [{ ...layerOf("x"), counts: { ...layerOf("x").counts, created: 0.5 } }] },
    "/layers/0/counts/created type",
  ],
  [
    "a gate without a reason",
    { layers: [layerOf("x", { gate: { runs: true, reasons: [] } })] },
    "/layers/0/gate/reasons minItems",
  ],
])("refuses %s", (_what, parts, problem) => {
  expect(problems({ ...reportOf({}), ...parts })).toEqual([problem]);
});

it("explains every key, where it is or where it is defined", () => {
  interface Described {
    readonly description?: string;
    readonly $ref?: string;
    readonly properties?: Readonly<Record<string, Described>>;
  }
  const definitions = published.$defs as Readonly<Record<string, Described>>;
  const isBare = ({ description, $ref }: Described) =>
    description === undefined &&
    definitions[$ref?.replace("#/$defs/", "") ?? ""]?.description === undefined;
  const objects: [string, Described][] = [["report", published], ...Object.entries(definitions)];
  const bare = objects.flatMap(([name, { properties = {} }]) =>
    Object.entries(properties).flatMap(([key, one]) => (isBare(one) ? [`${name}.${key}`] : [])),
  );
  expect(bare).toEqual([]);
});
