import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { backendDigests } from "./workspace/backend.ts";
import { cloudOf, inventory } from "./workspace/cloud.ts";
import { recordedResources } from "./workspace/recorded-state.ts";
import { endings, lastReport, layerOf } from "./workspace/run-report.ts";
import { ScratchWorkspace } from "./workspace/scratch-workspace.ts";

const ALL = ["network", "data", "compute", "observability"];

let workspace: ScratchWorkspace;

beforeAll(async () => {
  workspace = await ScratchWorkspace.ofSeed();
});

afterAll(() => workspace.dispose());

/** What a plan creates, by layer. */
let planned: Readonly<Record<string, readonly string[]>>;

it("plans all layers on an empty backend, and changes nothing", async () => {
  await workspace.nx(["run", "sandbox:start"]);
  const cloud = cloudOf(await workspace.sandbox());
  const before = await inventory(cloud);
  const { code, output } = await workspace.nx(["run-many", "-t", "preview"]);
  expect(output).toContain("observability: done");
  expect(code).toBe(0);
  const report = lastReport(workspace, "preview");
  expect(endings(report)).toEqual(ALL.map((layer) => `${layer} done`));
  expect(await inventory(cloud)).toEqual(before);
  // Not even an empty stack: whoever may only plan may not write there.
  expect(backendDigests(workspace.root)).toEqual({});
  planned = Object.fromEntries(
    report.layers.map(({ layer, changes }) => [layer, changes.map(({ urn }) => urn).sort()]),
  );
});

it("says which values are unknown, and who will produce them", async () => {
  const { reads } = layerOf(lastReport(workspace, "preview"), "data");
  expect(reads).toEqual(
    expect.arrayContaining([{ layer: "network", key: "dbSecurityGroupId", value: "unknown" }]),
  );
  const compute = layerOf(lastReport(workspace, "preview"), "compute");
  // Settings and logical names are known before anything exists.
  expect(compute.reads).toContainEqual({ layer: "data", key: "dbPort", value: "planned" });
  const { output } = await workspace.nx(["run-many", "-t", "preview"]);
  expect(output).toMatch(
    /compute +vpcId, [^\n]*appSecurityGroupId of network: known after network is deployed/,
  );
});

it("plans what a layer reads along with it, when that is not deployed", async () => {
  const { code, output } = await workspace.nx(["run", "compute:preview"]);
  expect(code).toBe(0);
  expect(output).toContain("only planned, because a selected layer reads it");
  const { layers } = lastReport(workspace, "preview");
  expect(layers.map(({ layer, role }) => `${layer} ${role}`)).toEqual([
    "network upstream",
    "data upstream",
    "compute selected",
  ]);
});

it("is what up then creates, URN for URN", async () => {
  const { code } = await workspace.nx(["run-many", "-t", "up"]);
  expect(code).toBe(0);
  for (const layer of ALL) {
    const made = recordedResources(workspace.root, layer)
      .filter(({ type }) => !type.startsWith("pulumi:"))
      .map(({ urn }) => urn)
      .sort();
    expect(made).toEqual(planned[layer]);
    expect(made.length).toBeGreaterThan(9);
  }
});

it("leaves no placeholder in a plan, in a state, in a record or in the repository", () => {
  const report = workspace.read(".strata/reports/local/preview.json");
  const kept = [...filesBelow(join(workspace.root, ".strata/sandbox/state"))].map(textOf);
  for (const text of [report, ...kept]) {
    expect(text).not.toMatch(PLACEHOLDER);
    expect(text).not.toContain(UNKNOWN);
  }
  // Source may speak of unknowns, and tests of anything; values that stand for others have no place in it.
  const sources = [
    ...filesBelow(join(workspace.root, "apps")),
    ...filesBelow(join(workspace.root, "libs")),
  ].filter((file) => /\.(ts|ya?ml|json|sh)$/.test(file) && !/\.test\.ts$|\/testing\//.test(file));
  expect(sources.length).toBeGreaterThan(50);
  for (const file of sources) expect([file, PLACEHOLDER.test(textOf(file))]).toEqual([file, false]);
});

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const PLACEHOLDER =
  /\b(mock|placeholder|dummy|fake|vpc-0{4,}|(vpc|subnet|sg)-(12345|xxx|mock|fake))/i;

function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name === "node_modules") continue;
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

function textOf(file: string): string {
  return readFileSync(file, "utf8");
}
