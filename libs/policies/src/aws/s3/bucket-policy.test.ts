import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import {
  s3LogDelivery,
  s3PolicyLockout,
  s3PolicyOnce,
  s3PolicyPublic,
  s3PolicyResource,
} from "./bucket-policy.ts";

const all = [s3PolicyResource, s3PolicyPublic, s3PolicyLockout, s3PolicyOnce, s3LogDelivery];
const NAME = "strata-logs";
const ARN = `arn:aws:s3:::${NAME}`;
const bucket: LiteralResource = {
  type: "aws:s3/bucket:Bucket",
  name: "logs",
  props: { bucket: NAME },
};
const block: LiteralResource = {
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  name: "block",
  props: { bucket: NAME, blockPublicPolicy: true },
};
const policy = (statement: object, made: Partial<LiteralResource> = {}): LiteralResource => ({
  type: "aws:s3/bucketPolicy:BucketPolicy",
  name: "policy",
  props: {
    bucket: NAME,
    policy: JSON.stringify({
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `${ARN}/s3/*`,
          ...statement,
        },
      ],
    }),
  },
  ...made,
});
const found = (...resources: LiteralResource[]) =>
  all.flatMap((rule) => findingsFor(rule, resources));
const at = (problem: string) => [`policy (policy) has a statement, number 1, ${problem}`];

it.each([
  {},
  { Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": "777788889999" } } },
  {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
  { Effect: "Deny", Principal: "*", Action: "s3:DeleteBucket", Resource: ARN },
  { Resource: ["arn:aws:s3:::strata-*/*", ARN] },
  { Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" } },
])("passes a policy with %j", (statement) => {
  expect(found(bucket, block, policy(statement))).toEqual([]);
});

it("cannot tell what is not known yet", () => {
  const unknown = policy({}, { props: { bucket: UNKNOWN, policy: UNKNOWN } });
  expect(found(bucket, block, unknown, { ...unknown, name: "second" })).toEqual([]);
  const other = policy({ Resource: "arn:aws:s3:::other/*" });
  expect(found({ ...other, props: { ...other.props, bucket: UNKNOWN } })).toEqual([]);
});

it("fails resources of other buckets, also of one that begins alike", () => {
  for (const arn of ["arn:aws:s3:::strata-data/*", `${ARN}-2/*`]) {
    expect(found(bucket, policy({ Resource: [ARN, arn] }))).toEqual(
      at(`whose Resource "${arn}" is not of the bucket ${NAME}`),
    );
  }
});

it("fails what is for anybody where that is blocked", () => {
  const anybody = policy({
    Principal: { AWS: "*" },
    Condition: { Bool: { "aws:SecureTransport": "true" } },
  });
  expect(found(bucket, block, anybody)).toEqual(
    at("for anybody, which the block of public access refuses"),
  );
  expect(found(bucket, anybody)).toEqual([]);
});

it("fails what nobody can change any more", () => {
  const locked = policy({
    Effect: "Deny",
    Principal: "*",
    NotAction: "s3:GetObject",
    Resource: ARN,
  });
  expect(found(bucket, locked)).toEqual(at("that denies everybody to change the policy"));
});

it("fails a second policy of a bucket", () => {
  expect(found(bucket, policy({}), policy({}, { name: "second" }))).toEqual([
    "second (bucket) is a second policy of strata-logs, and takes the place of policy",
  ]);
});

it("fails services that write no logs", () => {
  const service = "elasticloadbalancing.amazonaws.com";
  expect(found(bucket, policy({ Principal: { Service: service } }))).toEqual(
    at(`for ${service}, which writes no logs: logdelivery.${service} does`),
  );
});
