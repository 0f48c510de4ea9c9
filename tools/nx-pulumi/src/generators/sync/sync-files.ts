import { formatFiles, type Tree } from "@nx/devkit";
import { project } from "@strata/config/project";

import { ownerIn } from "../../ownership/folder.ts";
import { CODE_OWNERS_FILE, codeOwners } from "./code-owners.ts";
import { IMPORT_BOUNDARIES_FILE, importBoundaries } from "./import-boundaries.ts";
import { layersIn, ownedFolders, readerOf } from "./owned-folders.ts";

/** Who answers for everything that belongs to no layer. */
export const DEFAULT_OWNER = `@${project.organization}/${project.owner}`;

/** Writes CODEOWNERS and the import boundaries as the layers in the tree want them. */
export async function syncFiles(tree: Tree): Promise<void> {
  const folders = ownedFolders(tree);
  const read = readerOf(tree);
  const layers = layersIn(folders);
  const owners = new Map(
    layers.map((layer) => [layer, ownerIn(layer, read).valid ?? DEFAULT_OWNER]),
  );
  tree.write(CODE_OWNERS_FILE, codeOwners(DEFAULT_OWNER, folders, owners));
  tree.write(IMPORT_BOUNDARIES_FILE, importBoundaries(layers));
  await formatFiles(tree);
}
