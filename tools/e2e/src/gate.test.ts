import { EC2 } from "@aws-sdk/client-ec2";

import { endings, lastReport, layerOf } from "./workspace/run-report.ts";
import { ScratchWorkspace, type Ended } from "./workspace/scratch-workspace.ts";

const ALL = ["network", "data", "compute", "observability"];

let workspace: ScratchWorkspace;

beforeAll(async () => {
  workspace = await ScratchWorkspace.ofSeed();
  const { code, output } = await workspace.nx(["run-many", "-t", "up"]);
  expect(code === 0 ? "" : output).toBe("");
});

afterAll(() => workspace.dispose());

/** Deploys, and tells how each layer ended and why it ran or did not. */
async function up(...args: string[]): Promise<Ended & { readonly ended: readonly string[] }> {
  const done = await workspace.nx(["run-many", "-t", "up", ...args]);
  return { ...done, ended: endings(lastReport(workspace, "up")) };
}

function reasons(layer: string): readonly string[] {
  return layerOf(lastReport(workspace, "up"), layer).gate?.reasons ?? [];
}

const UNCHANGED = ALL.map((layer) => `${layer} unchanged`);

it("says of four layers without a change that there is nothing to do, and starts no engine", async () => {
  const { ended, output, code } = await up();
  expect(code).toBe(0);
  expect(ended).toEqual(UNCHANGED);
  expect(output).toContain("4 layers unchanged in local");
  expect(reasons("compute")[0]).toMatch(
    /^program, settings, versions and what it reads are as deployed 20/,
  );
  // An engine would have begun a new log.
  expect(workspace.read(".strata/logs/local/network.log")).toContain("pulumi up");
});

it("starts the engine for all when forced", async () => {
  const { ended } = await up("--force");
  expect(ended).toEqual(ALL.map((layer) => `${layer} done`));
  expect(reasons("network")).toEqual(["--force"]);
});

it("runs only the layer whose setting changed, and names the setting", async () => {
  workspace.edit("apps/observability/Pulumi.local.yaml", (text) =>
    text.replace("logRetentionDays: 7", "logRetentionDays: 14"),
  );
  const { ended } = await up();
  expect(ended).toEqual([
    "network unchanged",
    "data unchanged",
    "compute unchanged",
    "observability done",
  ]);
  expect(reasons("observability")).toEqual(["setting logRetentionDays changed"]);
  expect(layerOf(lastReport(workspace, "up"), "observability").changes).toMatchObject([
    { op: "update", properties: [{ path: "retentionInDays", before: 7, after: 14 }] },
    { op: "update", properties: [{ path: "retentionInDays", before: 7, after: 14 }] },
  ]);
});

it.each<[string, string, (text: string) => string]>([
  ["a README", "apps/network/README.md", (text) => `${text}\nmore\n`],
  ["a comment", "apps/network/src/vpc.ts", (text) => `// why\n${text}`],
  ["a test", "apps/network/index.test.ts", (text) => `${text}\nit.todo("more");\n`],
  ["another environment", "apps/network/Pulumi.dev.yaml", (text) => text.replace("10.1.", "10.9.")],
  ["the order of settings", "apps/network/Pulumi.local.yaml", reversedSettings],
])("runs nothing for %s", async (_, file, edit) => {
  workspace.edit(file, edit);
  expect((await up()).ended).toEqual(UNCHANGED);
});

it("asks no engine about a change of the code that asks for nothing else", async () => {
  workspace.edit("libs/config/src/values.ts", (text) =>
    text.replace("a zone is listed twice", "a zone stands there twice"),
  );
  workspace.edit("apps/compute/src/user-data.ts", (text) => `${text}\nconsole.assert(true);\n`);
  const { ended } = await up();
  expect(ended).toEqual(UNCHANGED);
  for (const layer of ["network", "compute"]) {
    expect(reasons(layer)).toHaveLength(1);
    expect(reasons(layer)[0]).toMatch(
      /^asks for exactly what is deployed, although .*program changed$/,
    );
  }
  // What was found out is kept.
  expect((await up()).ended).toEqual(UNCHANGED);
  expect(reasons("network")[0]).toMatch(/^program, settings, versions/);
});

