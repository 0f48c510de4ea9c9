import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Tree } from "@nx/devkit";

import { identityFiles } from "./identity-files.ts";
import { IDENTITY_FOLDER } from "./identity-folder.ts";

/**
 * For a sync generator: the templates of all layers as their programs on the disk want them. Templates of layers and
 * environments that are gone are deleted.
 */
export async function syncIdentities(tree: Tree): Promise<void> {
  const files = await identityFiles(tree.root);
  for (const environment of tree.children(IDENTITY_FOLDER)) {
    const folder = `${IDENTITY_FOLDER}/${environment}`;
    for (const name of tree.children(folder)) {
      if (files[`${folder}/${name}`] === undefined) tree.delete(`${folder}/${name}`);
    }
  }
  for (const [path, text] of Object.entries(files)) tree.write(path, text);
}

/** The same on the disk: for a generator whose layer can be bundled only after its packages are linked. */
export async function writeIdentities(root: string): Promise<void> {
  const files = await identityFiles(root);
  const folder = join(root, IDENTITY_FOLDER);
  const there = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
    : [];
  for (const name of there.filter((one) => one.endsWith(".json"))) {
    const path = `${IDENTITY_FOLDER}/${name.replaceAll("\\", "/")}`;
    if (files[path] === undefined) rmSync(join(root, path));
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
