import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { iamActionsExist, iamNoWildcards } from "./iam-policies.ts";

const found = (rule: typeof iamNoWildcards, change: object) =>
  findingsFor(rule, [
    {
      type: "aws:iam/rolePolicy:RolePolicy",
      name: "it",
      props: { policy: JSON.stringify({ Statement: { Effect: "Allow", ...change } }) },
    },
  ]);
const bucket = "arn:aws:s3:::b";

it.each([
  [iamNoWildcards, { Action: "s3:GetObject", Resource: `${bucket}/*` }],
  [iamNoWildcards, { Action: "ssmmessages:OpenDataChannel", Resource: "*" }],
  [
    iamNoWildcards,
    {
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": "app" } },
    },
  ],
  [
    iamActionsExist,
    { Action: ["s3:GetObject", "s3:ListBucket"], Resource: [bucket, `${bucket}/*`] },
  ],
  [
    iamActionsExist,
    { Action: "logs:DescribeLogGroups", Resource: "arn:aws:logs:us-east-1:1:log-group:*" },
  ],
  [
    iamActionsExist,
    { Action: "logs:PutLogEvents", Resource: "arn:aws:logs:us-east-1:1:log-group:/a:*" },
  ],
  [iamActionsExist, { Action: "ssmmessages:OpenDataChannel", Resource: "*" }],
] as const)("passes %j", (rule, change) => {
  expect(found(rule, change)).toEqual([]);
});

it.each([
  [iamNoWildcards, { Action: "s3:Get*", Resource: bucket }, "allows actions by a pattern, s3:Get*"],
  [iamNoWildcards, { Action: "s3:GetObject", Resource: "*" }, "allows s3:GetObject on everything"],
  [
    iamNoWildcards,
    { Action: "cloudwatch:PutMetricData", Resource: "*" },
    "allows cloudwatch:PutMetricData on everything",
  ],
  [
    iamActionsExist,
    { Action: "s3:GetObjects", Resource: bucket },
    "allows what does not exist, s3:GetObjects",
  ],
  [
    iamActionsExist,
    { Action: "nowhere:Get", Resource: "*" },
    "allows what does not exist, nowhere:Get",
  ],
  [
    iamActionsExist,
    { Action: ["s3:GetObject", "s3:ListBucket"], Resource: bucket },
    "allows s3:GetObject on resources of another kind",
  ],
  [
    iamActionsExist,
    { Action: "logs:DescribeLogGroups", Resource: "arn:aws:logs:us-east-1:1:log-group:/a" },
    "allows logs:DescribeLogGroups on resources of another kind",
  ],
] as const)("fails %j", (rule, change, message) => {
  expect(found(rule, change)).toEqual([`it (policy) ${message} (statement 1)`]);
});

it("cannot tell before the document is known", () => {
  const resource = { type: "aws:iam/policy:Policy", name: "it", props: { policy: UNKNOWN } };
  expect(findingsFor(iamActionsExist, [resource])).toEqual([]);
});
