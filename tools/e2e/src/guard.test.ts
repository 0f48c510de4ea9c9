import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { cloudOf, inventory, type Cloud } from "./workspace/cloud.ts";
import * as refusal from "./workspace/refusal.ts";
import { endings, lastReport, layerOf } from "./workspace/run-report.ts";
import { ScratchWorkspace, type Ended } from "./workspace/scratch-workspace.ts";

const NETWORK = "libs/contracts/network/src/network-contract.ts";
const OBSERVABILITY = "libs/contracts/observability/src/observability-contract.ts";

let workspace: ScratchWorkspace;
let cloud: Cloud;
let empty: Awaited<ReturnType<typeof inventory>>;

beforeAll(async () => {
  workspace = await ScratchWorkspace.ofSeed();
  await workspace.nx(["run", "sandbox:start"]);
  cloud = cloudOf(await workspace.sandbox());
  empty = await inventory(cloud);
  await workspace.nx(["run-many", "-t", "up"]);
});

afterAll(() => workspace.dispose());

/** A command that must be refused: it fails, and neither a state nor the cloud is touched. */
async function refused(args: readonly string[], operation: "up" | "destroy" | "preview") {
  const ended = await refusal.refused(workspace, cloud, args);
  expect(lastReport(workspace, operation)).toMatchObject({ success: false });
  return ended;
}

function withEdits(edits: refusal.Edits, work: () => Promise<void>): Promise<void> {
  return refusal.withEdits(workspace, edits, work);
}

describe("destroy", () => {
  it("of a layer that deployed layers read is refused, naming readers and keys", async () => {
    const { output } = await refused(["run", "network:destroy"], "destroy");
    expect(output).toContain("nothing was destroyed: network is still read in local");
    expect(output).toMatch(/ {2}compute reads [^\n]*network\.vpcId/);
    expect(output).toContain("data reads network.databaseSubnetIds, network.dbSecurityGroupId");
    expect(output).toContain("npx nx run-many -t destroy -p network --with-dependents --env=local");
  });

  it("is refused also when the reader's code is gone", async () => {
    const aside = join(workspace.root, "..", `${workspace.root.split("/").pop()}-observability`);
    const folder = join(workspace.root, "apps/observability");
    renameSync(folder, aside);
    try {
      const { output } = await refused(["run", "compute:destroy"], "destroy");
      expect(output).toContain("observability reads compute.albArnSuffix");
    } finally {
      renameSync(aside, folder);
    }
  });

  it("is refused also when the reader belongs to another repository, which nobody destroys from here", async () => {
    await withForeignReader("network", "vpcId", async () => {
      const { output } = await refused(["run-many", "-t", "destroy"], "destroy");
      expect(output).toContain("billing reads network.vpcId");
      const cascade = await refused(["run", "network:destroy", "--with-dependents"], "destroy");
      expect(cascade.output).toContain(
        "billing reads network.vpcId and belongs to repository billing",
      );
    });
  });

  it("is refused when a state of the environment cannot be read", async () => {
    const broken = join(workspace.root, ".strata/sandbox/state/.pulumi/stacks/billing/local.json");
    cpSync(join(workspace.root, ".strata/sandbox/state/.pulumi/stacks/data"), join(broken, ".."), {
      recursive: true,
    });
    writeFileSync(broken, "{");
    try {
      const { output } = await refused(["run", "observability:destroy"], "destroy");
      expect(output).toMatch(/the state at [^\n]*billing\/local\.json is damaged/);
    } finally {
      rmSync(join(broken, ".."), { recursive: true });
    }
  });
});

