import { UNKNOWN } from "../unknown.ts";
import { findingsFor, type LiteralResource } from "../testing/findings-for.ts";
import {
  s3AccessLogs,
  s3BucketKey,
  s3Encrypted,
  s3Kms,
  s3Lifecycle,
  s3LogsBucketSseS3,
  s3NoAcl,
  s3NoForeignPrincipals,
  s3TlsOnly,
  s3Versioning,
} from "./s3.ts";

const bucket: LiteralResource = {
  type: "aws:s3/bucket:Bucket",
  name: "data",
  props: { bucket: "b" },
};
const part = (kind: string, props: object, of: unknown = "b"): LiteralResource => ({
  type: `aws:s3/bucket${kind}:Bucket${kind}`,
  name: `data-${kind}`,
  props: { bucket: of, ...props },
});
const policy = (...Statement: object[]) =>
  part("Policy", { policy: JSON.stringify({ Statement }) });
const tls = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const encryption = (sseAlgorithm: unknown, rest: object = {}) =>
  part("ServerSideEncryptionConfiguration", {
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm }, ...rest }],
  });
const versioned = part("Versioning", { versioningConfiguration: { status: "Enabled" } });
const lifecycle = (...rules: object[]) => part("LifecycleConfiguration", { rules });
const aborts = { status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };
const expires = { status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 30 } };
const owner = (objectOwnership: unknown) =>
  part("OwnershipControls", { rule: { objectOwnership } });
const writers = {
  Effect: "Allow",
  Principal: { Service: "logging.s3.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::b/*",
};

it.each([
  [s3TlsOnly, [policy(tls)]],
  [s3TlsOnly, [part("Policy", { policy: { Statement: tls } })]],
  [s3TlsOnly, [part("Policy", { policy: UNKNOWN })]],
  [s3AccessLogs, [part("Logging", { targetBucket: "logs" })]],
  [s3NoAcl, [owner("BucketOwnerEnforced")]],
  [s3NoAcl, [owner(UNKNOWN)]],
  [s3Lifecycle, [lifecycle(aborts, expires), versioned]],
  [s3Lifecycle, [lifecycle(aborts)]],
  [s3Versioning, [versioned]],
  [s3Encrypted, [encryption("AES256")]],
  [s3Kms, [encryption("aws:kms")]],
  [s3Kms, [encryption(UNKNOWN)]],
  [s3LogsBucketSseS3, [encryption("AES256"), policy(writers)]],
  [s3LogsBucketSseS3, [encryption("aws:kms"), policy(tls)]],
  [s3BucketKey, [encryption("aws:kms", { bucketKeyEnabled: true })]],
  [s3BucketKey, [encryption("AES256")]],
] as const)("passes a bucket: %j", (rule, parts) => {
  expect(findingsFor(rule, [bucket, ...parts])).toEqual([]);
});

it.each([
  [s3TlsOnly, []],
  [s3TlsOnly, [policy({ ...tls, Resource: "arn:aws:s3:::b/*" })]],
  [s3TlsOnly, [policy({ ...tls, Resource: ["arn:aws:s3:::c", "arn:aws:s3:::c/*"] })]],
  [s3TlsOnly, [policy({ ...tls, Action: "s3:GetObject" })]],
  [s3TlsOnly, [policy({ ...tls, Effect: "Allow" })]],
  [s3TlsOnly, [policy({ ...tls, Principal: { AWS: "arn:aws:iam::777788889999:root" } })]],
  [s3TlsOnly, [policy({ ...tls, Condition: {} })]],
  [s3AccessLogs, [part("Logging", {}, "c")]],
  [s3NoAcl, []],
  [s3NoAcl, [owner("ObjectWriter")]],
  [s3Lifecycle, []],
  [s3Lifecycle, [lifecycle(aborts), versioned]],
  [s3Lifecycle, [lifecycle(expires), versioned]],
  [s3Lifecycle, [lifecycle({ ...aborts, status: "Disabled" })]],
  [s3Versioning, []],
  [s3Versioning, [part("Versioning", { versioningConfiguration: { status: "Suspended" } })]],
  [s3Encrypted, []],
  [s3Kms, [encryption("AES256")]],
  [s3Kms, []],
  [s3LogsBucketSseS3, [encryption("aws:kms"), policy(writers)]],
  [s3BucketKey, [encryption("aws:kms")]],
] as const)("fails a bucket: %j", (rule, parts) => {
  expect(findingsFor(rule, [bucket, ...parts])).toHaveLength(1);
});

it.each([s3AccessLogs, s3Encrypted, s3Lifecycle, s3NoAcl, s3TlsOnly, s3Versioning])(
  "finds what belongs to a bucket before its name is known: $id",
  (rule) => {
    const all = [
      ...[policy({ ...tls, Resource: ["*"] }), part("Logging", {}), owner("BucketOwnerEnforced")],
      ...[lifecycle(aborts, expires), versioned, encryption("AES256")],
    ].map((one) => ({
      ...one,
      props: { ...one.props, bucket: UNKNOWN },
      madeOf: { bucket: ["data"] },
    }));
    expect(findingsFor(rule, [{ ...bucket, props: {} }, ...all])).toEqual([]);
    const untraced = all.map(({ madeOf: _, ...one }) => one);
    expect(findingsFor(rule, [{ ...bucket, props: {} }, ...untraced])).toEqual([]);
    expect(findingsFor(rule, [{ ...bucket, props: {} }])).toHaveLength(1);
  },
);

describe("principals", () => {
  const allow = (Principal: unknown, Condition: object = {}) =>
    findingsFor(s3NoForeignPrincipals, [
      policy({ Effect: "Allow", Principal, Action: "s3:GetObject", Resource: "*", Condition }),
    ]);

  it("passes this account, services, and everybody of this account", () => {
    expect(allow({ AWS: "arn:aws:iam::777788889999:role/web" })).toEqual([]);
    expect(allow({ Service: "logging.s3.amazonaws.com" })).toEqual([]);
    expect(allow("*", { StringEquals: { "aws:PrincipalAccount": "777788889999" } })).toEqual([]);
  });

  it("fails another account, and everybody", () => {
    const another = ["data-Policy (policy) lets another account in (statement 1)"];
    expect(allow({ AWS: "arn:aws:iam::111122223333:root" })).toEqual(another);
    expect(allow({ AWS: ["777788889999", "111122223333"] })).toEqual(another);
    expect(allow("*")).toEqual(["data-Policy (policy) lets everybody in (statement 1)"]);
    expect(allow("*", { StringEqualsIfExists: { "aws:PrincipalAccount": "1" } })).toHaveLength(1);
  });
});
