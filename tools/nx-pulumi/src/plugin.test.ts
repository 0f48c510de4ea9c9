import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";
import type { TargetConfiguration } from "@nx/devkit";

import { createNodes, preTasksExecution } from "./plugin.ts";

async function workspaceOf(...files: string[]): Promise<string> {
  const root = await temporaryFolder();
  for (const file of files) {
    await mkdir(join(root, "apps", file, ".."), { recursive: true });
    await writeFile(join(root, "apps", file), `name: ${file.split("/")[0]}\n`);
  }
  return root;
}

/** Targets by folder, as Nx would get them for the files that match the pattern. */
async function inferred(
  workspaceRoot: string,
  files: readonly string[],
): Promise<Record<string, Record<string, TargetConfiguration>>> {
  const [, infer] = createNodes;
  const results = await infer(files, undefined, { workspaceRoot, nxJsonConfiguration: {} });
  const projects = results.flatMap(([, { projects }]) => Object.entries(projects ?? {}));
  return Object.fromEntries(projects.map(([root, { targets }]) => [root, targets ?? {}]));
}

const LAYERS = ["apps/network/Pulumi.yaml", "apps/compute/Pulumi.yaml"];

describe("a folder with Pulumi.yaml", () => {
  let projects: Record<string, Record<string, TargetConfiguration>>;

  beforeAll(async () => {
    const root = await workspaceOf(
      "network/Pulumi.yaml",
      "network/Pulumi.local.yaml",
      "network/Pulumi.dev.yaml",
      "compute/Pulumi.yaml",
      "compute/Pulumi.local.yaml",
      "compute/Pulumi.local.yaml.orig",
    );
    projects = await inferred(root, LAYERS);
  });

  it("is looked for in apps only, and what belongs to it in libs", () => {
    expect(createNodes[0]).toBe(
      "{apps/*/Pulumi.yaml,libs/*/package.json,libs/contracts/*/package.json}",
    );
  });

  it("gets the targets of a layer", () => {
    expect(Object.keys(projects)).toEqual(["apps/network", "apps/compute"]);
    for (const targets of Object.values(projects)) {
      expect(Object.entries(targets).map(([name, { executor }]) => [name, executor])).toEqual([
        ["up", "@strata/nx-pulumi:up"],
        ["preview", "@strata/nx-pulumi:preview"],
        ["destroy", "@strata/nx-pulumi:destroy"],
        ["refresh", "@strata/nx-pulumi:refresh"],
        ["drift", "@strata/nx-pulumi:drift"],
        ["outputs", "@strata/nx-pulumi:outputs"],
      ]);
    }
  });

  it("is never cached, depends on no other target and has no default configuration", () => {
    for (const target of Object.values(projects).flatMap((targets) => Object.values(targets))) {
      expect(target.cache).toBe(false);
      expect(target).not.toHaveProperty("dependsOn");
      expect(target).not.toHaveProperty("defaultConfiguration");
    }
  });

  it("gets a configuration for each environment by its settings files", () => {
    expect(projects["apps/network"]?.up?.configurations).toEqual({
      dev: { env: "dev" },
      local: { env: "local" },
    });
  });

  it("gets those of the other layers too, lest Nx fall back to none where a run must be refused", () => {
    expect(projects["apps/compute"]?.up?.configurations).toEqual({
      dev: { env: "dev" },
      local: { env: "local" },
    });
  });

  it("describes each target", () => {
    for (const { metadata } of Object.values(projects["apps/network"] ?? {})) {
      expect(metadata?.description).toMatch(/^[A-Z].{20,}/);
    }
  });
});

