import fc from "fast-check";

import { parseReport } from "./run-report.ts";
import { anyReport } from "./testing/any-report.ts";
import { examplePreview, reportOf } from "./testing/example-report.ts";

const read = (report: unknown) => parseReport(JSON.stringify(report), "here.json");

it("reads back every report", () => {
  fc.assert(fc.property(anyReport, (report) => expect(read(report)).toEqual(report)));
});

it("drops keys that a later commit has added", () => {
  const later = { ...examplePreview, cost: 3, stale: [{ ...examplePreview.stale[0], since: "x" }] };
  expect(read(later)).toEqual(examplePreview);
});

it.each([0, 2, 1.5])("refuses a report of version %j", (version) => {
  expect(() => read({ ...reportOf({}), version })).toThrow(
    `the report at here.json has version ${version}, this code reads version 1: ` +
      "read it with the commit that wrote it, or run the operation again",
  );
});

it.each([null, [], "text", {}, { version: null }, { version: "1" }])("refuses %j", (value) => {
  expect(() => read(value)).toThrow(/^the report at here\.json is damaged\n/);
});

it("refuses a damaged report, and names what is wrong", () => {
  expect(() => parseReport("{", "here.json")).toThrow(/^the report at here\.json is damaged: /);
  const { success, ...rest } = reportOf({});
  expect(success).toBe(true);
  expect(() => read(rest)).toThrow(/^the report at here\.json is damaged\n(.|\n)*at success/);
  expect(() => read({ ...rest, success, operation: "deploy" })).toThrow(/at operation/);
});
