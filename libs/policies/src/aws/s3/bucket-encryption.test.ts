import { UNKNOWN } from "../../unknown.ts";
import { findingsFor } from "../../testing/findings-for.ts";
import { s3Encryption } from "./bucket-encryption.ts";

const KEY = "arn:aws:kms:us-east-1:777788889999:key/1";
const found = (...rules: unknown[]) =>
  findingsFor(s3Encryption, [
    {
      type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      name: "it",
      props: { rules },
    },
  ]);
const by = (sseAlgorithm: unknown, kmsMasterKeyId?: unknown, rule: object = {}) => ({
  applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId },
  ...rule,
});
const where = "it (rules[0].applyServerSideEncryptionByDefault";

it("passes what S3 can do, and what is not known yet", () => {
  expect(found(by("AES256"))).toEqual([]);
  expect(found(by("aws:kms", KEY, { bucketKeyEnabled: true }))).toEqual([]);
  expect(found(by("aws:kms", UNKNOWN))).toEqual([]);
  expect(found(by(UNKNOWN, KEY))).toEqual([]);
  expect(found(UNKNOWN)).toEqual([]);
});

it("fails keys and algorithms that do not fit", () => {
  expect(found(by("AES256", UNKNOWN))).toEqual([
    `${where}.kmsMasterKeyId) is given, and AES256 has none`,
  ]);
  expect(found(by("AES128"))).toEqual([
    `${where}.sseAlgorithm) is "AES128": S3 has AES256, aws:kms, aws:kms:dsse`,
  ]);
  expect(found(by("aws:kms", KEY.replace("us-east-1", "us-west-2")))).toEqual([
    `${where}.kmsMasterKeyId) is a key of us-west-2, and the bucket is in us-east-1`,
  ]);
  expect(found(by("aws:kms:dsse", KEY, { bucketKeyEnabled: true }))).toEqual([
    "it (rules[0].bucketKeyEnabled) is on, and aws:kms:dsse has none",
  ]);
  expect(found(by("AES256"), by("AES256"))).toEqual(["it (rules) are several, and S3 takes one"]);
});
