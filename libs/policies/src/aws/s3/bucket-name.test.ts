import { UNKNOWN } from "../../unknown.ts";
import { findingsFor } from "../../testing/findings-for.ts";
import { s3BucketName } from "./bucket-name.ts";

const found = (bucket: unknown, props: object = {}) =>
  findingsFor(s3BucketName, [
    { type: "aws:s3/bucket:Bucket", name: "it", props: { bucket, ...props } },
  ]);

it.each(["strata-data-777788889999-us-east-1", "a1b", "x".repeat(63), undefined, UNKNOWN])(
  "passes %s",
  (name) => {
    expect(found(name)).toEqual([]);
  },
);

it("passes the end of the account's own namespace there, and fails it elsewhere", () => {
  expect(found("strata-an", { bucketNamespace: "account-regional" })).toEqual([]);
  expect(found("strata-an")).toEqual([
    'it (bucket) ends with "-an", which is for the namespace of an account',
  ]);
});

it.each([
  ["xn--data", 'begins with "xn--", which S3 keeps for itself'],
  ["sthree-data", 'begins with "sthree-", which S3 keeps for itself'],
  ["data--x-s3", 'ends with "--x-s3", which S3 keeps for itself'],
  ["data.mrap", 'ends with ".mrap", which S3 keeps for itself'],
  ["my.data", "has a dot, with which no certificate of S3 fits"],
  ["Data", "is no name that S3 takes for a bucket"],
  ["ab", "is no name that S3 takes for a bucket"],
  ["x".repeat(64), "is no name that S3 takes for a bucket"],
  ["data-", "is no name that S3 takes for a bucket"],
])("fails %s", (name, problem) => {
  expect(found(name)).toEqual([`it (bucket) ${problem}`]);
});
