import type { LayerReport } from "@strata/nx-pulumi";

import { changesByHand, type Find } from "./drift/changes-by-hand.ts";
import { deleteByHand } from "./drift/deletion-by-hand.ts";
import { backendDigests } from "./workspace/backend.ts";
import { cloudOf, inventory, type Cloud } from "./workspace/cloud.ts";
import { recordedResources, type RecordedResource } from "./workspace/recorded-state.ts";
import { endings, lastReport } from "./workspace/run-report.ts";
import { ScratchWorkspace } from "./workspace/scratch-workspace.ts";

type ResourceChange = LayerReport["changes"][number];

const LAYERS = ["network", "data", "compute", "observability"];

let workspace: ScratchWorkspace;
let cloud: Cloud;
let empty: Awaited<ReturnType<typeof inventory>>;
let deployed: readonly RecordedResource[];

beforeAll(async () => {
  workspace = await ScratchWorkspace.ofSeed();
  await workspace.nx(["run", "sandbox:start"]);
  cloud = cloudOf(await workspace.sandbox());
  empty = await inventory(cloud);
  await workspace.nx(["run-many", "-t", "up"]);
  deployed = LAYERS.flatMap((layer) => recordedResources(workspace.root, layer)).filter(
    ({ type }) => type.startsWith("aws:"),
  );
});

afterAll(() => workspace.dispose());

it("a drift check finds nothing where nobody touched anything", async () => {
  const { code, changes, output } = await drift();
  expect(output).toContain("observability: done");
  expect(code).toBe(0);
  expect(changes).toEqual([]);
  expect(endings(lastReport(workspace, "drift"))).toEqual(LAYERS.map((layer) => `${layer} done`));
});

it("these tests change every type of resource that the layers have", () => {
  const types = (of: readonly string[]) => [...new Set(of)].sort();
  expect(types(changesByHand.map(({ resource: [type] }) => type))).toEqual(
    types(deployed.map(({ type }) => type)),
  );
});

describe("a drift check where somebody changed a bit of everything", () => {
  let drifted: Awaited<ReturnType<typeof drift>>;

  beforeAll(async () => {
    for (const { resource, does } of changesByHand) await does(cloud, find(...resource), find);
    drifted = await drift();
  });

  it("fails, and says so of each layer", () => {
    expect(drifted.code).not.toBe(0);
    const report = lastReport(workspace, "drift");
    expect(report.success).toBe(false);
    expect(endings(report)).toEqual(LAYERS.map((layer) => `${layer} drifted`));
    expect(drifted.output).toMatch(
      /network: update aws:ec2\/securityGroup:SecurityGroup strata-local-network-alb \(ingress, /,
    );
  });

  it.each(changesByHand.map((change) => [...change.resource, change] as const))(
    "shows what differs of %s %s, and nothing more",
    (type, name, { shows }) => {
      const change = drifted.changes.find((one) => one.type === type && one.name === name);
      expect(change === undefined ? "nothing" : told(change)).toEqual(
        shows === "gone" ? shows : [...shows].sort(),
      );
    },
  );

  it("names no other resource", () => {
    const key = (type: string, name: string) => `${type} ${name}`;
    expect(drifted.changes.map(({ type, name }) => key(type, name)).sort()).toEqual(
      changesByHand.map(({ resource }) => key(...resource)).sort(),
    );
  });

  it("tells what was deployed and what is there instead", () => {
    const values = (type: string, path: string) => {
      const all = drifted.changes.filter((one) => one.type === type);
      const found = all.flatMap(({ properties }) => properties).find((one) => one.path === path);
      return [found?.before, found?.after];
    };
    expect(values("aws:rds/instance:Instance", "instanceClass")).toEqual([
      "db.t3.micro",
      "db.t3.small",
    ]);
    expect(values("aws:rds/instance:Instance", "deletionProtection")).toEqual([false, true]);
    expect(values("aws:ec2/securityGroup:SecurityGroup", "ingress[1]")).toEqual([
      undefined,
      expect.objectContaining({ cidrBlocks: ["0.0.0.0/0"], fromPort: 22, toPort: 22 }),
    ]);
    // Nothing that the program says anything about.
    expect(values("aws:iam/role:Role", "permissionsBoundary")).toEqual([
      undefined,
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ]);
    expect(values("aws:iam/instanceProfile:InstanceProfile", "role")).toEqual([
      expect.stringMatching(/^strata-local-compute-web-/),
      undefined,
    ]);
  });

  it("is undone by a refresh and an update, to the last bit", async () => {
    expect((await workspace.nx(["run-many", "-t", "refresh"])).code).toBe(0);
    expect((await workspace.nx(["run-many", "-t", "up"])).code).toBe(0);
    const { code, changes } = await drift();
    expect(changes).toEqual([]);
    expect(code).toBe(0);
  });
});

it("a drift check names everything where everything was deleted", async () => {
  deployed = LAYERS.flatMap((layer) => recordedResources(workspace.root, layer)).filter(
    ({ type }) => type.startsWith("aws:"),
  );
  await deleteByHand(cloud, deployed);
  expect(await inventory(cloud)).toEqual(empty);
  const { code, changes, output } = await drift();
  expect(code).not.toBe(0);
  expect(changes.map(({ urn, op }) => `${op} ${urn}`).sort()).toEqual(
    deployed.map(({ urn }) => `delete ${urn}`).sort(),
  );
  expect(output).toMatch(/network: delete aws:ec2\/vpc:Vpc main/);
});

/** A drift check of all layers: what it told. It has changed no state and nothing in the cloud. */
async function drift(): Promise<{
  readonly code: number | null;
  readonly output: string;
  readonly changes: readonly ResourceChange[];
}> {
  const before = { states: backendDigests(workspace.root), cloud: await inventory(cloud) };
  const { code, output } = await workspace.nx(["run-many", "-t", "drift"]);
  const after = { states: backendDigests(workspace.root), cloud: await inventory(cloud) };
  expect(after).toEqual(before);
  expect(Object.keys(after.states).length).toBeGreaterThanOrEqual(LAYERS.length);
  const { layers } = lastReport(workspace, "drift");
  return { code, output, changes: layers.flatMap(({ changes }) => changes) };
}

/** The differences of one resource in the words of the table: the place in a list is not part of them. */
function told({ op, properties }: ResourceChange): readonly string[] | string {
  if (op === "delete") return "gone";
  return properties.map(({ kind, path }) => `${kind} ${path.replaceAll(/\[\d+\]/g, "[]")}`).sort();
}

function find(...[type, name]: Parameters<Find>): RecordedResource {
  const found = deployed.find((one) => one.type === type && one.urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`nothing deployed is ${type} ${name}`);
  return found;
}
