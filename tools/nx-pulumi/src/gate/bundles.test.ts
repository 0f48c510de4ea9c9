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
    export default (): Shape => sdk.make(name, limit);
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

async function bundle(): Promise<Bundle> {
  const found = (await bundlesOf(root, [ENTRY])).get(ENTRY);
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
    "which module of a library gives a name",
    { "libs/own/index.ts": `export { other as limit } from "./other.ts";` },
    [],
  ],
])("changes with %s", async (_, files, gone) => {
  expect(await changesWith(files, gone)).toBe(true);
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
