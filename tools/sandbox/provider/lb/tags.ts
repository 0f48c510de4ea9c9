import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";

import { tagChanges, tagRecord } from "../tag-list.ts";

type Tags = Readonly<Record<string, string>>;

export async function tagsOf(
  elbv2: ElasticLoadBalancingV2,
  arn: string,
): Promise<Record<string, string>> {
  const { TagDescriptions } = await elbv2.describeTags({ ResourceArns: [arn] });
  return tagRecord(TagDescriptions?.[0]?.Tags);
}

export async function updateTags(
  elbv2: ElasticLoadBalancingV2,
  arn: string,
  before: Tags | undefined,
  after: Tags | undefined,
): Promise<void> {
  const { gone, set } = tagChanges(before, after);
  if (gone.length > 0) await elbv2.removeTags({ ResourceArns: [arn], TagKeys: gone });
  if (set.length > 0) await elbv2.addTags({ ResourceArns: [arn], Tags: set });
}
