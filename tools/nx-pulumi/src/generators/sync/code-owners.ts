import type { OwnedFolder } from "../../ownership/folder.ts";

/** Where GitHub looks for it. */
export const CODE_OWNERS_FILE = ".github/CODEOWNERS";

/**
 * The whole CODEOWNERS file. On GitHub the last line that matches a file decides, so the default comes first.
 *
 * @param owners of each layer
 */
export function codeOwners(
  defaultOwner: string,
  folders: readonly OwnedFolder[],
  owners: ReadonlyMap<string, string>,
): string {
  const layers = [...new Set(folders.map(({ layer }) => layer))].sort();
  const blocks = layers.map((layer) => {
    const roots = folders.filter((folder) => folder.layer === layer).map(({ root }) => root);
    return roots.sort().map((root) => `/${root}/ ${owners.get(layer) ?? defaultOwner}`);
  });
  const lines = [
    '# Written by `npx nx sync`. Owners stand under "strata" in apps/<layer>/package.json, the default in',
    "# libs/config/src/project.ts. The last line that matches a file decides.",
    "",
    `* ${defaultOwner}`,
    ...blocks.flatMap((block) => ["", ...block]),
  ];
  return `${lines.join("\n")}\n`;
}
