import { ownedFolder, ownerIn, type ReadFile } from "./folder.ts";
import { teamOf } from "./owner.ts";

/**
 * The Nx tags of a folder that belongs to a layer: `type:…`, `layer:<layer>`, `owner:<team>`; none for any other.
 *
 * An owner that is missing or wrong gives no tag: the graph must stay readable for everybody. `nx sync:check`
 * reports it.
 */
export function inferredTags(root: string, read: ReadFile): string[] {
  const folder = ownedFolder(root, read);
  if (folder === undefined) return [];
  const { valid } = ownerIn(folder.layer, read);
  const owner = valid === undefined ? [] : [`owner:${teamOf(valid)}`];
  return [`type:${folder.kind}`, `layer:${folder.layer}`, ...owner];
}
