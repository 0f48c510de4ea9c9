import type { Unwrap } from "@pulumi/pulumi";
import type {
  BucketVersioningArgs,
  BucketVersioningState,
} from "@pulumi/aws/s3/bucketVersioning.js";
import type { BucketVersioningStatus, S3 } from "@aws-sdk/client-s3";

import { unlessGone } from "../api-error.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isUnknown } from "../value.ts";
import { idOf, partsOf, type BucketAndOwner } from "./bucket-owner.ts";

type Inputs = Unwrap<BucketVersioningArgs>;
type State = Unwrap<BucketVersioningState>;

/** The provider's word for a bucket that never had versioning. S3 has no call that goes back to it. */
const NEVER = "Disabled";

/** Source: S3 API reference, PutBucketVersioning; terraform-provider-aws, aws_s3_bucket_versioning. */
export const resource = defineResource<Inputs, State>({
  token: "aws:s3/bucketVersioning:BucketVersioning",
  noun: "S3 Bucket Versioning",
  properties: {
    bucket: { kind: "string", required: true, replaces: true },
    expectedBucketOwner: { kind: "string", replaces: true },
    // Serial number and current code of a device, sent with the call and not kept.
    mfa: { kind: "string", local: true },
    versioningConfiguration: {
      kind: "object",
      required: true,
      fields: {
        mfaDelete: { kind: "string", computed: true },
        status: { kind: "string", required: true },
      },
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
      s3.getBucketVersioning({ Bucket: bucket, ExpectedBucketOwner: owner }),
      "NoSuchBucket",
    );
    if (found === undefined) return undefined;
    return {
      bucket,
      expectedBucketOwner: owner,
      versioningConfiguration: {
        mfaDelete: found.MFADelete ?? "Disabled",
        status: found.Status ?? NEVER,
      },
    };
  },

  async update(id, { before, inputs, changed }, call) {
    if (!changed("versioningConfiguration")) return;
    const from = before.versioningConfiguration?.status ?? NEVER;
    if (inputs.versioningConfiguration.status === NEVER && from !== NEVER) {
      throw new Error(
        `versioning_configuration.status cannot be updated from '${from}' to '${NEVER}': set "Suspended"`,
      );
    }
    await put(await call.aws.s3(), partsOf(id), inputs);
  },

  // The least that S3 knows for a bucket that had versions.
  async delete(id, state, call) {
    if (state.versioningConfiguration?.status === NEVER) return;
    const s3 = await call.aws.s3();
    const { bucket, owner } = partsOf(id);
    await unlessGone(
      s3.putBucketVersioning({
        Bucket: bucket,
        ExpectedBucketOwner: owner,
        VersioningConfiguration: { Status: "Suspended" },
      }),
      "NoSuchBucket",
      // Object lock needs versioning for as long as the bucket is there.
      "InvalidBucketState",
    );
  },
});

function failures({ versioningConfiguration: wanted }: Partial<Inputs>): CheckFailure[] {
  if (wanted === undefined || isUnknown(wanted)) return [];
  const { status, mfaDelete } = wanted;
  const found: CheckFailure[] = [];
  const allowed = ["Enabled", "Suspended", NEVER];
  if (status !== undefined && !isUnknown(status) && !allowed.includes(status)) {
    const property = "versioningConfiguration.status";
    const reason = `expected "${property}" to be one of ${allowed.join(", ")}, got ${status}`;
    found.push({ property, reason });
  }
  if (mfaDelete === "Enabled") {
    const property = "versioningConfiguration.mfaDelete";
    const reason = `"${property}" needs the MFA device of the account's root user, which the emulator has not`;
    found.push({ property, reason });
  }
  return found;
}

async function put(s3: S3, { bucket, owner }: BucketAndOwner, inputs: Inputs): Promise<void> {
  const { status } = inputs.versioningConfiguration;
  if (status === NEVER) return;
  await s3.putBucketVersioning({
    Bucket: bucket,
    ExpectedBucketOwner: owner,
    MFA: inputs.mfa,
    VersioningConfiguration: { Status: status as BucketVersioningStatus },
  });
}
