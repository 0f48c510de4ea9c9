import type { Rule } from "../rule.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { UNKNOWN } from "../unknown.ts";
import {
  kmsGrants,
  policyNamedActions,
  policyNamedResources,
  policyServiceSource,
} from "./resource-policy.ts";

const found = (rule: Rule, type: string, statement: object) =>
  findingsFor(rule, [
    { type, name: "it", props: { policy: JSON.stringify({ Statement: [statement] }) } },
  ]);
const BUCKET = "aws:s3/bucketPolicy:BucketPolicy";
const TOPIC = "aws:sns/topicPolicy:TopicPolicy";
const KEY = "aws:kms/key:Key";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

const delivery = {
  Sid: "Logs",
  Effect: "Allow",
  Principal: { Service: "logging.s3.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::logs/*",
};
const account = { StringEquals: { "aws:SourceAccount": "777788889999" } };
const root = { AWS: "arn:aws:iam::777788889999:root" };

describe("policy-service-source", () => {
  it.each([
    ["by its account", { ...delivery, Condition: account }],
    ["by its ARN", { ...delivery, Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::x" } } }],
    ["because it is refused", { ...delivery, Effect: "Deny" }],
  ])("passes a service that is bound %s", (_, statement) => {
    expect(found(policyServiceSource, BUCKET, statement)).toEqual([]);
  });

  it("passes a key that is bound by what it encrypts", () => {
    const Condition = { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:x" } };
    const use = { ...delivery, Action: "kms:Decrypt", Condition };
    expect(found(policyServiceSource, KEY, use)).toEqual([]);
  });

  it.each([
    ["nothing", {}],
    ["every account", { Condition: { StringLike: { "aws:SourceAccount": "*" } } }],
    ["if it is there", { Condition: { StringEqualsIfExists: account.StringEquals } }],
  ])("fails a service that is bound by %s", (_, condition) => {
    expect(found(policyServiceSource, TOPIC, { ...delivery, ...condition })).toEqual([
      "it (policy) lets a service use it on behalf of any account (statement Logs)",
    ]);
  });
});

describe("policy-named-actions", () => {
  it("passes named actions, and the account itself on a key", () => {
    expect(found(policyNamedActions, BUCKET, delivery)).toEqual([]);
    const whole = { ...delivery, Principal: root, Action: "kms:*", Resource: "*" };
    expect(found(policyNamedActions, KEY, whole)).toEqual([]);
  });

  it.each(["*", "sns:*"])("fails %s", (Action) => {
    expect(found(policyNamedActions, TOPIC, { ...delivery, Action })).toHaveLength(1);
    expect(found(policyNamedActions, KEY, { ...delivery, Action })).toHaveLength(1);
  });
});

describe("policy-named-resources", () => {
  it("passes one resource, and everything of one account", () => {
    expect(found(policyNamedResources, BUCKET, delivery)).toEqual([]);
    const own = { StringEquals: { "aws:ResourceAccount": "777788889999" } };
    const bound = { ...delivery, Resource: "arn:aws:s3:::*", Condition: own };
    expect(found(policyNamedResources, ENDPOINT, bound)).toEqual([]);
  });

  it.each(["*", "arn:aws:s3:::*"])("fails %s", (Resource) => {
    expect(found(policyNamedResources, ENDPOINT, { ...delivery, Resource })).toEqual([
      "it (policy) is about everything, and not about one resource (statement Logs)",
    ]);
  });
});

describe("kms-grants", () => {
  const grant = { Effect: "Allow", Action: ["kms:CreateGrant"], Resource: "*" };
  const forAws = (value: unknown) => ({ Bool: { "kms:GrantIsForAWSResource": value } });

  it("passes grants for services of AWS, and the account itself", () => {
    expect(found(kmsGrants, ROLE_POLICY, { ...grant, Condition: forAws("true") })).toEqual([]);
    expect(found(kmsGrants, ROLE_POLICY, { ...grant, Condition: forAws(true) })).toEqual([]);
    expect(found(kmsGrants, KEY, { ...grant, Principal: root })).toEqual([]);
  });

  it.each([{}, { Condition: forAws("false") }])("fails grants for anybody (%j)", (condition) => {
    expect(found(kmsGrants, ROLE_POLICY, { ...grant, ...condition })).toEqual([
      "it (policy) lets its holder hand the key on to anybody (statement 1)",
    ]);
  });
});

it.each([policyServiceSource, policyNamedActions, policyNamedResources, kmsGrants])(
  "cannot tell before the policy is known ($id)",
  (rule) => {
    const [type = ""] = rule.types;
    expect(findingsFor(rule, [{ type, name: "it", props: { policy: UNKNOWN } }])).toEqual([]);
  },
);
