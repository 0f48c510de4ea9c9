import { createProjectGraphAsync, type Tree } from "@nx/devkit";

import { syncIdentities } from "../../identity/written-identities.ts";
import { ownedFolders, readerOf } from "./owned-folders.ts";
import { folderProblems, graphProblems } from "./problems.ts";
import { syncFiles } from "./sync-files.ts";

/**
 * Nx sync generator: `nx sync` writes what it changes in the tree, `nx sync:check` fails when there is such a change.
 *
 * @throws Error listing what no generator can put right; nothing is written then
 */
export async function sync(tree: Tree): Promise<{ outOfSyncMessage: string }> {
  const problems = [
    ...folderProblems(ownedFolders(tree), readerOf(tree)),
    ...graphProblems(await createProjectGraphAsync()),
  ];
  if (problems.length > 0) {
    throw new Error(
      `the layers are not in order\n${problems.map((line) => `✖ ${line}`).join("\n")}`,
    );
  }
  await syncFiles(tree);
  await syncIdentities(tree);
  const stale = tree.listChanges().map(({ path }) => path);
  return { outOfSyncMessage: `not what layers, owners and programs say: ${stale.join(", ")}` };
}
