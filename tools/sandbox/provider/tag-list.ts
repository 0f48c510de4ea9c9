interface Tag {
  readonly Key: string;
  readonly Value: string;
}
type Tags = Readonly<Record<string, string>>;

/** Tags as most APIs take them: `[{Key, Value}]`. Undefined if there are none. */
export function tagList(tags: Tags | undefined): Tag[] | undefined {
  const list = Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  return list.length === 0 ? undefined : list;
}

/** Tags as the provider shows them. */
export function tagRecord(
  tags:
    | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
    | undefined,
): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** What turns one set of tags into another: keys to take away, tags to set. */
export function tagChanges(
  before: Tags | undefined,
  after: Tags | undefined,
): { readonly gone: string[]; readonly set: Tag[] } {
  const gone = Object.keys(before ?? {}).filter((key) => !(key in (after ?? {})));
  const set = Object.entries(after ?? {})
    .filter(([key, value]) => before?.[key] !== value)
    .map(([Key, Value]) => ({ Key, Value }));
  return { gone, set };
}
