import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { cloudOf, type Cloud } from "./workspace/cloud.ts";
import { recordedOutputs, recordedReads, recordedResources } from "./workspace/recorded-state.ts";
import { ScratchWorkspace, type Ended } from "./workspace/scratch-workspace.ts";

/** Written by `nx sync`. */
const SHARED = [".github/CODEOWNERS", ".eslintrc.boundaries.json"];
const ROLES = "iam/dev/event-bus.json";
const PROJECTS = "event-bus,contract-event-bus";

let workspace: ScratchWorkspace;
let cloud: Cloud;

beforeAll(async () => {
  workspace = await ScratchWorkspace.ofSeed();
  await workspace.nx(["run", "sandbox:start"]);
  cloud = cloudOf(await workspace.sandbox());
});

afterAll(() => workspace.dispose());

const generate = (name: string, ...args: string[]) =>
  workspace.nx(["g", `@strata/nx-pulumi:${name}`, ...args]);
/** What changes with every layer; of the lock file the names only, the rest is up to the settings of npm. */
const shared = () => [
  ...SHARED.map((file) => workspace.read(file)),
  ...Object.keys(
    (JSON.parse(workspace.read("package-lock.json")) as { packages: object }).packages,
  ),
];
const put = (file: string, text: string) => {
  mkdirSync(dirname(join(workspace.root, file)), { recursive: true });
  writeFileSync(join(workspace.root, file), text);
};
const remove = (file: string) => rmSync(join(workspace.root, file), { recursive: true });

function expectDone({ code, output }: Ended): void {
  expect(output).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
}

describe("a generated layer", () => {
  let before: readonly string[];
  let npmsList: string;

  beforeAll(() => {
    before = shared();
    npmsList = readFileSync(
      join(import.meta.dirname, "../../../node_modules/.package-lock.json"),
      "utf8",
    );
  });

  it("is refused with everything that is wrong with it, and nothing is written", async () => {
    const { code, output } = await generate(
      "layer",
      "Event",
      "--reads=netwrok",
      "--owner=bus-team",
    );
    expect(code).not.toBe(0);
    expect(output).toMatch(/✖ the name of a layer has lower case letters.*unlike "Event"/);
    expect(output).toMatch(/✖ --reads: there is no layer "netwrok", did you mean "network"\?/);
    expect(output).toMatch(/✖ --owner is "@organization\/team" or "@user", not "bus-team"/);
    expect(output).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
    expect(existsSync(join(workspace.root, "apps/Event"))).toBe(false);
    expect(shared()).toEqual(before);
  });

  it("passes every check as it is", async () => {
    expectDone(
      await generate("layer", "event-bus", "--reads=network", "--owner=@your-org/bus-team"),
    );
    expectDone(
      await workspace.nx(["run-many", "-t", "format", "lint", "typecheck", "test", "-p", PROJECTS]),
    );
    expectDone(await workspace.nx(["run", "workspace:format"]));
    expectDone(await workspace.nx(["sync:check"]));
  });

  it("has an owner in CODEOWNERS, boundaries, tags, and roles for each account", async () => {
    expect(workspace.read(ROLES)).toContain("log-group:strata-dev-event-bus-*");
    const [owners, boundaries] = shared();
    expect(owners).toContain("/libs/contracts/event-bus/ @your-org/bus-team\n");
    expect(boundaries).toContain('"layer:event-bus"');
    const { stdout } = await workspace.nx(["show", "project", "event-bus", "--json"]);
    expect((JSON.parse(stdout) as { tags: string[] }).tags).toEqual(
      expect.arrayContaining(["type:layer", "layer:event-bus", "owner:bus-team"]),
    );
  });

  it("deploys at once, after the layer that it reads", async () => {
    expectDone(await workspace.nx(["run-many", "-t", "up", "-p", "network,event-bus"]));
    const { logGroupName } = recordedOutputs(workspace.root, "event-bus");
    const { logGroups } = await cloud.logs.describeLogGroups({});
    expect(logGroups?.map((group) => group.logGroupName)).toEqual([logGroupName]);
    const { vpcId } = recordedOutputs(workspace.root, "network");
    const group = recordedResources(workspace.root, "event-bus").find(
      ({ type }) => type === "aws:cloudwatch/logGroup:LogGroup",
    );
    expect(group?.outputs.tags).toEqual({ "reads-network": vpcId });
    expect(recordedReads(workspace.root, "event-bus")).toEqual(["network.vpcId"]);
  });

  it("is removed with everything that was made for it, once nothing imports it", async () => {
    expectDone(await workspace.nx(["run", "event-bus:destroy"]));
    expect((await cloud.logs.describeLogGroups({})).logGroups).toEqual([]);
    put("apps/data/probe.ts", 'export { eventBusContract } from "@strata/contract-event-bus";\n');
    const refused = await generate("remove-layer", "event-bus");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("✖ apps/data imports contract-event-bus: remove that first");
    expect(existsSync(join(workspace.root, "libs/contracts/event-bus/index.ts"))).toBe(true);
    remove("apps/data/probe.ts");
    expectDone(await generate("remove-layer", "event-bus"));
    expect(existsSync(join(workspace.root, "apps/event-bus"))).toBe(false);
    expect(existsSync(join(workspace.root, "libs/contracts/event-bus"))).toBe(false);
    expect(existsSync(join(workspace.root, ROLES))).toBe(false);
    expect(shared()).toEqual(before);
    expectDone(await workspace.nx(["sync:check"]));
  });

  it("came and went without a trace in the packages of the workspace that was copied", () => {
    const file = join(import.meta.dirname, "../../../node_modules/.package-lock.json");
    expect(readFileSync(file, "utf8")).toBe(npmsList);
  });
});

