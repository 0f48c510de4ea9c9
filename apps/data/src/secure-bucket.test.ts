import { record } from "@strata/testing";

import { SecureBucket, type SecureBucketArgs } from "./secure-bucket.ts";

const controls = { isVersioned: true, noncurrentDays: 30 };

async function bucket(args: SecureBucketArgs) {
  const { result, resources } = await record({ project: "data", stack: "prod" }, () => {
    return new SecureBucket("data", args);
  });
  const inputs = (type: string) =>
    resources.find((resource) => resource.type.endsWith(`:${type}`))?.inputs;
  const options = (type: string) =>
    resources.find((resource) => resource.type.endsWith(`:${type}`))?.options;
  return { result, resources, inputs, options };
}

const ID = "strata-prod-data-data-777788889999-us-east-1";

it("is encrypted and never public, and nothing more without controls", async () => {
  const { resources, inputs } = await bucket({});
  expect(resources).toHaveLength(4);
  expect(inputs("Bucket")).toEqual({ bucket: ID, forceDestroy: false });
  expect(inputs("BucketServerSideEncryptionConfiguration")).toEqual({
    bucket: ID,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
});

it("uses the key that it is given, once for many objects", async () => {
  const { inputs } = await bucket({ kmsKeyArn: "arn:aws:kms:key" });
  expect(inputs("BucketServerSideEncryptionConfiguration")?.["rules"]).toEqual([
    {
      applyServerSideEncryptionByDefault: {
        sseAlgorithm: "aws:kms",
        kmsMasterKeyId: "arn:aws:kms:key",
      },
      bucketKeyEnabled: true,
    },
  ]);
});

it("is reached over TLS only, and belongs to its account alone", async () => {
  const { inputs } = await bucket({ controls });
  expect(JSON.parse(String(inputs("BucketPolicy")?.["policy"]))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${ID}`, `arn:aws:s3:::${ID}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
  expect(inputs("BucketOwnershipControls")).toEqual({
    bucket: ID,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
});

it("keeps old versions for some days, and nothing of uploads that were given up", async () => {
  const { inputs } = await bucket({ controls });
  expect(inputs("BucketVersioning")?.["versioningConfiguration"]).toEqual({ status: "Enabled" });
  expect(inputs("BucketLifecycleConfiguration")?.["rules"]).toEqual([
    {
      ...{ id: "uploads", status: "Enabled", filter: {} },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
    {
      ...{ id: "versions", status: "Enabled", filter: {} },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
    },
    {
      ...{ id: "delete-markers", status: "Enabled", filter: {} },
      expiration: { expiredObjectDeleteMarker: true },
    },
  ]);
});

it("deletes objects after the days given, and has no versions where none are wanted", async () => {
  const { inputs } = await bucket({
    controls: { isVersioned: false, noncurrentDays: 7, expireDays: 90 },
  });
  expect(inputs("BucketVersioning")).toBeUndefined();
  expect(inputs("BucketLifecycleConfiguration")?.["rules"]).toContainEqual({
    ...{ id: "objects", status: "Enabled", filter: {} },
    expiration: { days: 90 },
  });
});

it("is kept by Pulumi when it is protected, and its rules can still change", async () => {
  const { options } = await bucket({ isProtected: true, controls });
  expect(options("Bucket")).toMatchObject({ protect: true, retainOnDelete: true });
  expect(options("BucketLifecycleConfiguration")?.protect).toBeUndefined();
  expect((await bucket({ controls })).options("Bucket")?.protect).toBeUndefined();
});
