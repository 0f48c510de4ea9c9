import { mayReferToAnything, refersTo, type PolicyResource } from "../../resource.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { ofType, text } from "../inputs.ts";

export const BUCKET = "aws:s3/bucket:Bucket";
export const OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
export const ENCRYPTION =
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
export const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";

/** The bucket that a resource is about. */
export function bucketOf(
  resources: readonly PolicyResource[],
  resource: PolicyResource,
  input = "bucket",
): PolicyResource | undefined {
  return ofType(resources, BUCKET).find((bucket) => refersTo(resource, input, bucket));
}

/** What a bucket has of some type. */
export function partsOf(
  resources: readonly PolicyResource[],
  bucket: PolicyResource,
  type: string,
): readonly PolicyResource[] {
  return ofType(resources, type).filter((one) => refersTo(one, "bucket", bucket));
}

/** Whether something of the type may be of the bucket without that being known. */
export function mayHave(resources: readonly PolicyResource[], type: string): boolean {
  return ofType(resources, type).some((one) => mayReferToAnything(one, "bucket"));
}

/** How a bucket encrypts: `AES256` unless said otherwise; undefined where it cannot be known. */
export function algorithmOf(
  resources: readonly PolicyResource[],
  bucket: PolicyResource,
): string | undefined {
  const [encryption] = partsOf(resources, bucket, ENCRYPTION);
  if (encryption === undefined) return mayHave(resources, ENCRYPTION) ? undefined : "AES256";
  const [rule] = listAt(encryption.props, "rules");
  const algorithm = at(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm");
  return algorithm === undefined && !isUnknown(rule) ? "AES256" : text(algorithm);
}
