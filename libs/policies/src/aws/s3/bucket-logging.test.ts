import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { s3LogEncryption, s3LogTarget } from "./bucket-logging.ts";

const NAME = "strata-logs";
const part = (type: string, props: object, name = type): LiteralResource => ({
  type: `aws:s3/${type}:${type[0]?.toUpperCase()}${type.slice(1)}`,
  name,
  props: { bucket: NAME, ...props },
});
const bucket = part("bucket", {}, "logs");
const policy = (service: string) =>
  part("bucketPolicy", {
    policy: JSON.stringify({
      Statement: [
        { Effect: "Allow", Principal: { Service: service }, Action: "s3:PutObject", Resource: "*" },
      ],
    }),
  });
const encryption = (sseAlgorithm: unknown) =>
  part("bucketServerSideEncryptionConfiguration", {
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }],
  });
const ownership = part("bucketOwnershipControls", {
  rule: { objectOwnership: "BucketOwnerEnforced" },
});
const logging = (props: object = {}) =>
  part("bucketLogging", { bucket: "strata-data", targetBucket: NAME, ...props }, "logging");
const good = policy("logging.s3.amazonaws.com");
const found = (...resources: LiteralResource[]) => findingsFor(s3LogTarget, resources);

it("passes a target that S3 can write to, one of another layer, and what is not known yet", () => {
  expect(found(bucket, good, encryption("AES256"), ownership, logging())).toEqual([]);
  expect(found(bucket, logging())).toEqual([]);
  expect(found(logging())).toEqual([]);
  expect(found(bucket, good, encryption(UNKNOWN), logging())).toEqual([]);
  const unknown = encryption("aws:kms");
  const untraced = { ...unknown, props: { ...unknown.props, bucket: UNKNOWN } };
  expect(found(bucket, good, untraced, logging())).toEqual([]);
  expect(found(bucket, ownership, { ...good, props: { bucket: UNKNOWN } }, logging())).toEqual([]);
  for (const literal of unknowns(logging())) expect(found(bucket, good, literal)).toEqual([]);
});

it("fails a target that is the bucket itself, or in which no log arrives", () => {
  const one = (...resources: LiteralResource[]) => found(bucket, ...resources);
  expect(one(good, logging({ bucket: NAME }))).toEqual([
    "logging (targetBucket) is the bucket itself: each log makes another",
  ]);
  expect(one(good, encryption("aws:kms"), logging())).toEqual([
    "logging (targetBucket) is logs, encrypted with aws:kms: S3 writes no logs into it",
  ]);
  const silent =
    "logging (targetBucket) is logs, whose policy does not let logging.s3.amazonaws.com write: no log arrives";
  expect(one(policy("s3.amazonaws.com"), logging())).toEqual([silent]);
  expect(one(ownership, logging())).toEqual([silent]);
  const lock = part("bucketObjectLockConfiguration", {
    rule: { defaultRetention: { mode: "GOVERNANCE", days: 1 } },
  });
  expect(one(good, lock, logging())).toEqual([
    "logging (targetBucket) is logs, whose objects are locked by default",
  ]);
  expect(one(good, ownership, logging({ targetGrants: [{ permission: "WRITE" }] }))).toEqual([
    "logging (targetGrants) are given, and logs takes no ACLs",
  ]);
});

it("keeps load balancers away from keys", () => {
  const balancers = policy("logdelivery.elasticloadbalancing.amazonaws.com");
  expect(findingsFor(s3LogEncryption, [bucket, balancers, encryption("AES256")])).toEqual([]);
  expect(findingsFor(s3LogEncryption, [bucket, balancers])).toEqual([]);
  expect(findingsFor(s3LogEncryption, [bucket, good, encryption("aws:kms")])).toEqual([]);
  expect(findingsFor(s3LogEncryption, [bucket, balancers, encryption(UNKNOWN)])).toEqual([]);
  expect(findingsFor(s3LogEncryption, [bucket, balancers, encryption("aws:kms")])).toEqual([
    "bucketPolicy (policy) lets load balancers write into logs, which is encrypted with aws:kms",
  ]);
});
