import type { Unwrap } from "@pulumi/pulumi";
import type { BucketPolicyArgs, BucketPolicyState } from "@pulumi/aws/s3/bucketPolicy.js";
import type { S3 } from "@aws-sdk/client-s3";

import { unlessGone } from "../api-error.ts";
import { documentFailures, documentText } from "../iam/policy-document.ts";
import { refusal } from "../refusal.ts";
import { defineResource } from "../resource-type.ts";

type Inputs = Unwrap<BucketPolicyArgs>;
type State = Unwrap<BucketPolicyState>;

/** Its id is the bucket's name. Source: S3 API reference, PutBucketPolicy, DeleteBucketPolicy. */
export const resource = defineResource<Inputs, State>({
  token: "aws:s3/bucketPolicy:BucketPolicy",
  noun: "S3 Bucket Policy",
  properties: {
    bucket: { kind: "string", required: true, replaces: true },
    policy: { kind: "json", required: true },
    region: { kind: "string", computed: true, replaces: true },
  },
  validate: (inputs) => documentFailures(inputs, "policy"),

  async create(inputs, call) {
    await put(await call.aws.s3(), inputs.bucket, documentText(inputs.policy));
    return inputs.bucket;
  },

  async read(id, call) {
    const s3 = await call.aws.s3();
    const found = await unlessGone(
      s3.getBucketPolicy({ Bucket: id }),
      "NoSuchBucket",
      "NoSuchBucketPolicy",
    );
    if (found?.Policy === undefined) return undefined;
    return { bucket: id, policy: found.Policy };
  },

  async update(id, { inputs, changed }, call) {
    if (changed("policy")) await put(await call.aws.s3(), id, documentText(inputs.policy));
  },

  async delete(id, _state, call) {
    const s3 = await call.aws.s3();
    await unlessGone(s3.deleteBucketPolicy({ Bucket: id }), "NoSuchBucket");
  },
});

async function put(s3: S3, bucket: string, policy: string): Promise<void> {
  if (resourcesOf(policy).some((arn) => isOfAnotherBucket(arn, bucket))) {
    throw refusal("S3: PutBucketPolicy", "MalformedPolicy", "Policy has invalid resource");
  }
  await s3.putBucketPolicy({ Bucket: bucket, Policy: policy });
}

function resourcesOf(policy: string): string[] {
  const { Statement: statements = [] } = JSON.parse(policy) as {
    Statement?: readonly Statement[] | Statement;
  };
  return [statements]
    .flat()
    .flatMap(({ Resource = [], NotResource = [] }: Statement) => [
      ...[Resource].flat(),
      ...[NotResource].flat(),
    ]);
}

interface Statement {
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
}

/** A bucket's policy is about that bucket and its objects only. Names with a wildcard are left to S3. */
function isOfAnotherBucket(arn: string, bucket: string): boolean {
  const [name = ""] = (/^arn:[^:]+:s3:::(.*)$/.exec(arn)?.[1] ?? "").split("/");
  return name !== "" && !/[*?$]/.test(name) && name !== bucket;
}
