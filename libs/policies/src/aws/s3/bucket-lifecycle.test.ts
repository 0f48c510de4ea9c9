import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { s3Lifecycle, s3LifecycleVersions, s3Versioning } from "./bucket-lifecycle.ts";

const NAME = "strata-logs";
const bucket = (props: object = {}): LiteralResource => ({
  type: "aws:s3/bucket:Bucket",
  name: "logs",
  props: { bucket: NAME, ...props },
});
const lifecycle = (rules: unknown): LiteralResource => ({
  type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  name: "it",
  props: { bucket: NAME, rules },
});
const versioning = (status: unknown, of: unknown = NAME): LiteralResource => ({
  type: "aws:s3/bucketVersioning:BucketVersioning",
  name: "versions",
  props: { bucket: of, versioningConfiguration: { status } },
});
const rule = (props: object) => ({ id: "one", status: "Enabled", ...props });
const found = (...rules: unknown[]) => findingsFor(s3Lifecycle, [lifecycle(rules)]);

it.each([
  { expiration: { days: 1 } },
  { expiration: { days: 0, expiredObjectDeleteMarker: true } },
  { expiration: { days: UNKNOWN } },
  { noncurrentVersionExpiration: { noncurrentDays: 1 } },
  { abortIncompleteMultipartUpload: { daysAfterInitiation: 7 }, filter: { prefix: "s3/" } },
  {
    filter: { and: { prefix: "s3/", tags: { keep: "no" } } },
    transitions: [
      { days: 30, storageClass: "STANDARD_IA" },
      { days: 90, storageClass: "GLACIER_IR" },
      { days: 180, storageClass: "DEEP_ARCHIVE" },
    ],
    expiration: { days: 365 },
  },
  {
    transitions: [
      { days: 0, storageClass: "GLACIER" },
      { days: UNKNOWN, storageClass: "DEEP_ARCHIVE" },
    ],
  },
  { transitions: UNKNOWN },
])("passes %j", (props) => {
  expect(found(rule(props))).toEqual([]);
});

it("cannot tell what is not known yet", () => {
  expect(found(UNKNOWN)).toEqual([]);
  expect(findingsFor(s3Lifecycle, [lifecycle(UNKNOWN)])).toEqual([]);
});

it.each([
  [{}, "does nothing"],
  [{ expiration: { days: 0 } }, "has 0 days for expiration.days: 1 is the least"],
  [
    { noncurrentVersionExpiration: { noncurrentDays: 0 } },
    "has 0 days for noncurrentVersionExpiration",
  ],
  [
    { expiration: { days: 1, date: "2027-01-01T00:00:00Z" } },
    "has several ends of objects: date, days",
  ],
  [
    { transitions: [{ days: 29, storageClass: "STANDARD_IA" }] },
    "moves to STANDARD_IA after 29 days: 30",
  ],
  [{ transitions: [{ days: 9, storageClass: "FROZEN" }] }, 'moves to "FROZEN", which there is not'],
  [
    {
      transitions: [
        { days: 30, storageClass: "GLACIER" },
        { days: 60, storageClass: "GLACIER" },
      ],
    },
    "moves from GLACIER to GLACIER, which is not colder",
  ],
  [
    { transitions: [{ days: 30, storageClass: "GLACIER" }], expiration: { days: 30 } },
    "deletes after 30 days what it moves to GLACIER after 30",
  ],
  [
    { expiration: { days: 1 }, filter: { prefix: "a", and: { prefix: "b" } } },
    "has several filters",
  ],
  [
    { expiration: { expiredObjectDeleteMarker: true }, filter: { and: { tags: { a: "b" } } } },
    "ends delete markers by a tag",
  ],
  [{ expiration: { days: 1 }, id: "x".repeat(256) }, "has an id of more than 255 characters"],
])("fails %j", (props, problem) => {
  expect(found(rule(props))).toEqual([expect.stringContaining(`it (rules[0]) ${problem}`)]);
});

it("fails an id that two rules have", () => {
  const same = rule({ expiration: { days: 1 } });
  expect(found(same, same)).toEqual(['it (rules) has two rules "one"']);
});

it("fails the end of versions where there are none", () => {
  const ends = lifecycle([rule({ noncurrentVersionExpiration: { noncurrentDays: 30 } })]);
  const of = (...resources: LiteralResource[]) => findingsFor(s3LifecycleVersions, resources);
  expect(of(bucket(), ends, versioning("Enabled"))).toEqual([]);
  expect(of(bucket(), ends, versioning("Enabled", UNKNOWN))).toEqual([]);
  expect(of(bucket(), lifecycle([rule({ expiration: { days: 30 } })]))).toEqual([]);
  const expected = ["it (rules) ends old versions, and logs keeps none: nothing is ever deleted"];
  expect(of(bucket(), ends)).toEqual(expected);
  expect(of(bucket(), ends, versioning("Disabled"))).toEqual(expected);
});

it("fails versions that are suspended under object lock", () => {
  const of = (...resources: LiteralResource[]) => findingsFor(s3Versioning, resources);
  const locked = bucket({ objectLockEnabled: true });
  expect(of(locked, versioning("Enabled"))).toEqual([]);
  expect(of(locked, versioning(UNKNOWN))).toEqual([]);
  expect(of(bucket(), versioning("Suspended"))).toEqual([]);
  expect(of(locked, versioning("Suspended"))).toEqual([
    "versions (versioningConfiguration.status) is Suspended, and logs has object lock, which needs versions",
  ]);
});
