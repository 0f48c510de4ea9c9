import type { RDS } from "@aws-sdk/client-rds";

import { tagChanges } from "../tag-list.ts";

type Tags = Readonly<Record<string, string>>;

/** Source: RDS API reference, AddTagsToResource, RemoveTagsFromResource. */
export async function updateTags(
  rds: RDS,
  arn: string | undefined,
  before: Tags | undefined,
  after: Tags | undefined,
): Promise<void> {
  const { gone, set } = tagChanges(before, after);
  if (gone.length > 0) await rds.removeTagsFromResource({ ResourceName: arn, TagKeys: gone });
  if (set.length > 0) await rds.addTagsToResource({ ResourceName: arn, Tags: set });
}
