import type { CloudWatch } from "@aws-sdk/client-cloudwatch";

import { tagChanges } from "../tag-list.ts";

type Tags = Readonly<Record<string, string>>;

/** Source: CloudWatch API reference, TagResource, UntagResource. */
export async function updateTags(
  cloudWatch: CloudWatch,
  ResourceARN: string | undefined,
  before: Tags | undefined,
  after: Tags | undefined,
): Promise<void> {
  const { gone, set } = tagChanges(before, after);
  if (gone.length > 0) await cloudWatch.untagResource({ ResourceARN, TagKeys: gone });
  if (set.length > 0) await cloudWatch.tagResource({ ResourceARN, Tags: set });
}