describe("a contract", () => {
  const withoutKey = (text: string) => text.replace(/^.*Open to the world.*\n.*\n/m, "");
  const unpublished = (text: string) => text.replace(/^ +albSecurityGroupId: .*\n/m, "");
  const stopsReading = (text: string) =>
    text.replaceAll("network.albSecurityGroupId", "network.appSecurityGroupId");

  it("that drops an output which a deployed layer reads is refused, in the plan too", async () => {
    await withEdits({ [NETWORK]: withoutKey, "apps/network/index.ts": unpublished }, async () => {
      for (const operation of ["up", "preview"] as const) {
        const { output } = await refused(["run", `network:${operation}`], operation);
        expect(output).toContain(
          "the contract of network takes away what deployed layers read in local",
        );
        expect(output).toContain(
          "network.albSecurityGroupId is not published any more; read by compute",
        );
      }
      const both = await refused(["run-many", "-t", "up", "-p", "network,compute"], "up");
      expect(both.output).toContain("compute would have to be deployed first, and cannot be");
      expect(both.output).toMatch(
        /apps\/compute\/index\.ts:\d+ reads "albSecurityGroupId" of network/,
      );
    });
  });

  it("that renames an output is refused, also with readers that follow in the same run", async () => {
    const rename = (text: string) =>
      text.replaceAll(/\balbSecurityGroupId\b/g, "balancerSecurityGroupId");
    const edits = {
      [NETWORK]: rename,
      "apps/network/index.ts": (text: string) =>
        text.replace("albSecurityGroupId: rest", "balancerSecurityGroupId: rest"),
      "apps/compute/index.ts": (text: string) =>
        text.replace("network.albSecurityGroupId", "network.balancerSecurityGroupId"),
    };
    await withEdits(edits, async () => {
      const { output } = await refused(["run-many", "-t", "up"], "up");
      expect(output).toContain(
        "network.albSecurityGroupId is not published any more; read by compute",
      );
      expect(output).toContain("balancerSecurityGroupId");
    });
  });

  it("that gives an output another type is refused", async () => {
    const edits = {
      [NETWORK]: (text: string) =>
        text.replace(/vpcId: z\.string\(\)[^\n]*/, "vpcId: z.array(z.string()),"),
      "apps/network/index.ts": (text: string) =>
        text.replace("vpcId,\n    vpcCidr", "vpcId: [vpcId],\n    vpcCidr"),
    };
    await withEdits(edits, async () => {
      const { output } = await refused(["run", "network:up"], "up");
      expect(output).toMatch(
        /network\.vpcId has another type: [^\n]*read by compute, observability/,
      );
    });
  });

  it("may drop what nobody reads, and add", async () => {
    const edits = {
      [OBSERVABILITY]: (text: string) => text.replace("appLogGroupName: logGroupName,\n", ""),
      "apps/observability/index.ts": (text: string) =>
        text.replace("appLogGroupName: appLog.logGroupName,\n", ""),
    };
    await withEdits(edits, async () => {
      const { code } = await workspace.nx(["run", "observability:up"]);
      expect(code).toBe(0);
      expect(layerOf(lastReport(workspace, "up"), "observability").contract).toEqual([
        { key: "appLogGroupName", change: "removed", readers: [] },
      ]);
    });
    expect((await workspace.nx(["run", "observability:up"])).code).toBe(0);
  });

  it("loses an output in one run of both layers, when its reader has stopped reading it", async () => {
    const edits = {
      [NETWORK]: withoutKey,
      "apps/network/index.ts": unpublished,
      "apps/compute/index.ts": stopsReading,
    };
    await withEdits(edits, async () => {
      const { code, output } = await workspace.nx(["run-many", "-t", "up"]);
      expect(output).toContain(
        "compute: goes first, because it stops reading what this run takes away",
      );
      expect(code).toBe(0);
      const report = lastReport(workspace, "up");
      // Nobody else has read it, so nobody else has anything to do.
      expect(endings(report)).toEqual([
        "network done",
        "data unchanged",
        "compute done",
        "observability unchanged",
      ]);
      const [network, compute] = [layerOf(report, "network"), layerOf(report, "compute")];
      expect(network.contract).toEqual([
        { key: "albSecurityGroupId", change: "removed", readers: [] },
      ]);
      expect(compute.changes).toMatchObject([
        { op: "update", type: "aws:lb/loadBalancer:LoadBalancer" },
      ]);
      expect(String(compute.endedAt) > String(network.startedAt)).toBe(true);
    });
    // Back: publishing comes before reading, so the usual order does.
    expect((await workspace.nx(["run-many", "-t", "up"])).code).toBe(0);
  });
});

