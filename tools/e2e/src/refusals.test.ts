import { existsSync } from "node:fs";
import { join } from "node:path";

import { cloudOf, inventory } from "./workspace/cloud.ts";
import { resultRows } from "./workspace/result-rows.ts";
import { ScratchWorkspace } from "./workspace/scratch-workspace.ts";

let workspace: ScratchWorkspace;

beforeAll(async () => {
  workspace = await ScratchWorkspace.ofSeed();
});

afterAll(() => workspace.dispose());

describe("before anything starts", () => {
  it.each([
    [["run", "compute:up", "--env=staginng"], /unknown environment "staginng"[^]*local, dev/],
    [["run", "compute:up", "-c", "nope"], /no configuration "nope"[^]*dev, local/],
    [["run", "compute:up:nope"], /no configuration "nope"[^]*dev, local/],
    [["run-many", "-t", "up", "--configuration=nope"], /no configuration "nope"/],
    [["run", "compute:up", "--enf=local"], /Unrecognized key: "enf"[^]*allowed: --env/],
    [["run", "compute:up", "--concurrency=0"], /concurrency/],
    [["run-many", "-t", "up", "--no-batch"], /leave out --no-batch/],
  ])("refuses nx %j", async (args, message) => {
    const { code, output } = await workspace.nx(args);
    expect(output).toMatch(message);
    expect(code).not.toBe(0);
    expect(output).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
    expect(existsSync(join(workspace.root, ".strata", "sandbox"))).toBe(false);
  });

  it("refuses a real environment without credentials of its account, and never asks", async () => {
    const { code, output } = await workspace.nx(["run", "network:up", "--env=dev"], {
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/nonexistent",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
    });
    expect(output).toMatch(
      /environment "dev" is AWS account 111122223333, but AWS does not accept the credentials/,
    );
    expect(code).not.toBe(0);
  });
});

describe("on a fresh sandbox", () => {
  it("refuses a layer whose upstream was never deployed, and says what to run", async () => {
    const { code, output } = await workspace.nx(["run", "compute:up"]);
    expect(code).not.toBe(0);
    expect(output).toContain("network is not deployed in local, and compute reads its contract");
    expect(output).toContain("data is not deployed in local, and compute reads its contract");
    expect(output).toContain("npx nx run-many -t up -p network,data,compute --env=local");
  });

  it("plans all layers without an upstream, and changes nothing", async () => {
    await workspace.nx(["run", "sandbox:start"]);
    const cloud = cloudOf(await workspace.sandbox());
    const before = await inventory(cloud);
    const { code, output } = await workspace.nx(["run-many", "-t", "preview"]);
    expect(output).toContain("observability: done");
    expect(code).toBe(0);
    expect(resultRows(output).map(({ created }) => created > 5)).toEqual([true, true, true, true]);
    expect(await inventory(cloud)).toEqual(before);
  });

  it("destroys what was never deployed by saying so", async () => {
    const { code, output } = await workspace.nx(["run", "data:destroy"]);
    expect(output).toMatch(/data: done in .*: not deployed in local/);
    expect(code).toBe(0);
  });

  it("lists every problem of the settings in one message, before any resource", async () => {
    workspace.edit("apps/network/Pulumi.local.yaml", (text) =>
      text.replace(/^( +)vpcCidr:.*$/m, "$1vpcCidr: 10.0.0.5/16\n$1vpcCidrBlok: 10.0.0.0/16"),
    );
    const { code, output } = await workspace.nx(["run", "network:up"]);
    expect(code).not.toBe(0);
    expect(output).toMatch(/network:settings in stack "local" .*is invalid[^]*vpcCidrBlok/);
    expect(output).toMatch(/→ apps\/network\/Pulumi\.local\.yaml:\d+, at vpcCidr$/m);
    expect(resultRows(output)).toMatchObject([{ layer: "network", result: "failed", updated: 0 }]);
  });

  it("skips the readers of a layer that failed, and only those", async () => {
    const { code, output } = await workspace.nx(["run-many", "-t", "up"]);
    expect(code).not.toBe(0);
    expect(resultRows(output).map(({ layer, result }) => `${layer} ${result}`)).toEqual([
      "network failed",
      "data skipped",
      "compute skipped",
      "observability skipped",
    ]);
  });
});

it("names code and message of the API against the resource, and makes what does not depend on it", async () => {
  workspace.edit("apps/network/Pulumi.local.yaml", (text) =>
    text.replace(/^ +vpcCidrBlok:.*\n/m, "").replace("10.0.0.5/16", "10.0.0.0/16"),
  );
  // Only the API knows that there is no such gateway: rules find what can be told from the plan.
  workspace.edit("apps/network/src/public-routing.ts", (text) =>
    text.replace("gatewayId: args.internetGatewayId", 'gatewayId: "igw-0123456789abcdef0"'),
  );
  const { code, output } = await workspace.nx(["run", "network:up"]);
  expect(code).not.toBe(0);
  expect(output).toContain("network: error aws:ec2/routeTable:RouteTable public: ");
  expect(output).toMatch(
    /creating Route Table .*api error InvalidInternetGatewayID\.NotFound: .*igw-0123456789abcdef0/,
  );
  expect(resultRows(output)).toMatchObject([{ layer: "network", result: "failed" }]);
});
