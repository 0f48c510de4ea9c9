import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

const one = (title: string, rule: string, ...resources: LiteralResource[]): Mistake => ({
  title,
  rule,
  resources,
});

const NAME = "strata-logs";
const ARN = `arn:aws:s3:::${NAME}`;
const KEY = "arn:aws:kms:us-east-1:777788889999:key/11111111-2222-3333-4444-555555555555";

const part = (type: string, props: object): LiteralResource => ({
  type: `aws:s3/${type}:${type[0]?.toUpperCase()}${type.slice(1)}`,
  name: type,
  props: { bucket: NAME, ...props },
});
const bucket = (props: object = {}): LiteralResource => ({
  ...part("bucket", props),
  name: "logs",
});
/** A policy that lets S3 write logs, and says more. */
const policy = (statement: object, name = "policy"): LiteralResource => ({
  type: "aws:s3/bucketPolicy:BucketPolicy",
  name,
  props: {
    bucket: NAME,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `${ARN}/*`,
          ...statement,
        },
      ],
    }),
  },
});
const encryption = (by: object, rule: object = {}) =>
  part("bucketServerSideEncryptionConfiguration", {
    rules: [{ applyServerSideEncryptionByDefault: by, ...rule }],
  });
const logging = (props: object = {}) =>
  part("bucketLogging", {
    bucket: "strata-data",
    targetBucket: NAME,
    targetPrefix: "s3/",
    ...props,
  });
const lifecycle = (...rules: object[]) =>
  part("bucketLifecycleConfiguration", {
    rules: rules.map((rule) => ({ id: "objects", status: "Enabled", ...rule })),
  });
const versioning = (status: string) =>
  part("bucketVersioning", { versioningConfiguration: { status } });
const ownership = part("bucketOwnershipControls", {
  rule: { objectOwnership: "BucketOwnerEnforced" },
});

