/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3". Names are the fence: S3
 * looks at the tags of a bucket only where that has been switched on for it.
 */
import type { ActionTable, Grant } from "./type-actions.ts";

const BUCKET = "arn:{partition}:s3:::{bucket}";
const OBJECTS = `${BUCKET}/*`;

export const s3: ActionTable = {
  "aws:s3/bucket:Bucket": {
    reads: [],
    grants: [
      // The provider reads all of a bucket's settings, also those that other resource types hold.
      reads(
        "GetAccelerateConfiguration",
        "GetBucketAbac",
        "GetBucketAcl",
        "GetBucketCORS",
        "GetBucketLocation",
        "GetBucketLogging",
        "GetBucketObjectLockConfiguration",
        "GetBucketPolicy",
        "GetBucketRequestPayment",
        "GetBucketTagging",
        "GetBucketVersioning",
        "GetBucketWebsite",
        "GetEncryptionConfiguration",
        "GetLifecycleConfiguration",
        "GetReplicationConfiguration",
        "ListBucket",
        "ListTagsForResource",
      ),
      {
        actions: [
          "s3:CreateBucket",
          "s3:DeleteBucket",
          "s3:PutBucketTagging",
          "s3:TagResource",
          "s3:UntagResource",
        ],
        on: [BUCKET],
        fence: "name",
      },
      // `forceDestroy`: what is in the bucket goes first.
      { actions: ["s3:ListBucketVersions"], on: [BUCKET], fence: "name" },
      { actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"], on: [OBJECTS], fence: "name" },
    ],
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    reads: [],
    grants: [
      reads("GetLifecycleConfiguration", "ListBucket"),
      { actions: ["s3:PutLifecycleConfiguration"], on: [BUCKET], fence: "name" },
    ],
  },
  "aws:s3/bucketLogging:BucketLogging": {
    reads: [],
    grants: [
      reads("GetBucketLogging", "ListBucket"),
      { actions: ["s3:PutBucketLogging"], on: [BUCKET], fence: "name" },
    ],
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    reads: [],
    grants: [
      reads("GetBucketOwnershipControls", "ListBucket"),
      { actions: ["s3:PutBucketOwnershipControls"], on: [BUCKET], fence: "name" },
    ],
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    reads: [],
    grants: [
      reads("GetBucketPolicy", "ListBucket"),
      { actions: ["s3:DeleteBucketPolicy", "s3:PutBucketPolicy"], on: [BUCKET], fence: "name" },
    ],
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    reads: [],
    grants: [
      reads("GetBucketPublicAccessBlock", "ListBucket"),
      { actions: ["s3:PutBucketPublicAccessBlock"], on: [BUCKET], fence: "name" },
    ],
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    reads: [],
    grants: [
      reads("GetEncryptionConfiguration", "ListBucket"),
      { actions: ["s3:PutEncryptionConfiguration"], on: [BUCKET], fence: "name" },
    ],
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    reads: [],
    grants: [
      reads("GetBucketVersioning", "ListBucket"),
      { actions: ["s3:PutBucketVersioning"], on: [BUCKET], fence: "name" },
    ],
  },
};

function reads(...names: readonly string[]): Grant {
  return {
    readOnly: true,
    actions: names.map((name) => `s3:${name}`),
    on: [BUCKET],
    fence: "name",
  };
}
