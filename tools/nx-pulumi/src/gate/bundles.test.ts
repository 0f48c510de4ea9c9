import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { bundlesOf, type Bundle } from "./bundles.ts";

type Files = Readonly<Record<string, string>>;

const ENTRY = "apps/web/index.ts";

const WORKSPACE: Files = {
  "package.json": JSON.stringify({ dependencies: { "@cloud/sdk": "1.0.0" } }),
  [ENTRY]: `
    import * as sdk from "@cloud/sdk/deep.js";
    import { limit } from "@own/lib";
    import { name } from "./src/name.ts";
    import type { Shape } from "./src/shape.ts";
    export default (one?: Shape): Shape => one?.id ?? sdk.make(name, limit);
  `,
  "apps/web/src/name.ts": `export const name = "web"; // what it is called`,
  "apps/web/src/shape.ts": `export interface Shape { readonly id: string }`,
  "libs/own/package.json": JSON.stringify({
    name: "@own/lib",
    type: "module",
    sideEffects: false,
    exports: { ".": "./index.ts" },
  }),
  "libs/own/index.ts": `export { limit } from "./limit.ts"; export { other } from "./other.ts";`,
  "libs/own/limit.ts": `export const limit: number = 5;`,
  "libs/own/other.ts": `export const other = 7;`,
};

let root: string;

beforeEach(async () => {
  root = await temporaryFolder();
  await write(WORKSPACE);
  await mkdir(join(root, "node_modules/@own"), { recursive: true });
  await symlink("../../libs/own", join(root, "node_modules/@own/lib"));
});

async function write(files: Files): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
}

async function bundle(entry = ENTRY): Promise<Bundle> {
  const found = (await bundlesOf(root, [entry])).get(entry);
  if (found === undefined) throw new Error("no bundle");
  return found;
}

/** Whether an edit changes the digest. */
async function changesWith(files: Files, gone: readonly string[] = []): Promise<boolean> {
  const { digest } = await bundle();
  await write(files);
  for (const file of gone) await rm(join(root, file));
  const after = await bundle();
  expect(after.problem).toBeUndefined();
  return after.digest !== digest;
}

it("knows packages and files, own libraries among the files", async () => {
  const { packages, files, problem } = await bundle();
  expect(problem).toBeUndefined();
  expect(packages).toEqual(["@cloud/sdk"]);
  expect(files).toEqual(
    expect.arrayContaining([ENTRY, "apps/web/src/name.ts", "libs/own/limit.ts"]),
  );
});

it.each<[string, Files, string[]]>([
  ["a value", { "apps/web/src/name.ts": `export const name = "api";` }, []],
  ["a value in a library", { "libs/own/limit.ts": `export const limit = 6;` }, []],
  ["a statement", { [ENTRY]: `import "./src/name.ts";\nexport default () => 1;` }, []],
  [
    "what a module of a library does when it is loaded, though nobody uses what it has",
    { "libs/own/other.ts": `export const other = 7;\nif (other > 5) throw new Error("too much");` },
    [],
  ],
  [
    "which module of a library gives a name",
    { "libs/own/index.ts": `export { other as limit } from "./other.ts";` },
    [],
  ],
])("changes with %s", async (_, files, gone) => {
  expect(await changesWith(files, gone)).toBe(true);
});

it("changes with a statement of a module of which only types are named", async () => {
  await write({
    [ENTRY]: `import { type Shape } from "./src/shape.ts";\nexport default (): Shape => 1;`,
  });
  expect(await changesWith({ "apps/web/src/shape.ts": `throw new Error("at once");` })).toBe(true);
});

it.each(["apps/web", "libs/own"])("changes with how Node takes modules of %s", async (folder) => {
  const manifest = (type: string) => ({
    [`${folder}/package.json`]: JSON.stringify({ name: folder, type, exports: "./index.ts" }),
  });
  await write(manifest("module"));
  expect(await changesWith(manifest("commonjs"))).toBe(true);
});