export const s3Mistakes: MistakesOf = {
  service: "s3",
  mistakes: [
    one(
      "a bucket with a beginning of S3's own",
      "s3-bucket-name",
      bucket({ bucket: "amzn-s3-demo-logs" }),
    ),
    one("a bucket that ends like an alias", "s3-bucket-name", bucket({ bucket: "logs-s3alias" })),
    one(
      "a bucket with a dot, with which TLS fails",
      "s3-bucket-name",
      bucket({ bucket: "logs.strata" }),
    ),
    one(
      "a bucket policy for another bucket",
      "s3-policy-resource",
      policy({ Resource: "arn:aws:s3:::strata-data/*" }),
    ),
    one(
      "a bucket policy for a bucket that is named nearly so",
      "s3-policy-resource",
      policy({ Resource: `${ARN}-old/*` }),
    ),
    one("a bucket policy without a principal", "policy-grammar", policy({ Principal: undefined })),
    one(
      "a bucket policy with an action of KMS",
      "policy-action",
      policy({ Action: "kms:Decrypt" }),
    ),
    one(
      "a bucket policy with an action that there is not",
      "policy-action",
      policy({ Action: "s3:PutObjects" }),
    ),
    one(
      "the list of a bucket, granted for its objects",
      "policy-resource",
      policy({ Action: "s3:ListBucket", Resource: `${ARN}/s3/today` }),
    ),
    one("objects, granted for the bucket", "policy-resource", policy({ Resource: ARN })),
    one(
      "a bucket policy with a key of no service",
      "policy-condition",
      policy({ Condition: { Bool: { "aws:SecureTransports": "false" } } }),
    ),
    one(
      "a bucket policy of more than 20 KB",
      "policy-size",
      policy({ Resource: Array.from({ length: 700 }, (_, i) => `${ARN}/a-folder-number-${i}/*`) }),
    ),
    one(
      "a public policy behind a block of public access",
      "s3-policy-public",
      bucket(),
      part("bucketPublicAccessBlock", { blockPublicPolicy: true }),
      policy({ Principal: "*", Action: "s3:GetObject" }),
    ),
    one(
      "a policy that locks everybody out",
      "s3-policy-lockout",
      policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [ARN, `${ARN}/*`] }),
    ),
    one("two policies of one bucket", "s3-policy-once", policy({}), policy({}, "second")),
    one(
      "logs of load balancers by the wrong service",
      "s3-log-delivery",
      policy({ Principal: { Service: "elasticloadbalancing.amazonaws.com" } }),
    ),
    one(
      "logs of S3 by the wrong service",
      "s3-log-delivery",
      policy({ Principal: { Service: "s3.amazonaws.com" } }),
    ),
    one(
      "logs of load balancers in a bucket with a key",
      "s3-log-encryption",
      bucket(),
      policy({ Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" } }),
      encryption({ sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY }),
    ),
    one(
      "logs of S3 in a bucket with a key",
      "s3-log-target",
      bucket(),
      policy({}),
      encryption({ sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY }),
      logging(),
    ),
    one("a bucket that logs into itself", "s3-log-target", logging({ bucket: NAME })),
    one(
      "logs of S3 in a bucket that does not let it write",
      "s3-log-target",
      bucket(),
      policy({ Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" } }),
      logging(),
    ),
    one(
      "logs of S3 in a bucket without ACLs and without a policy",
      "s3-log-target",
      bucket(),
      ownership,
      logging(),
    ),
    one(
      "an ACL for logs in a bucket that takes none",
      "s3-log-target",
      bucket(),
      ownership,
      policy({}),
      logging({
        targetGrants: [
          {
            grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" },
            permission: "WRITE",
          },
        ],
      }),
    ),
    one(
      "a key with AES256",
      "s3-encryption",
      encryption({ sseAlgorithm: "AES256", kmsMasterKeyId: KEY }),
    ),
    one("an algorithm that S3 has not", "s3-encryption", encryption({ sseAlgorithm: "AES-256" })),
    one(
      "a key of another region for a bucket",
      "s3-encryption",
      encryption({
        sseAlgorithm: "aws:kms",
        kmsMasterKeyId: KEY.replace("us-east-1", "eu-central-1"),
      }),
    ),
    one(
      "a bucket key with two layers of encryption",
      "s3-encryption",
      encryption({ sseAlgorithm: "aws:kms:dsse" }, { bucketKeyEnabled: true }),
    ),
    one(
      "objects that end after 0 days",
      "s3-lifecycle-values",
      lifecycle({ expiration: { days: 0 } }),
    ),
    one(
      "infrequent access after a week",
      "s3-lifecycle-values",
      lifecycle({ transitions: [{ days: 7, storageClass: "STANDARD_IA" }] }),
    ),
    one(
      "an archive before infrequent access",
      "s3-lifecycle-values",
      lifecycle({
        transitions: [
          { days: 30, storageClass: "GLACIER" },
          { days: 90, storageClass: "STANDARD_IA" },
        ],
      }),
    ),
    one(
      "objects deleted before they are moved",
      "s3-lifecycle-values",
      lifecycle({ transitions: [{ days: 90, storageClass: "GLACIER" }], expiration: { days: 60 } }),
    ),
    one(
      "a storage class that there is not",
      "s3-lifecycle-values",
      lifecycle({ transitions: [{ days: 90, storageClass: "COLD" }] }),
    ),
    one(
      "two lifecycle rules of one id",
      "s3-lifecycle-values",
      lifecycle(
        { expiration: { days: 90 } },
        { expiration: { days: 30 }, filter: { prefix: "s3/" } },
      ),
    ),
    one(
      "a prefix and a tag outside of and",
      "s3-lifecycle-values",
      lifecycle({
        expiration: { days: 90 },
        filter: { prefix: "s3/", tag: { key: "keep", value: "no" } },
      }),
    ),
    one(
      "a lifecycle rule that does nothing",
      "s3-lifecycle-values",
      lifecycle({ filter: { prefix: "s3/" } }),
    ),
    one(
      "uploads that end by their tag",
      "s3-lifecycle-values",
      lifecycle({
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        filter: { tag: { key: "keep", value: "no" } },
      }),
    ),
    one(
      "days and delete markers in one expiration",
      "s3-lifecycle-values",
      lifecycle({ expiration: { days: 90, expiredObjectDeleteMarker: true } }),
    ),
    one(
      "old versions that end in a bucket without versions",
      "s3-lifecycle-versions",
      bucket(),
      lifecycle({ noncurrentVersionExpiration: { noncurrentDays: 30 } }),
    ),
    one(
      "locked objects without versions",
      "s3-object-lock",
      bucket({ objectLockEnabled: true }),
      versioning("Suspended"),
    ),
  ],
};
