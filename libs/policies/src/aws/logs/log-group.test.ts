import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { logsClass, logsKey, logsKeyPolicy, logsName, logsNameOnce } from "./log-group.ts";

const all = [logsName, logsNameOnce, logsClass, logsKey, logsKeyPolicy];
const ARN = "arn:aws:kms:us-east-1:777788889999:key/1";
const CONTEXT = "kms:EncryptionContext:aws:logs:arn";
const group = (props: object, made: Partial<LiteralResource> = {}): LiteralResource => ({
  type: "aws:cloudwatch/logGroup:LogGroup",
  name: "app",
  props: { name: "/aws/app/prod", logGroupClass: "STANDARD", kmsKeyId: ARN, ...props },
  ...made,
});
const allowed = {
  Effect: "Allow",
  Principal: { Service: "logs.us-east-1.amazonaws.com" },
  Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
  Resource: "*",
};
const key = (change: object = {}): LiteralResource => ({
  type: "aws:kms/key:Key",
  name: "key",
  props: { policy: JSON.stringify({ Statement: [{ ...allowed, ...change }] }) },
  identities: [ARN],
});
const arnOf = (name: string) => `arn:aws:logs:us-east-1:777788889999:log-group:${name}`;
const found = (...resources: LiteralResource[]) =>
  all.flatMap((rule) => findingsFor(rule, resources));

it("passes groups that may use their key, and what is not known yet", () => {
  expect(found(key(), group({}))).toEqual([]);
  expect(found(group({}))).toEqual([]);
  const condition = (operator: string, name: string) =>
    key({ Condition: { [operator]: { [CONTEXT]: arnOf(name) } } });
  expect(found(condition("ArnLike", "/aws/*"), group({}))).toEqual([]);
  expect(found(condition("StringEquals", "/aws/app/prod"), group({}))).toEqual([]);
  for (const literal of unknowns(group({}))) expect(found(key(), literal)).toEqual([]);
  expect(found({ ...key(), props: { policy: UNKNOWN } }, group({}))).toEqual([]);
});

it.each([
  [{ name: "aws/app" }, 'app (name) begins with "aws/", which CloudWatch Logs refuses'],
  [{ name: "app log" }, "app (name) is no name that CloudWatch Logs takes"],
  [{ logGroupClass: "COLD" }, 'app (logGroupClass) is "COLD", which there is not'],
  [{ kmsKeyId: "alias/logs" }, "app (kmsKeyId) is no ARN of a key"],
  [
    { kmsKeyId: ARN.replace("us-east-1", "eu-west-1") },
    "app (kmsKeyId) is a key of eu-west-1, and the group in us-east-1",
  ],
])("fails %j", (props, finding) => {
  expect(found(group(props))).toEqual([finding]);
});

it("fails a name that two groups have", () => {
  expect(found(group({}), group({}, { name: "second" }))).toEqual([
    "second (name) is also that of app",
  ]);
});

it("fails a key that CloudWatch Logs cannot use for the group, also in a preview", () => {
  const previewed = group({ kmsKeyId: UNKNOWN }, { madeOf: { kmsKeyId: ["key"] } });
  const service = "logs.us-east-1.amazonaws.com";
  expect(found({ ...key(), props: {} }, previewed)).toEqual([
    `app (kmsKeyId) is key, which has no policy that lets ${service} use it`,
  ]);
  expect(found(key({ Principal: { Service: "logs.amazonaws.com" } }), previewed)).toEqual([
    `app (kmsKeyId) is key, which does not let ${service} use it`,
  ]);
  expect(found(key({ Action: "kms:*crypt" }), previewed)).toEqual([
    `app (kmsKeyId) is key, which does not let ${service} do kms:GenerateDataKey, kms:DescribeKey for this group`,
  ]);
  const streams = { Condition: { ArnEquals: { [CONTEXT]: `${arnOf("/aws/app/prod")}:*` } } };
  expect(found(key(streams), previewed)).toEqual([expect.stringContaining("for this group")]);
});