it("runs exactly the layers that read a changed output, and no others", async () => {
  workspace.edit("apps/data/Pulumi.local.yaml", (text) =>
    text.replace(/instanceClass: .*/, "instanceClass: db.t3.small"),
  );
  const { ended } = await up();
  // compute reads the database too, but neither its class nor how many connections it takes.
  expect(ended).toEqual([
    "network unchanged",
    "data done",
    "compute unchanged",
    "observability done",
  ]);
  expect(reasons("observability")).toEqual(["data.dbMaxConnections changed"]);
});

it("names the readers of a changed output that are not in the run, with the command", async () => {
  workspace.edit("apps/data/Pulumi.local.yaml", (text) =>
    text.replace("db.t3.small", "db.t3.medium"),
  );
  const { code, output } = await workspace.nx(["run", "data:up"]);
  expect(code).toBe(0);
  expect(lastReport(workspace, "up").stale).toEqual([
    {
      layer: "observability",
      reads: [{ layer: "data", key: "dbMaxConnections" }],
      command: "npx nx run observability:up --env=local",
    },
  ]);
  expect(output).toMatch(/observability[^\n]*data\.dbMaxConnections/);
  expect(output).toContain("npx nx run observability:up --env=local");
  expect((await up()).ended).toEqual([
    "network unchanged",
    "data unchanged",
    "compute unchanged",
    "observability done",
  ]);
});

it("runs a layer whose file changed, though no code did", async () => {
  workspace.edit("apps/compute/src/user-data.sh", (text) => `${text}\n# more\n`);
  const { ended } = await up("-p", "compute");
  expect(ended).toEqual(["compute done"]);
  expect(reasons("compute")).toEqual(["file apps/compute/src/user-data.sh changed"]);
});

it("names a layer outside the run whose code is not what is deployed", async () => {
  workspace.edit("apps/compute/src/user-data.sh", (text) => `${text}\n# even more\n`);
  const { output } = await workspace.nx(["run", "network:up"]);
  expect(lastReport(workspace, "up").behind).toEqual([
    {
      layer: "compute",
      reasons: ["file apps/compute/src/user-data.sh changed"],
      command: "npx nx run compute:up --env=local",
    },
  ]);
  expect(output).toContain("npx nx run compute:up --env=local");
  await up();
});

it("runs again what something else has touched", async () => {
  await workspace.nx(["run", "network:refresh"]);
  const { ended } = await up();
  expect(ended[0]).toBe("network done");
  expect(reasons("network")).toEqual(["its state has changed since its last successful up"]);
});

it("sees drift that the gate does not look for", async () => {
  const { endpoint, region, credentials } = await workspace.sandbox();
  const ec2 = new EC2({ endpoint, region, credentials });
  const { Vpcs = [] } = await ec2.describeVpcs({});
  const vpc = Vpcs.find(({ Tags = [] }) => Tags.some(({ Value }) => Value === "strata"));
  await ec2.createTags({ Resources: [vpc?.VpcId ?? ""], Tags: [{ Key: "by", Value: "hand" }] });
  expect((await up()).ended).toEqual(UNCHANGED);
  const drift = await workspace.nx(["run-many", "-t", "drift"]);
  expect(drift.code).not.toBe(0);
  expect(endings(lastReport(workspace, "drift"))).toContain("network drifted");
  expect((await up("--force")).ended).toEqual(ALL.map((layer) => `${layer} done`));
});

/** The same settings in another order, with a comment. */
function reversedSettings(text: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.includes(":settings:")) + 1;
  const settings = lines.slice(start).filter((line) => line !== "");
  return [...lines.slice(0, start), "    # turned around", ...settings.reverse(), ""].join("\n");
}
