import type { Unwrap } from "@pulumi/pulumi";
import type { GroupArgs } from "@pulumi/aws/autoscaling/group.js";
import type { AutoScaling, AutoScalingGroup } from "@aws-sdk/client-auto-scaling";

type Tags = NonNullable<Unwrap<GroupArgs>["tags"]>;

/** A tag as the API takes it. */
export function tagOf(ResourceId: string, { key, value, propagateAtLaunch }: Tags[number]) {
  const Tag = { Key: key, Value: value, PropagateAtLaunch: propagateAtLaunch };
  return { ResourceId, ResourceType: "auto-scaling-group", ...Tag };
}

/** Tags that begin with `aws:` are AWS's own. */
export function tagsFrom({ Tags: tags }: AutoScalingGroup): Tags {
  return (tags ?? [])
    .filter(({ Key }) => Key?.startsWith("aws:") !== true)
    .map(({ Key = "", Value = "", PropagateAtLaunch }) => ({
      key: Key,
      value: Value,
      propagateAtLaunch: PropagateAtLaunch === true,
    }));
}

export async function updateTags(
  autoScaling: AutoScaling,
  name: string,
  before: Tags = [],
  after: Tags = [],
): Promise<void> {
  const kept = new Set(after.map(({ key }) => key));
  const gone = before.filter(({ key }) => !kept.has(key)).map((tag) => tagOf(name, tag));
  const set = after.map((tag) => tagOf(name, tag));
  if (gone.length > 0) await autoScaling.deleteTags({ Tags: gone });
  if (set.length > 0) await autoScaling.createOrUpdateTags({ Tags: set });
}