describe("the tags of a project", () => {
  /** Tags by folder, as Nx would get them for a workspace with these files. */
  async function tagsIn(files: Readonly<Record<string, object>>): Promise<Record<string, unknown>> {
    const workspaceRoot = await temporaryFolder();
    for (const [file, content] of Object.entries(files)) {
      await mkdir(join(workspaceRoot, dirname(file)), { recursive: true });
      await writeFile(join(workspaceRoot, file), JSON.stringify(content));
    }
    const [, infer] = createNodes;
    const found = Object.keys(files).filter((file) => !/^apps.*package.json$/.test(file));
    const results = await infer(found, undefined, { workspaceRoot, nxJsonConfiguration: {} });
    const projects = results.flatMap(([, { projects }]) => Object.entries(projects ?? {}));
    return Object.fromEntries(projects.map(([root, { tags }]) => [root, tags]));
  }

  it("say what it is, of which layer, and whose", async () => {
    const tags = await tagsIn({
      "apps/network/Pulumi.yaml": {},
      "apps/network/package.json": { strata: { owner: "@acme/Network-Team" } },
      "libs/contracts/network/package.json": {},
      "libs/routes/package.json": { strata: { layer: "network" } },
    });
    expect(tags).toEqual({
      "apps/network": ["type:layer", "layer:network", "owner:network-team"],
      "libs/contracts/network": ["type:contract", "layer:network", "owner:network-team"],
      "libs/routes": ["type:layer-lib", "layer:network", "owner:network-team"],
    });
  });

  it("are left to a library that belongs to no layer, and to what all contracts are made with", async () => {
    const tags = await tagsIn({
      "libs/naming/package.json": {},
      "libs/contracts/core/package.json": {},
    });
    expect(tags).toEqual({});
  });

  it.each([[{}], [{ strata: null }], [{ strata: { owner: "network-team" } }], [[]]])(
    "leave out the owner, and break nothing, where package.json says %j",
    async (content) => {
      const files = { "apps/network/Pulumi.yaml": {}, "apps/network/package.json": content };
      expect(await tagsIn(files)).toEqual({ "apps/network": ["type:layer", "layer:network"] });
    },
  );

  it("of a contract stay when its layer is gone", async () => {
    const tags = await tagsIn({ "libs/contracts/network/package.json": {} });
    expect(tags).toEqual({ "libs/contracts/network": ["type:contract", "layer:network"] });
  });
});

describe("before the tasks of a run", () => {
  const columns = process.env.STRATA_TERMINAL_COLUMNS;

  afterEach(() => {
    if (columns === undefined) delete process.env.STRATA_TERMINAL_COLUMNS;
    else process.env.STRATA_TERMINAL_COLUMNS = columns;
  });

  const before = async (workspaceRoot: string, ...args: string[]) =>
    preTasksExecution(undefined, {
      id: "run",
      workspaceRoot,
      nxJsonConfiguration: {},
      argv: ["node", "nx", ...args],
    });

  it("rejects a configuration that no layer has", async () => {
    const root = await workspaceOf("network/Pulumi.yaml", "network/Pulumi.local.yaml");
    await expect(before(root, "run", "network:up", "-c", "dev")).rejects.toThrow(
      /no configuration "dev".*: local\. Nothing was started/,
    );
  });

  it("hands the width of the terminal to the process that runs the layers", async () => {
    const root = await workspaceOf("network/Pulumi.yaml", "network/Pulumi.local.yaml");
    process.env.STRATA_TERMINAL_COLUMNS = "left over";
    await before(root, "run", "network:up");
    const expected = process.stdout.isTTY ? String(process.stdout.columns) : "";
    expect(process.env.STRATA_TERMINAL_COLUMNS).toBe(expected);
  });

  it("tells that process whether this very command line asks for the sandbox", async () => {
    const root = await workspaceOf("network/Pulumi.yaml", "network/Pulumi.local.yaml");
    const name = "STRATA_SANDBOX_ON_COMMAND_LINE";
    expect(await before(root, "run", "network:up", "--sandbox")).toEqual({ [name]: "yes" });
    expect(process.env[name]).toBe("yes");
    expect(await before(root, "run", "network:up")).toEqual({ [name]: "no" });
    expect(process.env[name]).toBe("no");
  });
});
