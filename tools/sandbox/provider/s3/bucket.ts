import type { Unwrap } from "@pulumi/pulumi";
import type { BucketArgs, BucketState } from "@pulumi/aws/s3/bucket.js";
import type { BucketLocationConstraint, BucketNamespace, S3 } from "@aws-sdk/client-s3";

import { hasCode, unlessGone } from "../api-error.ts";
import { nameToUse, prefixOf } from "../name-prefix.ts";
import type { Property } from "../property.ts";
import { defineResource, type Call, type CheckFailure } from "../resource-type.ts";
import { tagList, tagRecord } from "../tag-list.ts";
import { isUnknown } from "../value.ts";
import { emptyBucket } from "./empty-bucket.ts";
import { websiteHostedZoneId } from "./hosted-zone.ts";

type Inputs = Unwrap<BucketArgs>;
type State = Unwrap<BucketState>;

/** HeadBucket has no error document: the code is the status. */
const GONE = ["NoSuchBucket", "NotFound"];

/** The one region whose name S3 refuses as a location. Source: S3 API reference, CreateBucket. */
const REGION_WITHOUT_LOCATION = "us-east-1";

/** Characters that the official provider appends to a prefix. */
const PREFIX_SUFFIX = 26;

/**
 * The bucket alone, as of provider v7: versioning, encryption, policies and the like are resources of their own, and
 * what they manage is shown here but not set.
 *
 * Source: S3 API reference, CreateBucket, DeleteBucket, Put- and GetBucketTagging.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:s3/bucket:Bucket",
  noun: "S3 Bucket",
  tags: true,
  autoname: {
    property: "bucket",
    maxLength: 63,
    lowerCase: true,
    unlessGiven: "bucketPrefix",
  },
  properties: {
    bucket: { kind: "string", computed: true, replaces: true },
    bucketPrefix: {
      kind: "string",
      computed: true,
      replaces: true,
      conflictsWith: ["bucket"],
    },
    bucketNamespace: { kind: "string", computed: true, replaces: true },
    forceDestroy: { kind: "boolean", default: false, local: true },
    // PutObjectLockConfiguration could enable it later, the provider replaces.
    objectLockEnabled: { kind: "boolean", computed: true, replaces: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    bucketDomainName: { kind: "string", output: true },
    bucketRegion: { kind: "string", output: true },
    bucketRegionalDomainName: { kind: "string", output: true },
    hostedZoneId: { kind: "string", output: true },
    ...inline({
      accelerationStatus: "BucketAccelerateConfiguration",
      acl: "BucketAcl",
      corsRules: "BucketCorsConfiguration",
      grants: "BucketAcl",
      lifecycleRules: "BucketLifecycleConfiguration",
      logging: "BucketLogging",
      objectLockConfiguration: "BucketObjectLockConfiguration",
      policy: "BucketPolicy",
      replicationConfiguration: "BucketReplicationConfig",
      requestPayer: "BucketRequestPaymentConfiguration",
      serverSideEncryptionConfiguration: "BucketServerSideEncryptionConfiguration",
      versioning: "BucketVersioning",
      website: "BucketWebsiteConfiguration",
    }),
  },
  validate: nameFailures,

  async create(inputs, call) {
    const s3 = await call.aws.s3();
    const name = nameToUse(inputs.bucket, inputs.bucketPrefix);
    // There, S3 answers success for a bucket that the account already has, and resets its ACL.
    if (call.region === REGION_WITHOUT_LOCATION && (await exists(s3, name))) {
      throw new Error(
        `BucketAlreadyExists: this account has "${name}" already: choose another name, or import it`,
      );
    }
    const location = call.region as BucketLocationConstraint;
    await s3.createBucket({
      Bucket: name,
      ...(call.region === REGION_WITHOUT_LOCATION
        ? {}
        : { CreateBucketConfiguration: { LocationConstraint: location } }),
      ObjectLockEnabledForBucket: inputs.objectLockEnabled,
      BucketNamespace: inputs.bucketNamespace as BucketNamespace | undefined,
    });
    call.created(name);
    await replaceTags(s3, name, inputs.tagsAll);
    return name;
  },

  async read(id, call, prior) {
    const s3 = await call.aws.s3();
    const head = await unlessGone(s3.headBucket({ Bucket: id }), ...GONE);
    if (head === undefined) return undefined;
    const Bucket = id;
    const [location, tags, lock, parts] = await Promise.all([
      s3.getBucketLocation({ Bucket }),
      unlessGone(s3.getBucketTagging({ Bucket }), "NoSuchTagSet"),
      unlessGone(s3.getObjectLockConfiguration({ Bucket }), "ObjectLockConfigurationNotFoundError"),
      partsOfOthers(s3, id),
    ]);
    const bucketRegion = location.LocationConstraint ?? REGION_WITHOUT_LOCATION;
    const suffix = call.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    return {
      arn: `arn:${call.partition}:s3:::${id}`,
      bucket: id,
      bucketPrefix: prefixOf(id, prior.bucketPrefix),
      bucketNamespace: namespaceOf(id, call),
      bucketDomainName: `${id}.s3.${suffix}`,
      bucketRegion,
      bucketRegionalDomainName: `${id}.s3.${bucketRegion}.${suffix}`,
      hostedZoneId: websiteHostedZoneId(bucketRegion),
      objectLockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled",
      tags: tagRecord(tags?.TagSet),
      ...parts,
    };
  },

  async update(id, { inputs, changed }, call) {
    const s3 = await call.aws.s3();
    if (changed("tagsAll")) await replaceTags(s3, id, inputs.tagsAll);
  },

  async delete(id, state, call) {
    const s3 = await call.aws.s3();
    try {
      await unlessGone(s3.deleteBucket({ Bucket: id }), ...GONE);
    } catch (error) {
      if (!hasCode(error, "BucketNotEmpty") || state.forceDestroy !== true) throw error;
      await emptyBucket(s3, id, state.objectLockEnabled === true);
      await unlessGone(s3.deleteBucket({ Bucket: id }), ...GONE);
    }
  },
});

/** Deprecated properties, with the type that the official provider names instead. Never compared, so of any kind. */
function inline<Names extends string>(types: Record<Names, string>): Record<Names, Property> {
  const entries = Object.entries<string>(types).map(([name, type]) => {
    const property: Property = { kind: "object", output: true, instead: `aws.s3.${type}` };
    return [name, property];
  });
  return Object.fromEntries(entries) as Record<Names, Property>;
}

