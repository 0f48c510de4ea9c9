import type { Unwrap } from "@pulumi/pulumi";
import type { BucketLoggingArgs, BucketLoggingState } from "@pulumi/aws/s3/bucketLogging.js";
import type {
  BucketLogsPermission,
  LoggingEnabled,
  PartitionDateSource,
  S3,
  Type,
} from "@aws-sdk/client-s3";

import { unlessGone } from "../api-error.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { idOf, partsOf, type BucketAndOwner } from "./bucket-owner.ts";

type Inputs = Unwrap<BucketLoggingArgs>;
type State = Unwrap<BucketLoggingState>;

/** Source: S3 API reference, PutBucketLogging, which sets all of it at once. */
export const resource = defineResource<Inputs, State>({
  token: "aws:s3/bucketLogging:BucketLogging",
  noun: "S3 Bucket Logging",
  properties: {
    bucket: { kind: "string", required: true, replaces: true },
    expectedBucketOwner: { kind: "string", replaces: true },
    targetBucket: { kind: "string", required: true },
    targetGrants: {
      kind: "set",
      of: {
        kind: "object",
        fields: {
          grantee: {
            kind: "object",
            required: true,
            fields: {
              displayName: { kind: "string", output: true },
              emailAddress: { kind: "string" },
              id: { kind: "string" },
              type: { kind: "string", required: true },
              uri: { kind: "string" },
            },
          },
          permission: { kind: "string", required: true },
        },
      },
    },
    targetObjectKeyFormat: {
      kind: "object",
      fields: {
        partitionedPrefix: {
          kind: "object",
          fields: { partitionDateSource: { kind: "string", required: true } },
        },
        simplePrefix: { kind: "object", block: true, fields: {} },
      },
    },
    targetPrefix: { kind: "string", required: true },
    region: { kind: "string", computed: true, replaces: true },
  },
  validate: failures,

  async create(inputs, call) {
    const { bucket, expectedBucketOwner: owner } = inputs;
    await put(await call.aws.s3(), { bucket, owner }, inputs);
    return idOf(bucket, owner);
  },

  async read(id, call) {
    const s3 = await call.aws.s3();
    const { bucket, owner } = partsOf(id);
    const found = await unlessGone(
      s3.getBucketLogging({ Bucket: bucket, ExpectedBucketOwner: owner }),
      "NoSuchBucket",
    );
    const logging = found?.LoggingEnabled;
    if (logging === undefined) return undefined;
    return {
      bucket,
      expectedBucketOwner: owner,
      targetBucket: logging.TargetBucket,
      targetGrants: grantsOf(logging),
      targetObjectKeyFormat: formatOf(logging),
      targetPrefix: logging.TargetPrefix,
    };
  },

  async update(id, { inputs, changed }, call) {
    const together = [
      "targetBucket",
      "targetGrants",
      "targetObjectKeyFormat",
      "targetPrefix",
    ] as const;
    if (changed(...together)) await put(await call.aws.s3(), partsOf(id), inputs);
  },

  async delete(id, _state, call) {
    const s3 = await call.aws.s3();
    const { bucket, owner } = partsOf(id);
    await unlessGone(
      s3.putBucketLogging({
        Bucket: bucket,
        ExpectedBucketOwner: owner,
        BucketLoggingStatus: {},
      }),
      "NoSuchBucket",
    );
  },
});

function failures({ targetObjectKeyFormat: format }: Partial<Inputs>): CheckFailure[] {
  if (format === undefined) return [];
  const given = [format.partitionedPrefix, format.simplePrefix].filter((one) => one !== undefined);
  if (given.length === 1) return [];
  const property = "targetObjectKeyFormat";
  const reason = `"${property}" needs exactly one of "partitionedPrefix" and "simplePrefix"`;
  return [{ property, reason }];
}

async function put(s3: S3, { bucket, owner }: BucketAndOwner, inputs: Inputs): Promise<void> {
  await s3.putBucketLogging({
    Bucket: bucket,
    ExpectedBucketOwner: owner,
    BucketLoggingStatus: {
      LoggingEnabled: {
        TargetBucket: inputs.targetBucket,
        TargetPrefix: inputs.targetPrefix,
        TargetGrants: targetGrants(inputs),
        TargetObjectKeyFormat: keyFormat(inputs),
      },
    },
  });
}

function targetGrants({ targetGrants: grants = [] }: Inputs): LoggingEnabled["TargetGrants"] {
  if (grants.length === 0) return undefined;
  return grants.map(({ grantee, permission }) => ({
    Grantee: {
      EmailAddress: grantee.emailAddress,
      ID: grantee.id,
      Type: grantee.type as Type,
      URI: grantee.uri,
    },
    Permission: permission as BucketLogsPermission,
  }));
}

function keyFormat({
  targetObjectKeyFormat: format,
}: Inputs): LoggingEnabled["TargetObjectKeyFormat"] {
  if (format === undefined) return undefined;
  const source = format.partitionedPrefix?.partitionDateSource;
  if (source === undefined) return { SimplePrefix: {} };
  return { PartitionedPrefix: { PartitionDateSource: source as PartitionDateSource } };
}

function grantsOf({ TargetGrants: grants }: LoggingEnabled): State["targetGrants"] {
  return grants?.map(({ Grantee: grantee, Permission: permission }) => ({
    grantee: {
      displayName: grantee?.DisplayName,
      emailAddress: grantee?.EmailAddress,
      id: grantee?.ID,
      type: grantee?.Type ?? "",
      uri: grantee?.URI,
    },
    permission: permission ?? "",
  }));
}

function formatOf({
  TargetObjectKeyFormat: format,
}: LoggingEnabled): State["targetObjectKeyFormat"] {
  const source = format?.PartitionedPrefix?.PartitionDateSource;
  if (source !== undefined) return { partitionedPrefix: { partitionDateSource: source } };
  return format?.SimplePrefix === undefined ? undefined : { simplePrefix: {} };
}