it("finds a package where its package.json says, as Node does", async () => {
  const { digest, files } = await bundle("@own/lib");
  expect(files).toContain("libs/own/index.ts");
  const other = { module: "./other.ts", default: "./index.ts" };
  await write({ "libs/own/package.json": JSON.stringify({ type: "module", exports: other }) });
  expect((await bundle("@own/lib")).digest).toBe(digest);
  const manifest = (WORKSPACE["libs/own/package.json"] ?? "").replace("./index.ts", "./other.ts");
  await write({ "libs/own/package.json": manifest });
  expect((await bundle("@own/lib")).digest).not.toBe(digest);
  await write({ "libs/own/package.json": manifest.replace("./other.ts", "./other.tsx") });
  expect((await bundle("@own/lib")).problem).toMatch(/@own\/lib/);
});

it.each<[string, string, string]>([
  ["a file without its ending", `import "./src/name";`, 'Could not resolve "./src/name"'],
  [
    "a file by the name that it would have as JavaScript",
    `import "./src/name.js";`,
    'apps/web/index.ts imports "./src/name.js", which Node does not find: write the name of apps/web/src/name.ts',
  ],
  [
    "JSON without saying so",
    `import facts from "./facts.json"; export { facts };`,
    'apps/web/index.ts imports "./facts.json" without: with { type: "json" }',
  ],
])("fails for what Node refuses: %s", async (_, code, problem) => {
  await write({ [ENTRY]: code, "apps/web/facts.json": "{}" });
  expect((await bundle()).problem).toContain(problem);
});

it("takes JSON that is imported as JSON, whatever its formatting", async () => {
  await write({
    [ENTRY]: `import facts from "./facts.json" with { type: "json" };\nexport default () => facts;`,
    "apps/web/facts.json": `{ "a": 1 }`,
  });
  expect(await changesWith({ "apps/web/facts.json": `{"a":1}\n` })).toBe(false);
  expect(await changesWith({ "apps/web/facts.json": `{"a":2}\n` })).toBe(true);
});

it.each<[string, Files, string[]]>([
  ["a comment", { "apps/web/src/name.ts": `/* hm */ export const name = "web";` }, []],
  ["formatting", { "apps/web/src/name.ts": `export const name =\n  "web"\n;` }, []],
  ["a type", { "libs/own/limit.ts": `export const limit: 5 = 5;` }, []],
  ["a module of types", { "apps/web/src/shape.ts": `export interface Shape { id: string }` }, []],
  [
    "what a library has and the program does not use",
    { "libs/own/other.ts": `export const other = 8;` },
    [],
  ],
  [
    "what only the compiler reads",
    {
      "tsconfig.json": JSON.stringify({
        compilerOptions: { paths: { "@own/lib": ["./libs/own/other.ts"] } },
      }),
    },
    [],
  ],
  ["a file that nothing imports", { "apps/web/src/name.test.ts": `throw new Error("test");` }, []],
  [
    "the name of a file",
    {
      [ENTRY]: (WORKSPACE[ENTRY] ?? "").replace("./src/name.ts", "./src/title.ts"),
      "apps/web/src/title.ts": WORKSPACE["apps/web/src/name.ts"] ?? "",
    },
    ["apps/web/src/name.ts"],
  ],
])("does not change with %s", async (_, files, gone) => {
  expect(await changesWith(files, gone)).toBe(false);
});

it("changes when a module that looks for files beside itself moves", async () => {
  const reading = `import fs from "node:fs";
    export const name = fs.readFileSync(new URL("./name.txt", import.meta.url), "utf8");`;
  await write({ "apps/web/src/name.ts": reading });
  const moved = {
    [ENTRY]: (WORKSPACE[ENTRY] ?? "").replace("./src/name.ts", "./name.ts"),
    "apps/web/name.ts": reading,
  };
  expect(await changesWith(moved, ["apps/web/src/name.ts"])).toBe(true);
});

it("says file and line of what does not fit, and still digests the other programs", async () => {
  await write({
    [ENTRY]: `\nimport { gone } from "./src/gone.ts";\nexport default () => gone;`,
    "apps/api/index.ts": `export default () => 1;`,
  });
  const found = await bundlesOf(root, [ENTRY, "apps/api/index.ts"]);
  expect(found.get(ENTRY)).toMatchObject({
    problem: 'apps/web/index.ts:2: Could not resolve "./src/gone.ts"',
  });
  expect(found.get(ENTRY)?.digest).toBeUndefined();
  expect(found.get("apps/api/index.ts")?.digest).toMatch(/^[0-9a-f]+$/);
});

it("tells who imports a file", async () => {
  expect((await bundle()).importerOf("apps/web/src/name.ts")).toBe(ENTRY);
});
