import type { Unwrap } from "@pulumi/pulumi";
import type {
  BucketLifecycleConfigurationArgs,
  BucketLifecycleConfigurationState,
} from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import type { S3, TransitionDefaultMinimumObjectSize } from "@aws-sdk/client-s3";

import { unlessGone } from "../api-error.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isUnknown } from "../value.ts";
import { idOf, partsOf, type BucketAndOwner } from "./bucket-owner.ts";
import { lifecycleRule, lifecycleRuleInputs } from "./lifecycle-rule.ts";

type Inputs = Unwrap<BucketLifecycleConfigurationArgs>;
type State = Unwrap<BucketLifecycleConfigurationState>;

const GONE = ["NoSuchBucket", "NoSuchLifecycleConfiguration"];

/** Source: S3 API reference, PutBucketLifecycleConfiguration, which replaces all rules of one bucket. */
export const resource = defineResource<Inputs, State>({
  token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  noun: "S3 Bucket Lifecycle Configuration",
  properties: {
    bucket: { kind: "string", required: true, replaces: true },
    expectedBucketOwner: { kind: "string", computed: true, replaces: true },
    rules: {
      kind: "list",
      of: {
        kind: "object",
        fields: {
          id: { kind: "string", required: true },
          status: { kind: "string", required: true },
          prefix: { kind: "string" },
          filter: {
            kind: "object",
            fields: {
              ...conditions(),
              tag: {
                kind: "object",
                fields: {
                  key: { kind: "string", required: true },
                  value: { kind: "string", required: true },
                },
              },
              and: { kind: "object", fields: { ...conditions(), tags: { kind: "map" } } },
            },
          },
          abortIncompleteMultipartUpload: {
            kind: "object",
            fields: { daysAfterInitiation: { kind: "number" } },
          },
          expiration: {
            kind: "object",
            fields: {
              date: { kind: "string" },
              days: { kind: "number" },
              expiredObjectDeleteMarker: { kind: "boolean" },
            },
          },
          noncurrentVersionExpiration: {
            kind: "object",
            fields: {
              newerNoncurrentVersions: { kind: "number" },
              noncurrentDays: { kind: "number", required: true },
            },
          },
          noncurrentVersionTransitions: {
            kind: "set",
            of: {
              kind: "object",
              fields: {
                newerNoncurrentVersions: { kind: "number" },
                noncurrentDays: { kind: "number", required: true },
                storageClass: { kind: "string", required: true },
              },
            },
          },
          transitions: {
            kind: "set",
            of: {
              kind: "object",
              fields: {
                date: { kind: "string" },
                days: { kind: "number" },
                storageClass: { kind: "string", required: true },
              },
            },
          },
        },
      },
    },
    transitionDefaultMinimumObjectSize: { kind: "string", computed: true },
    timeouts: {
      kind: "object",
      local: true,
      fields: { create: { kind: "string" }, update: { kind: "string" } },
    },
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
      s3.getBucketLifecycleConfiguration({ Bucket: bucket, ExpectedBucketOwner: owner }),
      ...GONE,
    );
    if (found?.Rules === undefined || found.Rules.length === 0) return undefined;
    return {
      bucket,
      expectedBucketOwner: owner,
      rules: found.Rules.map(lifecycleRuleInputs),
      transitionDefaultMinimumObjectSize: found.TransitionDefaultMinimumObjectSize,
    };
  },

  async update(id, { inputs, changed }, call) {
    if (changed("rules", "transitionDefaultMinimumObjectSize")) {
      await put(await call.aws.s3(), partsOf(id), inputs);
    }
  },

  async delete(id, _state, call) {
    const s3 = await call.aws.s3();
    const { bucket, owner } = partsOf(id);
    await unlessGone(
      s3.deleteBucketLifecycle({ Bucket: bucket, ExpectedBucketOwner: owner }),
      ...GONE,
    );
  },
});

/** What a filter can ask for, alone or together with others. */
function conditions() {
  return {
    objectSizeGreaterThan: { kind: "number" },
    objectSizeLessThan: { kind: "number" },
    prefix: { kind: "string" },
  } as const;
}

function failures({ rules }: Partial<Inputs>): CheckFailure[] {
  if (isUnknown(rules)) return [];
  if (rules === undefined || rules.length === 0) {
    return [{ property: "rules", reason: '"rules" needs at least one rule' }];
  }
  return rules.flatMap((rule, i) => {
    if (isUnknown(rule)) return [];
    const found: CheckFailure[] = [];
    const where = `rules[${i}]`;
    if (!isUnknown(rule.status) && !["Enabled", "Disabled"].includes(rule.status)) {
      const property = `${where}.status`;
      const reason = `expected "${property}" to be Enabled or Disabled, got ${rule.status}`;
      found.push({ property, reason });
    }
    if (rule.filter !== undefined && rule.prefix !== undefined) {
      const reason = `"${where}" needs one of "filter" and "prefix", not both`;
      found.push({ property: where, reason });
    }
    for (const [j, { date, days }] of (rule.transitions ?? []).entries()) {
      if ((date === undefined) !== (days === undefined)) continue;
      const property = `${where}.transitions[${j}]`;
      found.push({ property, reason: `"${property}" needs exactly one of "date" and "days"` });
    }
    return found;
  });
}

async function put(s3: S3, { bucket, owner }: BucketAndOwner, inputs: Inputs): Promise<void> {
  await s3.putBucketLifecycleConfiguration({
    Bucket: bucket,
    ExpectedBucketOwner: owner === "" ? undefined : owner,
    TransitionDefaultMinimumObjectSize: inputs.transitionDefaultMinimumObjectSize as
      TransitionDefaultMinimumObjectSize | undefined,
    LifecycleConfiguration: { Rules: (inputs.rules ?? []).map(lifecycleRule) },
  });
}
