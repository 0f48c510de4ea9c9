import type { EC2, ResourceType, Tag } from "@aws-sdk/client-ec2";

type Tags = Readonly<Record<string, string>>;

/** Tags of an EC2 object as the provider shows them. */
export function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** Tags given with the creating call, so that nothing ever exists untagged. */
export function tagSpecifications(type: ResourceType, tags: Tags | undefined) {
  const list = Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  return list.length === 0 ? undefined : [{ ResourceType: type, Tags: list }];
}

export async function updateTags(
  ec2: EC2,
  id: string,
  before: Tags | undefined,
  after: Tags | undefined,
): Promise<void> {
  const gone = Object.keys(before ?? {}).filter((key) => !(key in (after ?? {})));
  const set = Object.entries(after ?? {}).filter(([key, value]) => before?.[key] !== value);
  if (gone.length > 0) {
    await ec2.deleteTags({ Resources: [id], Tags: gone.map((Key) => ({ Key })) });
  }
  if (set.length > 0) {
    await ec2.createTags({ Resources: [id], Tags: set.map(([Key, Value]) => ({ Key, Value })) });
  }
}
