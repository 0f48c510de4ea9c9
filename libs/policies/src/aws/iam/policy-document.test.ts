import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { policyCondition, policyGrammar, policyPrincipal, policySize } from "./policy-document.ts";

const all = [policyGrammar, policyPrincipal, policyCondition, policySize];
const ARN = "arn:aws:s3:::strata-data";

/** A policy of one statement; the kind of place decides what stands in it. */
function policy(
  type: "identity" | "trust" | "bucket",
  change: object,
  document: object = {},
): LiteralResource {
  const statement = {
    identity: { Effect: "Allow", Action: "s3:GetObject", Resource: `${ARN}/*` },
    trust: {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "ec2.amazonaws.com" },
    },
    bucket: {
      Effect: "Deny",
      Action: "s3:*",
      Principal: "*",
      Resource: [ARN, `${ARN}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  }[type];
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "One", ...statement, ...change }],
    ...document,
  });
  const place = {
    identity: { type: "aws:iam/policy:Policy", props: { policy: text } },
    trust: { type: "aws:iam/role:Role", props: { assumeRolePolicy: text } },
    bucket: { type: "aws:s3/bucketPolicy:BucketPolicy", props: { policy: text } },
  }[type];
  return { ...place, name: "it" };
}
const found = (...args: Parameters<typeof policy>) =>
  all.flatMap((rule) => findingsFor(rule, [policy(...args)]));

it.each(["identity", "trust", "bucket"] as const)("passes a good policy: %s", (place) => {
  expect(found(place, {})).toEqual([]);
});

it.each([
  ["bucket", { Sid: "Only with TLS" }],
  ["trust", { Principal: { AWS: "arn:aws:iam::777788889999:root" } }],
  ["trust", { Principal: { AWS: ["777788889999", "*"] } }],
  ["trust", { Principal: { Federated: "arn:aws:iam::777788889999:oidc-provider/x" } }],
  ["trust", { Condition: { StringEquals: { "token.example.com:sub": "x" } } }],
  ["identity", { Condition: { "ForAllValues:StringLike": { "aws:TagKeys": ["a", "b*"] } } }],
  ["identity", { Condition: { StringEqualsIfExists: { "aws:RequestTag/Layer": "data" } } }],
  ["identity", { Condition: { Null: { "s3:prefix": "true" } } }],
  [
    "identity",
    { Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:*:*" } } },
  ],
  ["identity", { Condition: { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] } } }],
] as const)("passes %s with %j", (place, change) => {
  expect(found(place, change)).toEqual([]);
});

it("passes what is not known yet, is another's to say, or is given as an object", () => {
  const props = (value: unknown) => [
    { type: "aws:s3/bucketPolicy:BucketPolicy", name: "it", props: { policy: value } },
  ];
  for (const value of [UNKNOWN, { Version: UNKNOWN }, "no JSON", undefined]) {
    expect(all.flatMap((rule) => findingsFor(rule, props(value)))).toEqual([]);
  }
  const [finding] = findingsFor(policyGrammar, props({ Version: "2012-10-17", Statement: [] }));
  expect(finding).toBe("it (policy) has no statement");
});

it.each([
  ["identity", {}, { Version: "2017-10-12" }, 'has the Version "2017-10-12": there are'],
  ["identity", {}, { Comment: "x" }, 'has "Comment", which no policy has'],
  ["identity", { Effect: "Permit" }, {}, "number 1 (One), whose Effect is neither Allow nor Deny"],
  ["identity", { Action: undefined }, {}, "that needs one of Action and NotAction"],
  ["identity", { NotResource: "*" }, {}, "that has Resource and NotResource"],
  ["identity", { Resource: [] }, {}, "whose Resource is empty"],
  ["identity", { Sid: "Not like this" }, {}, "whose Sid has more than letters and digits"],
  ["identity", { Principal: "*" }, {}, "with a Principal, which is whoever has the policy"],
  ["bucket", { Resource: undefined }, {}, "without a Resource"],
  ["trust", { Resource: "*" }, {}, "with a Resource, which is the role itself"],
  ["trust", { Principal: { Service: "ec2" } }, {}, 'whose Principal "ec2" is no service'],
  [
    "trust",
    { Principal: { AWS: "admin" } },
    {},
    'whose Principal "admin" is no account, user or role',
  ],
  [
    "trust",
    { Principal: { AWS: "arn:aws:iam::777788889999:group/a" } },
    {},
    "is a group, which can be none",
  ],
  [
    "trust",
    { Principal: { Service: "logs.s3.amazonaws.com" } },
    {},
    "logging.s3.amazonaws.com is meant",
  ],
  [
    "identity",
    { Condition: { Equals: { "aws:SourceIp": "x" } } },
    {},
    'operator "Equals", which there is not',
  ],
  [
    "identity",
    { Condition: { Bool: { "aws:Tls": "true" } } },
    {},
    'key "aws:Tls", which there is not',
  ],
  [
    "identity",
    { Condition: { Bool: { "aws:SecureTransport": "1" } } },
    {},
    "is neither true nor false",
  ],
  [
    "identity",
    { Condition: { StringEquals: { "s3:prefix": { a: 1 } } } },
    {},
    "has a value that is no text",
  ],
  [
    "identity",
    { Condition: { IpAddress: { "aws:SourceIp": "home" } } },
    {},
    "is no address and no range",
  ],
  ["identity", { Condition: { ArnLike: { "aws:SourceArn": "main" } } }, {}, "is no ARN"],
] as const)("fails %s with %j %j", (place, change, document, finding) => {
  expect(found(place, change, document)).toEqual([expect.stringContaining(finding)]);
});

it("counts characters as AWS does", () => {
  const resources = (count: number) => Array.from({ length: count }, () => `${ARN}/*`);
  expect(found("identity", { Resource: resources(200) })).toEqual([]);
  expect(found("identity", { Resource: resources(300) })).toEqual([
    expect.stringMatching(/^it \(policy\) has \d+ characters, and AWS takes 6144$/),
  ]);
  const spaced = policy("identity", {}).props as { policy: string };
  const props = { policy: spaced.policy + " ".repeat(7000) };
  expect(findingsFor(policySize, [{ type: "aws:iam/policy:Policy", name: "it", props }])).toEqual(
    [],
  );
});
