import type { Unwrap } from "@pulumi/pulumi";
import type {
  BucketPublicAccessBlockArgs,
  BucketPublicAccessBlockState,
} from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import type { S3 } from "@aws-sdk/client-s3";

import { unlessGone } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";

type Inputs = Unwrap<BucketPublicAccessBlockArgs>;
type State = Unwrap<BucketPublicAccessBlockState>;

const GONE = ["NoSuchBucket", "NoSuchPublicAccessBlockConfiguration"];

/** Its id is the bucket's name. Source: S3 API reference, PutPublicAccessBlock, DeletePublicAccessBlock. */
export const resource = defineResource<Inputs, State>({
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  noun: "S3 Bucket Public Access Block",
  properties: {
    bucket: { kind: "string", required: true, replaces: true },
    blockPublicAcls: { kind: "boolean", default: false },
    blockPublicPolicy: { kind: "boolean", default: false },
    ignorePublicAcls: { kind: "boolean", default: false },
    restrictPublicBuckets: { kind: "boolean", default: false },
    skipDestroy: { kind: "boolean", local: true },
    region: { kind: "string", computed: true, replaces: true },
  },

  async create(inputs, call) {
    await put(await call.aws.s3(), inputs.bucket, inputs);
    return inputs.bucket;
  },

  async read(id, call) {
    const s3 = await call.aws.s3();
    const found = await unlessGone(s3.getPublicAccessBlock({ Bucket: id }), ...GONE);
    const block = found?.PublicAccessBlockConfiguration;
    if (block === undefined) return undefined;
    return {
      bucket: id,
      blockPublicAcls: block.BlockPublicAcls,
      blockPublicPolicy: block.BlockPublicPolicy,
      ignorePublicAcls: block.IgnorePublicAcls,
      restrictPublicBuckets: block.RestrictPublicBuckets,
    };
  },

  async update(id, { inputs, changed }, call) {
    const flags = [
      "blockPublicAcls",
      "blockPublicPolicy",
      "ignorePublicAcls",
      "restrictPublicBuckets",
    ] as const;
    if (changed(...flags)) await put(await call.aws.s3(), id, inputs);
  },

  async delete(id, state, call) {
    if (state.skipDestroy === true) return;
    const s3 = await call.aws.s3();
    await unlessGone(s3.deletePublicAccessBlock({ Bucket: id }), ...GONE);
  },
});

/** The four flags are set together. */
async function put(s3: S3, bucket: string, inputs: Inputs): Promise<void> {
  await s3.putPublicAccessBlock({
    Bucket: bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: inputs.blockPublicAcls,
      BlockPublicPolicy: inputs.blockPublicPolicy,
      IgnorePublicAcls: inputs.ignorePublicAcls,
      RestrictPublicBuckets: inputs.restrictPublicBuckets,
    },
  });
}
