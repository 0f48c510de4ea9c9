import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import type { LayerGraph } from "../layer-graph.ts";
import { WorkspaceInputs, type Inputs } from "./layer-inputs.ts";

const LIBRARIES: Readonly<Record<string, string>> = {
  "@strata/contracts": "libs/contracts/core",
  "@strata/contract-db": "libs/contracts/db",
  "@strata/contract-web": "libs/contracts/web",
};

const manifest = (name: string, entry = "./index.ts") =>
  JSON.stringify({ name, type: "module", sideEffects: false, exports: { ".": entry } });

const WORKSPACE: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ dependencies: { zod: "4.0.0", sdk: "1.0.0" } }),
  "node_modules/.package-lock.json": JSON.stringify({
    packages: {
      "node_modules/zod": { version: "4.0.0" },
      "node_modules/sdk": { version: "1.0.0" },
    },
  }),
  ...Object.fromEntries(
    Object.entries(LIBRARIES).map(([name, folder]) => [`${folder}/package.json`, manifest(name)]),
  ),
  "libs/contracts/core/index.ts": `export const defineContract = (layer, shape) => ({ layer, shape });`,
  "libs/contracts/db/index.ts": `
    import { defineContract } from "@strata/contracts";
    import { z } from "zod";
    export const db = defineContract("db", { host: z.string(), port: z.int() });
  `,
  "libs/contracts/web/index.ts": `
    import { defineContract } from "@strata/contracts";
    export const web = defineContract("web", { url: "text" });
  `,
  "apps/db/index.ts": `import { db } from "@strata/contract-db"; export default () => db;`,
  "apps/web/index.ts": `
    import * as sdk from "sdk";
    import { db } from "@strata/contract-db";
    import { web } from "@strata/contract-web";
    export default () => sdk.make(web, db);
  `,
  "apps/web/Pulumi.yaml": "name: web\n",
  "apps/web/Pulumi.local.yaml": "config:\n  web:settings:\n    size: 3\n",
};

const GRAPH: LayerGraph = new Map(
  ["db", "web"].map((name) => [
    name,
    {
      name,
      root: `apps/${name}`,
      reads: name === "web" ? ["db"] : [],
      contractRoot: `libs/contracts/${name}`,
    },
  ]),
);

let root: string;

beforeEach(async () => {
  root = await temporaryFolder();
  await mkdir(join(root, "node_modules/@strata"), { recursive: true });
  await write(WORKSPACE);
  for (const [name, folder] of Object.entries(LIBRARIES)) {
    await symlink(join("../..", folder), join(root, "node_modules", name));
  }
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
}

/** What web would be deployed from, when it has read these files and one output of db. */
async function inputs(files: readonly string[] = []): Promise<Inputs> {
  const workspace = await WorkspaceInputs.read({ root, graph: GRAPH, environment: "local" });
  return workspace.of("web", files, [{ layer: "db", key: "host" }], { engine: "3.0.0" });
}

/** Names of the inputs that an edit changes. */
async function changedBy(files: Readonly<Record<string, string>>): Promise<string[]> {
  const before = await inputs();
  await write(files);
  const after = await inputs();
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .sort();
}

it("has program, own contract, what it reads of others, settings, packages and versions", async () => {
  expect(Object.keys(await inputs(["apps/web/start.sh"])).sort()).toEqual([
    "Pulumi.yaml",
    "contract",
    "contract of db",
    "contract of db.host",
    "engine",
    "file apps/web/start.sh",
    "package sdk",
    "package zod",
    "program",
    "setting size",
  ]);
});

const edited = (file: string, from: string, to: string) => ({
  [file]: (WORKSPACE[file] ?? "").replace(from, to),
});

it.each<[string, Readonly<Record<string, string>>, string[]]>([
  ["its program", edited("apps/web/index.ts", "web, db", "db, web"), ["program"]],
  ["its contract", edited("libs/contracts/web/index.ts", "text", "word"), ["contract"]],
  [
    "an output that it reads",
    edited("libs/contracts/db/index.ts", "z.string()", "z.string().min(1)"),
    ["contract of db.host"],
  ],
  [
    "an output that it does not read",
    edited("libs/contracts/db/index.ts", "z.int()", "z.any()"),
    [],
  ],
  ["a layer that it reads", edited("apps/db/index.ts", "=> db", "=> ({ ...db })"), []],
  [
    "a package that only a contract imports",
    edited("node_modules/.package-lock.json", "4.0.0", "4.0.1"),
    ["package zod"],
  ],
  [
    "where a contract's package has its entry",
    { "libs/contracts/db/package.json": manifest("@strata/contract-db", "./gone.ts") },
    ["contract of db", "contract of db.host", "package zod"],
  ],
  [
    "how Node takes a contract's modules",
    {
      "libs/contracts/db/package.json": manifest("@strata/contract-db").replace(
        `"type":"module"`,
        `"type":"commonjs"`,
      ),
    },
    ["contract of db"],
  ],
])("with %s, exactly what depends on it differs", async (_, files, expected) => {
  expect(await changedBy(files)).toEqual(expected);
});

it("has the rules and the waivers, for what they do and not for how they look", async () => {
  const rule = "export const rules = ['a'];";
  await write({
    "libs/policies/package.json": manifest("@strata/policies"),
    "libs/policies/index.ts": rule,
    "apps/web/waivers.ts": "export const waivers = [];",
  });
  await symlink("../../libs/policies", join(root, "node_modules/@strata/policies"));
  expect(Object.keys(await inputs())).toEqual(expect.arrayContaining(["rules", "waivers"]));
  expect(await changedBy({ "libs/policies/index.ts": `/** All. */\n${rule}` })).toEqual([]);
  const other = { "libs/policies/index.ts": "export const rules = ['b'];" };
  expect(await changedBy(other)).toEqual(["rules"]);
  const waiver = { "apps/web/waivers.ts": "export const waivers = ['a'];" };
  expect(await changedBy(waiver)).toEqual(["waivers"]);
  expect(await changedBy({ "apps/db/waivers.ts": "export const waivers = [];" })).toEqual([]);
});

it("sees files that come and go, in a folder and where one was looked for", async () => {
  await write({ "apps/web/rules/one.txt": "1" });
  const looked = ["apps/web/rules", "apps/web/start.sh"];
  const before = await inputs(looked);
  expect(before["file apps/web/start.sh"]).toBe("absent");
  await write({ "apps/web/rules/two.txt": "2", "apps/web/start.sh": "" });
  const after = await inputs(looked);
  expect(after["file apps/web/rules"]).not.toBe(before["file apps/web/rules"]);
  expect(after["file apps/web/start.sh"]).not.toBe("absent");
  await write({ "apps/web/rules/one.txt": "11" });
  expect(await inputs(looked)).toEqual(after);
  await rm(join(root, "apps/web/rules"), { recursive: true });
  expect((await inputs(looked))["file apps/web/rules"]).toBe("absent");
});

it("knows the files of a program, contracts included", async () => {
  const workspace = await WorkspaceInputs.read({ root, graph: GRAPH, environment: "local" });
  expect([...new Set(workspace.filesOf("web"))].sort()).toEqual([
    "apps/web/index.ts",
    "libs/contracts/core/index.ts",
    "libs/contracts/db/index.ts",
    "libs/contracts/web/index.ts",
  ]);
});
