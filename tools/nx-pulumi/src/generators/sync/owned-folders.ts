import { joinPathFragments, type Tree } from "@nx/devkit";

import { ownedFolder, type OwnedFolder, type ReadFile } from "../../ownership/folder.ts";

/** How the generators read files: as they will be, changes of this run included. */
export function readerOf(tree: Tree): ReadFile {
  return (path) => tree.read(path, "utf-8") ?? undefined;
}

/** Every folder that belongs to a layer, in alphabetical order. */
export function ownedFolders(tree: Tree): OwnedFolder[] {
  const read = readerOf(tree);
  const layers = foldersWith(tree, "apps", "Pulumi.yaml");
  const libraries = ["libs", "libs/contracts"].flatMap((top) =>
    foldersWith(tree, top, "package.json"),
  );
  return [...layers, ...libraries].flatMap((root) => ownedFolder(root, read) ?? []);
}

/** The layers that exist, in alphabetical order. */
export function layersIn(folders: readonly OwnedFolder[]): string[] {
  return folders.filter(({ kind }) => kind === "layer").map(({ layer }) => layer);
}

function foldersWith(tree: Tree, top: string, file: string): string[] {
  const folders = tree.children(top).map((name) => joinPathFragments(top, name));
  return folders.filter((folder) => tree.exists(joinPathFragments(folder, file))).sort();
}
