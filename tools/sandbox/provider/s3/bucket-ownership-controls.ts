import type { Unwrap } from "@pulumi/pulumi";
import type {
  BucketOwnershipControlsArgs,
  BucketOwnershipControlsState,
} from "@pulumi/aws/s3/bucketOwnershipControls.js";
import type { ObjectOwnership, S3 } from "@aws-sdk/client-s3";

import { unlessGone } from "../api-error.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isUnknown } from "../value.ts";

type Inputs = Unwrap<BucketOwnershipControlsArgs>;
type State = Unwrap<BucketOwnershipControlsState>;

const GONE = ["NoSuchBucket", "OwnershipControlsNotFoundError"];

const OWNERSHIPS = ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"];

/** Its id is the bucket's name. Source: S3 API reference, PutBucketOwnershipControls. */
export const resource = defineResource<Inputs, State>({
  token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  noun: "S3 Bucket Ownership Controls",
  properties: {
    bucket: { kind: "string", required: true, replaces: true },
    rule: {
      kind: "object",
      required: true,
      fields: { objectOwnership: { kind: "string", required: true } },
    },
    region: { kind: "string", computed: true, replaces: true },
  },
  validate: failures,

  async create(inputs, call) {
    await put(await call.aws.s3(), inputs.bucket, inputs);
    return inputs.bucket;
  },

  async read(id, call) {
    const s3 = await call.aws.s3();
    const found = await unlessGone(s3.getBucketOwnershipControls({ Bucket: id }), ...GONE);
    const objectOwnership = found?.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
    if (objectOwnership === undefined) return undefined;
    return { bucket: id, rule: { objectOwnership } };
  },

  async update(id, { inputs, changed }, call) {
    if (changed("rule")) await put(await call.aws.s3(), id, inputs);
  },

  async delete(id, _state, call) {
    const s3 = await call.aws.s3();
    await unlessGone(s3.deleteBucketOwnershipControls({ Bucket: id }), ...GONE);
  },
});

function failures({ rule }: Partial<Inputs>): CheckFailure[] {
  const ownership = rule?.objectOwnership;
  if (ownership === undefined || isUnknown(ownership) || OWNERSHIPS.includes(ownership)) return [];
  const property = "rule.objectOwnership";
  const reason = `expected "${property}" to be one of ${OWNERSHIPS.join(", ")}, got ${ownership}`;
  return [{ property, reason }];
}

async function put(s3: S3, bucket: string, { rule }: Inputs): Promise<void> {
  const ObjectOwnership = rule.objectOwnership as ObjectOwnership;
  await s3.putBucketOwnershipControls({
    Bucket: bucket,
    OwnershipControls: { Rules: [{ ObjectOwnership }] },
  });
}
