import type { Unwrap } from "@pulumi/pulumi";
import type {
  BucketServerSideEncryptionConfigurationArgs,
  BucketServerSideEncryptionConfigurationState,
} from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import type { EncryptionType, S3, ServerSideEncryption } from "@aws-sdk/client-s3";

import { unlessGone } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";
import { idOf, partsOf } from "./bucket-owner.ts";

type Inputs = Unwrap<BucketServerSideEncryptionConfigurationArgs>;
type State = Unwrap<BucketServerSideEncryptionConfigurationState>;

const GONE = ["NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError"];

/**
 * Its id is the bucket's name, with `,<account>` where the expected owner is given.
 * Source: S3 API reference, PutBucketEncryption, DeleteBucketEncryption.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  noun: "S3 Bucket Server-side Encryption Configuration",
  properties: {
    bucket: { kind: "string", required: true, replaces: true },
    expectedBucketOwner: { kind: "string", replaces: true },
    rules: {
      kind: "set",
      required: true,
      of: {
        kind: "object",
        fields: {
          applyServerSideEncryptionByDefault: {
            kind: "object",
            fields: {
              kmsMasterKeyId: { kind: "string" },
              sseAlgorithm: { kind: "string", required: true },
            },
          },
          // S3 blocks some for a new bucket.
          blockedEncryptionTypes: { kind: "set", computed: true },
          bucketKeyEnabled: { kind: "boolean" },
        },
      },
    },
    region: { kind: "string", computed: true, replaces: true },
  },

  async create(inputs, call) {
    const owner = inputs.expectedBucketOwner;
    await put(await call.aws.s3(), inputs.bucket, owner, inputs.rules);
    return idOf(inputs.bucket, owner);
  },

  async read(id, call) {
    const s3 = await call.aws.s3();
    const { bucket, owner } = partsOf(id);
    const found = await unlessGone(
      s3.getBucketEncryption({ Bucket: bucket, ExpectedBucketOwner: owner }),
      ...GONE,
    );
    const rules = found?.ServerSideEncryptionConfiguration?.Rules;
    if (rules === undefined) return undefined;
    return {
      bucket,
      expectedBucketOwner: owner,
      rules: rules.map(
        ({
          ApplyServerSideEncryptionByDefault: byDefault,
          BlockedEncryptionTypes: blocked,
          BucketKeyEnabled: bucketKeyEnabled,
        }) => ({
          ...(byDefault?.SSEAlgorithm === undefined
            ? {}
            : {
                applyServerSideEncryptionByDefault: {
                  kmsMasterKeyId: byDefault.KMSMasterKeyID,
                  sseAlgorithm: byDefault.SSEAlgorithm,
                },
              }),
          blockedEncryptionTypes: blocked?.EncryptionType,
          bucketKeyEnabled,
        }),
      ),
    };
  },

  async update(id, { inputs, changed }, call) {
    const { bucket, owner } = partsOf(id);
    if (changed("rules")) await put(await call.aws.s3(), bucket, owner, inputs.rules);
  },

  // S3 falls back to its own default: every bucket is encrypted.
  async delete(id, _state, call) {
    const s3 = await call.aws.s3();
    const { bucket, owner } = partsOf(id);
    await unlessGone(
      s3.deleteBucketEncryption({ Bucket: bucket, ExpectedBucketOwner: owner }),
      ...GONE,
    );
  },
});

async function put(
  s3: S3,
  bucket: string,
  owner: string | undefined,
  rules: Inputs["rules"],
): Promise<void> {
  await s3.putBucketEncryption({
    Bucket: bucket,
    ExpectedBucketOwner: owner,
    ServerSideEncryptionConfiguration: {
      Rules: rules.map(
        ({
          applyServerSideEncryptionByDefault: byDefault,
          bucketKeyEnabled,
          blockedEncryptionTypes,
        }) => ({
          ApplyServerSideEncryptionByDefault:
            byDefault === undefined
              ? undefined
              : {
                  KMSMasterKeyID: byDefault.kmsMasterKeyId,
                  SSEAlgorithm: byDefault.sseAlgorithm as ServerSideEncryption,
                },
          BlockedEncryptionTypes:
            blockedEncryptionTypes === undefined
              ? undefined
              : { EncryptionType: blockedEncryptionTypes as EncryptionType[] },
          BucketKeyEnabled: bucketKeyEnabled,
        }),
      ),
    },
  });
}
