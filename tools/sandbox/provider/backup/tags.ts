import type { Backup } from "@aws-sdk/client-backup";

import { tagChanges } from "../tag-list.ts";

type Tags = Readonly<Record<string, string>> | undefined;

/** Turns the tags of a vault or plan into others. */
export async function updateTags(
  backup: Backup,
  ResourceArn: string | undefined,
  before: Tags,
  after: Tags,
): Promise<void> {
  const { gone, set } = tagChanges(before, after);
  if (gone.length > 0) await backup.untagResource({ ResourceArn, TagKeyList: gone });
  if (set.length > 0) {
    const Tags = Object.fromEntries(set.map(({ Key, Value }) => [Key, Value]));
    await backup.tagResource({ ResourceArn, Tags });
  }
}
