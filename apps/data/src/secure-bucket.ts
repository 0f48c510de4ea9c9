import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import { policyDocument, type Statement } from "./policy-document.ts";
import { stateful } from "./stateful.ts";

export interface SecureBucketArgs {
  /**
   * Delete the bucket even when it holds objects.
   * @default false
   */
  readonly forceDestroy?: boolean;
  /**
   * Pulumi refuses to delete the bucket.
   * @default false
   */
  readonly isProtected?: boolean;
  /** Key that encrypts the objects; S3's own without. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** What comes and goes, and who may; without, as in the seed, only encryption and the block of public access. */
  readonly controls?: BucketControls;
}

export interface BucketControls {
  /** Keep what is overwritten or deleted, for `noncurrentDays`. */
  readonly isVersioned: boolean;
  readonly noncurrentDays: number;
  /**
   * Days until objects are deleted.
   * @default never
   */
  readonly expireDays?: number;
  /** Who else may use the bucket. */
  readonly allowed?: readonly Statement[];
}

/**
 * An encrypted bucket that can never be public, is reached over TLS only, and has one owner.
 * Cost: what is stored in it.
 */
export class SecureBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;

  constructor(name: string, args: SecureBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:SecureBucket", name, {}, opts);

    const bucket = new aws.s3.Bucket(
      name,
      { bucket: layerNames().bucket(name), forceDestroy: args.forceDestroy ?? false },
      { parent: this, ...stateful(args.isProtected ?? false) },
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { bucket: bucket.id, rules: [encryption(args.kmsKeyArn)] },
      { parent: bucket },
    );
    const publicAccess = new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: bucket },
    );

    this.bucketArn = bucket.arn;
    this.bucketName =
      args.controls === undefined
        ? bucket.bucket
        : this.#control(name, bucket, publicAccess, args.controls);
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }

  /** @returns the name of the bucket, known once its policy is in force */
  #control(
    name: string,
    { id: bucket, arn }: aws.s3.Bucket,
    publicAccess: aws.s3.BucketPublicAccessBlock,
    controls: BucketControls,
  ): pulumi.Output<string> {
    const opts = { parent: this };
    new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      opts,
    );
    const policy = new aws.s3.BucketPolicy(
      `${name}-policy`,
      { bucket, policy: policyDocument([tlsOnly(arn), ...(controls.allowed ?? [])]) },
      // S3 refuses two changes of who may use a bucket at the same time.
      { ...opts, dependsOn: [publicAccess] },
    );
    const versioning = controls.isVersioned
      ? [
          new aws.s3.BucketVersioning(
            `${name}-versioning`,
            { bucket, versioningConfiguration: { status: "Enabled" } },
            opts,
          ),
        ]
      : [];
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket, rules: lifecycle(controls) },
      { ...opts, dependsOn: versioning },
    );
    return pulumi.all([bucket, policy.id]).apply(([known]) => known);
  }
}

function encryption(kmsKeyArn: pulumi.Input<string> | undefined) {
  if (kmsKeyArn === undefined) {
    return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  }
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
    // One use of the key for many objects: a hundredth of the calls.
    bucketKeyEnabled: true,
  };
}

function tlsOnly(bucketArn: pulumi.Output<string>): Statement {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

function lifecycle({ noncurrentDays, expireDays }: BucketControls) {
  const rule = { status: "Enabled", filter: {} };
  return [
    { id: "uploads", ...rule, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
    { id: "versions", ...rule, noncurrentVersionExpiration: { noncurrentDays } },
    expireDays === undefined
      ? // What is left of a deleted object once its last version is gone.
        { id: "delete-markers", ...rule, expiration: { expiredObjectDeleteMarker: true } }
      : { id: "objects", ...rule, expiration: { days: expireDays } },
  ];
}