describe("import boundaries", () => {
  const LIBRARY = "libs/routes";
  const importing = (name: string) =>
    `import * as probe from "${name}";\nexport const probed = probe;\n`;
  const PROBES = {
    "apps/data/by-path.ts": "../network/index.ts",
    "apps/data/by-package.ts": "@strata/network",
    "apps/data/private.ts": "@strata/routes",
    "apps/data/contract.ts": "@strata/contract-network",
    "apps/network/private.ts": "@strata/routes",
    "libs/contracts/network/private.ts": "@strata/routes",
    "libs/naming/contract.ts": "@strata/contract-network",
  };
  let output: string;

  beforeAll(async () => {
    put(
      `${LIBRARY}/package.json`,
      JSON.stringify({
        name: "@strata/routes",
        version: "0.0.0",
        private: true,
        type: "module",
        exports: { ".": "./index.ts" },
        nx: { name: "routes" },
        strata: { layer: "network" },
      }),
    );
    put(`${LIBRARY}/index.ts`, 'export const route = "10.0.0.0/8";\n');
    symlinkSync(join("..", "..", LIBRARY), join(workspace.root, "node_modules/@strata/routes"));
    for (const [file, name] of Object.entries(PROBES)) put(file, importing(name));
    const projects = "data,network,contract-network,naming";
    ({ output } = await workspace.nx(["run-many", "-t", "lint", "-p", projects]));
  });

  afterAll(() => {
    for (const file of Object.keys(PROBES)) remove(file);
    remove(LIBRARY);
    remove("node_modules/@strata/routes");
  });

  /** What lint says about one file. */
  function findings(file: string): string[] {
    // eslint-disable-next-line no-control-regex -- colours
    const lines = output.replace(/\u001b\[\d*m/g, "").split("\n");
    const start = lines.findIndex((line) => line.endsWith(`/${file}`));
    if (start < 0) return [];
    const rest = lines.slice(start + 1);
    return rest.slice(0, rest.indexOf(""));
  }

  it.each([
    ["apps/data/by-path.ts", "cannot be imported by a relative or absolute path"],
    ["apps/data/by-package.ts", 'tagged with "type:layer" can only depend on'],
    ["apps/data/private.ts", 'tagged with "layer:data" can only depend on'],
    ["libs/contracts/network/private.ts", 'tagged with "type:contract" can only depend on'],
    ["libs/naming/contract.ts", 'tagged with "type:lib" can only depend on'],
  ])("refuse %s", (file, message) => {
    expect(findings(file)).toEqual([expect.stringContaining(message)]);
  });

  it.each(["apps/data/contract.ts", "apps/network/private.ts"])("allow %s", (file) => {
    expect(output).toContain("apps/data/by-path.ts");
    expect(findings(file)).toEqual([]);
  });
});

describe("what is out of step", () => {
  it("fails the check with the file, and is written by nx sync", async () => {
    const before = shared();
    workspace.edit("apps/network/package.json", (text) => text.replace("network-team", "net-team"));
    const { code, output } = await workspace.nx(["sync:check"]);
    expect(code).not.toBe(0);
    expect(output).toContain("not what layers, owners and programs say: .github/CODEOWNERS");
    expectDone(await workspace.nx(["sync"]));
    expect(workspace.read(".github/CODEOWNERS")).toContain("/apps/network/ @your-org/net-team\n");
    workspace.edit("apps/network/package.json", (text) => text.replace("net-team", "network-team"));
    expectDone(await workspace.nx(["sync"]));
    expect(shared()).toEqual(before);
  });

  it("fails the check with every problem that nobody but a person can solve, and breaks nothing else", async () => {
    const before = shared();
    put("apps/network/probe.ts", 'export { dataContract } from "@strata/contract-data";\n');
    workspace.edit("apps/compute/package.json", (text) =>
      text.replace("@your-org/web-team", "web-team"),
    );
    put("libs/contracts/gone/package.json", '{ "name": "@strata/contract-gone" }');
    for (const command of ["sync:check", "sync"]) {
      const { code, output } = await workspace.nx([command]);
      expect(code).not.toBe(0);
      expect(output).toMatch(
        /✖ apps\/compute\/package.json: the owner "web-team" is nobody on GitHub/,
      );
      expect(output).toMatch(
        /✖ libs\/contracts\/gone is the contract of a layer that does not exist/,
      );
      expect(output).toMatch(/✖ layers read each other in a cycle: data reads network reads data/);
    }
    expect(shared()).toEqual(before);
    expectDone(await workspace.nx(["graph", "--file=graph.json"]));
  });
});