/**
 * Source: S3 User Guide, "General purpose bucket naming rules", as far as the provider checks them, and its rule that
 * `bucketPrefix` leaves room for what it appends.
 */
function nameFailures({ bucket, bucketPrefix }: Partial<Inputs>): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (bucketPrefix !== undefined && !isUnknown(bucketPrefix)) {
    const longest = 63 - PREFIX_SUFFIX;
    if (bucketPrefix.length > longest) {
      const reason = `"bucketPrefix" has ${bucketPrefix.length} characters, at most ${longest} are allowed`;
      failures.push({ property: "bucketPrefix", reason });
    }
  }
  if (bucket !== undefined && !isUnknown(bucket)) {
    const reason = wrongName(bucket);
    if (reason !== undefined) failures.push({ property: "bucket", reason });
  }
  return failures;
}

function wrongName(name: string): string | undefined {
  const shown = `bucket name "${name}"`;
  if (name.length < 3 || name.length > 63)
    return `${shown} must be between 3 and 63 characters long`;
  if (!/^[a-z0-9.-]+$/.test(name)) {
    return `${shown}: only lower case letters, digits, hyphens and periods are allowed`;
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
    return `${shown} must begin and end with a letter or a digit`;
  }
  if (name.includes("..")) return `${shown} must not have two periods side by side`;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return `${shown} must not look like an IP address`;
  return undefined;
}

async function exists(s3: S3, bucket: string): Promise<boolean> {
  return (await unlessGone(s3.headBucket({ Bucket: bucket }), ...GONE)) !== undefined;
}

/** S3 sets all tags of a bucket at once. */
async function replaceTags(
  s3: S3,
  bucket: string,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const TagSet = tagList(tags);
  if (TagSet === undefined) await s3.deleteBucketTagging({ Bucket: bucket });
  else await s3.putBucketTagging({ Bucket: bucket, Tagging: { TagSet } });
}

/** What other resources manage, shown here as the provider does. */
async function partsOfOthers(s3: S3, Bucket: string) {
  const [acl, encryption, versioning] = await Promise.all([
    s3.getBucketAcl({ Bucket }),
    unlessGone(
      s3.getBucketEncryption({ Bucket }),
      "ServerSideEncryptionConfigurationNotFoundError",
    ),
    s3.getBucketVersioning({ Bucket }),
  ]);
  const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const algorithm = rule?.ApplyServerSideEncryptionByDefault;
  return {
    grants: (acl.Grants ?? []).map(({ Grantee, Permission }) => ({
      id: Grantee?.ID,
      permissions: [Permission ?? ""],
      type: Grantee?.Type ?? "",
      uri: Grantee?.URI,
    })),
    serverSideEncryptionConfiguration:
      algorithm?.SSEAlgorithm === undefined
        ? undefined
        : {
            rule: {
              applyServerSideEncryptionByDefault: {
                kmsMasterKeyId: algorithm.KMSMasterKeyID,
                sseAlgorithm: algorithm.SSEAlgorithm,
              },
              bucketKeyEnabled: rule?.BucketKeyEnabled,
            },
          },
    versioning: {
      enabled: versioning.Status === "Enabled",
      mfaDelete: versioning.MFADelete === "Enabled",
    },
  };
}

/** The namespace is part of the name. Source: S3 User Guide, "Account regional namespaces for buckets". */
function namespaceOf(bucket: string, call: Call): string {
  const regional = bucket.endsWith(`-${call.accountId}-${call.region}-an`);
  return regional ? "account-regional" : "global";
}
