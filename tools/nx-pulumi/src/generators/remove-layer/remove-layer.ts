import {
  createProjectGraphAsync,
  DependencyType,
  logger,
  type GeneratorCallback,
  type ProjectGraph,
  type Tree,
} from "@nx/devkit";

import { writeIdentities } from "../../identity/written-identities.ts";
import type { OwnedFolder } from "../../ownership/folder.ts";
import { linkPackages } from "../link-packages.ts";
import { layersIn, ownedFolders } from "../sync/owned-folders.ts";
import { syncFiles } from "../sync/sync-files.ts";

/**
 * `nx g @strata/nx-pulumi:remove-layer <name>`: deletes the code of a layer and its contract. What the layer has
 * deployed stays: it is destroyed before its code goes.
 *
 * @throws Error before anything is deleted, when something still imports from the layer
 */
export async function removeLayer(
  tree: Tree,
  raw: Readonly<Record<string, unknown>>,
): Promise<GeneratorCallback> {
  const { name = "", ...unknown } = raw;
  const folders = ownedFolders(tree);
  const own = folders.filter(({ layer }) => layer === name);
  const problems = [
    ...Object.keys(unknown).map((key) => `there is no option --${key}`),
    ...(own.length === 0
      ? [`there is no layer "${String(name)}"; layers: ${layersIn(folders).join(", ")}`]
      : []),
    ...importProblems(own, await createProjectGraphAsync()),
  ];
  if (problems.length > 0) {
    throw new Error(`nothing was deleted\n${problems.map((line) => `✖ ${line}`).join("\n")}`);
  }
  for (const { root } of own) tree.delete(root);
  await syncFiles(tree);
  logger.warn(
    "Only code was deleted. What is deployed is destroyed from its state: " +
      `npx nx run workspace:destroy-layer --layer=${String(name)} --env=<environment>`,
  );
  return async () => {
    linkPackages(tree);
    await writeIdentities(tree.root);
  };
}

/** Who would no longer compile, in a line each. */
export function importProblems(own: readonly OwnedFolder[], graph: ProjectGraph): string[] {
  const roots = own.map(({ root }) => root);
  const names = new Set(
    Object.values(graph.nodes).flatMap(({ name, data }) => (roots.includes(data.root) ? name : [])),
  );
  return Object.entries(graph.dependencies).flatMap(([source, dependencies]) => {
    // A declared dependency (the end-to-end tests depend on everything) is no import.
    const imported = dependencies.filter(({ type }) => type !== DependencyType.implicit);
    const used = imported.map(({ target }) => target).filter((target) => names.has(target));
    if (names.has(source) || used.length === 0) return [];
    return `${graph.nodes[source]?.data.root ?? source} imports ${[...new Set(used)].join(", ")}: remove that first`;
  });
}
