/** What the id of a part of a bucket says: the bucket's name, with `,<account>` where the expected owner is given. */
export interface BucketAndOwner {
  readonly bucket: string;
  readonly owner: string | undefined;
}

/** The official provider's id of a bucket's configuration. */
export function idOf(bucket: string, owner: string | undefined): string {
  return owner === undefined || owner === "" ? bucket : `${bucket},${owner}`;
}

/** Reads what `idOf` writes; import ids have the same form. */
export function partsOf(id: string): BucketAndOwner {
  const [bucket = "", owner] = id.split(",");
  return { bucket, owner };
}
