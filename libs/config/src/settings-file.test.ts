import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { linesIn } from "./settings-file.ts";

let workspace = "";
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "strata-settings-"));
  mkdirSync(join(workspace, "apps", "data"), { recursive: true });
});
afterEach(() => rmSync(workspace, { recursive: true }));

function linesOf(...lines: string[]) {
  writeFileSync(join(workspace, "apps", "data", "Pulumi.local.yaml"), lines.join("\n"));
  return linesIn("data", "local", workspace);
}

const file = [
  "# a comment: data:settings",
  "config:",
  "  other:settings:",
  "    days: 1",
  "  data:settings:",
  "    days: 7",
  "    zones: [a, b]",
  "    nested:",
  "      # deep",
  "      8080: x",
  "    list:",
  "      - name: one",
  "      - name: two",
];

it.each<[PropertyKey[], number]>([
  [[], 5],
  [["days"], 6],
  [["zones", 1], 7],
  [["nested", 8080], 10],
  [["nested", "8080"], 10],
  [["list", 1], 13],
  [["list", 1, "name"], 13],
])("finds the line of %j", (path, line) => {
  expect(linesOf(...file)(path)).toBe(`apps/data/Pulumi.local.yaml:${line}`);
});

it.each<[PropertyKey[], number]>([
  [["missing"], 5],
  [["nested", "missing"], 8],
  [["list", 2, "name"], 11],
  [["days", "deeper"], 6],
])("points at what the missing %j belongs to", (path, line) => {
  expect(linesOf(...file)(path)).toBe(`apps/data/Pulumi.local.yaml:${line}`);
});

it.each([
  ["the layer has none in it", ["config:", "  other:settings: {}"]],
  ["there is nothing in it", [""]],
  ["it is no map", ["- config"]],
])("knows no line when %s", (_, lines) => {
  expect(linesOf(...lines)(["days"])).toBeUndefined();
});

it("knows no line when there is no file", () => {
  expect(linesIn("nobody", "local", workspace)(["days"])).toBeUndefined();
});
