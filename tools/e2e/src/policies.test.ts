import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { backendDigests } from "./workspace/backend.ts";
import { cloudOf, inventory, type Cloud } from "./workspace/cloud.ts";
import { processesOf } from "./workspace/processes.ts";
import { lastReport, layerOf } from "./workspace/run-report.ts";
import { ScratchWorkspace, type Ended } from "./workspace/scratch-workspace.ts";

const DATABASE = "apps/data/src/database.ts";
const WAIVERS = "apps/data/waivers.ts";

let workspace: ScratchWorkspace;
let cloud: Cloud;
/** The files that are edited, as they were. */
let originals: ReadonlyMap<string, string>;

beforeAll(async () => {
  workspace = await ScratchWorkspace.create();
  await workspace.nx(["run", "sandbox:start"]);
  cloud = cloudOf(await workspace.sandbox());
  const { code, output } = await workspace.nx(["run", "network:up"]);
  expect(code === 0 ? "" : output).toBe("");
  originals = new Map([DATABASE, WAIVERS].map((file) => [file, workspace.read(file)]));
});

afterAll(() => workspace.dispose());

afterEach(() => {
  for (const file of originals.keys()) restore(file);
});

function restore(file: string): void {
  writeFileSync(join(workspace.root, file), originals.get(file) ?? "");
}

function breakTheRule(): void {
  workspace.edit(DATABASE, (text) =>
    text.replace("publiclyAccessible: false", "publiclyAccessible: true"),
  );
}

/** Adds one to the waivers that the layer has. */
function waive(waiver: Readonly<Record<string, string>>): void {
  const complete = {
    rule: "rds-private",
    resource: "main",
    environment: "local",
    reason: "the test asks for it",
    expires: "2999-12-31",
    ...waiver,
  };
  workspace.edit(WAIVERS, (text) =>
    text.replace(
      /waiverTable\(([^]*)\);/,
      `waiverTable($1).concat([${JSON.stringify(complete)}]);`,
    ),
  );
}

/** Processes that the engine may have started for the rules. */
function launchers(): readonly string[] {
  return processesOf(workspace.root)
    .map(({ command }) => command)
    .filter((command) => command.includes("announced-port") || /^cat\b/.test(command));
}

/** What a command says that must fail and change nothing. */
async function refused(args: readonly string[]): Promise<string> {
  const before = await inventory(cloud);
  const { code, output }: Ended = await workspace.nx(args);
  expect(code).not.toBe(0);
  expect(await inventory(cloud)).toEqual(before);
  expect(launchers()).toEqual([]);
  return output;
}

it.each(["preview", "up"] as const)(
  "%s fails for a mandatory finding, tells rule, property and fix, and creates nothing",
  async (operation) => {
    breakTheRule();
    const output = await refused(["run", `data:${operation}`]);
    expect(output).toContain(
      "a mandatory rule is broken, so nothing was changed: rds-private (main)",
    );
    expect(output).toContain(
      "rds-private: main.publiclyAccessible (aws:rds/instance:Instance) has an address",
    );
    expect(output.replace(/\s+/g, " ")).toContain("Set publiclyAccessible to false");
    const { findings } = layerOf(lastReport(workspace, operation), "data");
    expect(findings?.filter(({ rule }) => rule === "rds-private")).toEqual([
      expect.objectContaining({
        enforcement: "mandatory",
        controls: ["RDS.2", "CIS 2.2.3"],
        name: "main",
      }),
    ]);
  },
);

it("a waiver lets the finding through, and the report shows it; it fails as soon as nothing needs it", async () => {
  breakTheRule();
  waive({});
  const { code, output } = await workspace.nx(["run", "data:up"]);
  expect(code === 0 ? "" : output).toBe("");
  // The layer has more waivers than are printed; the report has them all.
  expect(output).toContain("Waived rules");
  expect(workspace.read(".strata/reports/local/up.md")).toContain(
    "waived until 2999-12-31: the test asks for it",
  );
  const { findings } = layerOf(lastReport(workspace, "up"), "data");
  expect(findings?.filter(({ rule }) => rule === "rds-private")).toMatchObject([
    { name: "main", waived: { reason: "the test asks for it", expires: "2999-12-31" } },
  ]);
  const { DBInstances } = await cloud.rds.describeDBInstances({});
  expect(DBInstances?.map((one) => one.PubliclyAccessible)).toEqual([true]);
  expect(launchers()).toEqual([]);

  restore(DATABASE);
  const before = backendDigests(workspace.root);
  const stale = await refused(["run", "data:up"]);
  expect(stale).toContain(
    'waiver of rds-private for "main" in local: the resource keeps the rule; delete the waiver',
  );
  expect(backendDigests(workspace.root)).toEqual(before);
  expect((await cloud.rds.describeDBInstances({})).DBInstances?.[0]?.PubliclyAccessible).toBe(true);
});

it.each([
  [{ rule: "rds-secret" }, "there is no such rule"],
  [{ resource: "gone" }, "there is no such resource; delete the waiver"],
  [{ environment: "lokal" }, "there is no such environment, only seed, local, dev"],
  [{ expires: "2020-01-31" }, "expired on 2020-01-31"],
])("a waiver with %j fails with one error", async (waiver, problem) => {
  waive(waiver);
  const output = await refused(["run", "data:preview"]);
  expect(output).toContain(`${WAIVERS} is not in order, so nothing was changed`);
  expect(output.replace(/\s+/g, " ")).toContain(problem);
});

it("a changed rule opens the gate of a deployed layer", async () => {
  const quiet = await workspace.nx(["run", "network:up"]);
  expect(quiet.output).toContain("unchanged");
  workspace.edit("libs/policies/src/security/rds-private.ts", (text) =>
    text
      .replace('"aws:rds/instance:Instance"', '"aws:ec2/vpc:Vpc"')
      .replace('props["publiclyAccessible"] === true', 'props["cidrBlock"] !== undefined'),
  );
  const output = await refused(["run", "network:up"]);
  expect(output).toContain("rds-private (main)");
});
