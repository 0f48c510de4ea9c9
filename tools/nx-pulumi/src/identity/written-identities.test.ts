import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { createTree } from "@nx/devkit/testing";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { syncIdentities, writeIdentities } from "./written-identities.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");

/** A workspace with one layer, and the template of one that is gone. */
async function workspace(): Promise<string> {
  const root = await temporaryFolder();
  const files = {
    "apps/web/Pulumi.yaml": "name: web\nruntime: nodejs\n",
    "apps/web/index.ts":
      'import * as aws from "@pulumi/aws"; export default () => aws.getRegion();',
    "iam/dev/gone.json": "{}",
    "iam/old/web.json": "{}",
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(root, dirname(file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
  return root;
}

it("writes a template for each layer and deletes those of what is gone", async () => {
  const root = await workspace();
  await writeIdentities(root);
  const left = await readdir(join(root, "iam"), { recursive: true });
  expect(left.filter((name) => name.endsWith(".json")).sort()).toEqual([
    "dev/web.json",
    "prod/web.json",
    "staging/web.json",
  ]);
  expect(await readFile(join(root, "iam/dev/web.json"), "utf8")).toContain("strata-dev-web-deploy");
});

it("changes a tree in the same way, and one that is in step not at all", async () => {
  const root = await workspace();
  const tree = createTree();
  tree.root = root;
  tree.write("iam/dev/gone.json", "{}");
  await syncIdentities(tree);
  const written = tree.read("iam/dev/web.json", "utf-8");
  await writeIdentities(root);
  expect(written).toBe(await readFile(join(root, "iam/dev/web.json"), "utf8"));
  expect(tree.exists("iam/dev/gone.json")).toBe(false);
});
