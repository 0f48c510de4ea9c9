import type { ObjectIdentifier, S3 } from "@aws-sdk/client-s3";

/**
 * Deletes everything that keeps a bucket from being deleted: objects, all their versions, and delete markers.
 *
 * @param locked the bucket has object lock: retention of governance mode is overridden, a legal hold is not.
 * @throws Error naming the first object that S3 refused to delete.
 */
export async function emptyBucket(s3: S3, bucket: string, locked: boolean): Promise<void> {
  for (;;) {
    const page = await s3.listObjectVersions({ Bucket: bucket });
    const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(identify);
    if (objects.length === 0) return;
    const { Errors } = await s3.deleteObjects({
      Bucket: bucket,
      Delete: { Objects: objects, Quiet: true },
      ...(locked ? { BypassGovernanceRetention: true } : {}),
    });
    const refused = Errors?.[0];
    if (refused !== undefined) {
      throw new Error(
        `deleting S3 object (${refused.Key ?? ""}): api error ${refused.Code ?? ""}: ${refused.Message ?? ""}`,
      );
    }
  }
}

function identify(version: {
  Key?: string | undefined;
  VersionId?: string | undefined;
}): ObjectIdentifier {
  const { Key, VersionId } = version;
  return VersionId === undefined ? { Key } : { Key, VersionId };
}