it("a replaced resource behind an output that others read is called out before anything changes", async () => {
  const edit = (text: string) => text.replace("10.0.0.0/16", "10.7.0.0/16");
  await withEdits({ "apps/network/Pulumi.local.yaml": edit }, async () => {
    const { output, code } = await workspace.nx(["run", "network:preview"]);
    expect(code).toBe(0);
    const notice =
      "network: replaces aws:ec2/vpc:Vpc main, which is network.vpcId that compute, observability read";
    expect(output).toContain(notice);
    const report = lastReport(workspace, "preview");
    expect(layerOf(report, "network").notices).toContain(notice);
    expect(report.stale.map(({ layer }) => layer)).toEqual(["compute", "data", "observability"]);
    // The API refuses to delete what is in use: it is said before that, and nothing of it has gone.
    const up = await workspace.nx(["run", "network:up"]);
    expect(before(up, `warning: ${notice}`, "network: done")).toBe(true);
  });
  await workspace.nx(["run-many", "-t", "up"]);
});

it("a layer whose folder is deleted is named in every run, and destroyed only by its own command", async () => {
  const folder = join(workspace.root, "apps/observability");
  const index = readFileSync(join(folder, "index.ts"), "utf8");
  expect(index).toContain("observabilityContract");
  rmSync(folder, { recursive: true });
  const command = "npx nx run workspace:destroy-layer --layer=observability --env=local";
  for (const args of [
    ["run", "network:up"],
    ["run-many", "-t", "preview"],
    ["run-many", "-t", "drift"],
  ]) {
    const { output } = await workspace.nx(args);
    expect(output).toContain(command);
  }
  expect(lastReport(workspace, "up").withoutCode).toMatchObject([
    { layer: "observability", command },
  ]);

  const typo = await refused(["run", "workspace:destroy-layer", "--layer=observabilty"], "destroy");
  expect(typo.output).toContain('no layer "observabilty" is deployed in local');
  expect(typo.output).toContain("Deployed without code: observability");

  const { code } = await workspace.nx(command.split(" ").slice(2));
  expect(code).toBe(0);
  expect((await inventory(cloud)).alarms).toEqual([]);
  const { output } = await workspace.nx(["run", "network:up"]);
  expect(output).not.toContain("destroy-layer");
});

it("--with-dependents destroys what reads a layer, readers first", async () => {
  const { code } = await workspace.nx(["run", "network:destroy", "--with-dependents"]);
  expect(code).toBe(0);
  expect(endings(lastReport(workspace, "destroy"))).toEqual([
    "compute done",
    "data done",
    "network done",
  ]);
  expect(await inventory(cloud)).toEqual(empty);
});

/** Whether one text stands before another in what a command printed. */
function before({ output }: Ended, first: string, second: string): boolean {
  const [a, b] = [output.indexOf(first), output.search(new RegExp(`${second}|network: failed`))];
  return a >= 0 && b > a;
}

/** Does it while a layer of another repository is deployed to the same backend and reads an output. */
async function withForeignReader(
  layer: string,
  key: string,
  work: () => Promise<void>,
): Promise<void> {
  const state = join(workspace.root, ".strata/sandbox/state");
  const stack = join(state, ".pulumi/stacks/billing");
  const record = join(state, ".strata/records/billing");
  cpSync(join(state, ".pulumi/stacks/data"), stack, { recursive: true });
  cpSync(join(state, ".strata/records/data"), record, { recursive: true });
  const file = join(record, "local.json");
  const known = JSON.parse(readFileSync(file, "utf8")) as object;
  const reads = [{ layer, key, digest: "0" }];
  writeFileSync(file, JSON.stringify({ ...known, reads, repository: "billing" }));
  try {
    await work();
  } finally {
    rmSync(stack, { recursive: true });
    rmSync(record, { recursive: true });
  }
}
