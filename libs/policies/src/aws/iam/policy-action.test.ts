import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { policyAction, policyResource } from "./policy-action.ts";

const literal = (type: string, statement: object): LiteralResource => {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", ...statement },
  });
  return {
    type,
    name: "it",
    props: { [type.endsWith("Role") ? "assumeRolePolicy" : "policy"]: text },
  };
};
const found = (type: string, statement: object) =>
  [policyAction, policyResource].flatMap((rule) => findingsFor(rule, [literal(type, statement)]));
const identity = (Action: unknown, Resource: unknown) =>
  found("aws:iam/rolePolicy:RolePolicy", { Action, Resource });
const BUCKET = "arn:aws:s3:::strata-data";
const GROUP = "arn:aws:logs:us-east-1:777788889999:log-group:/aws/app";

it.each([
  ["*", "*"],
  [
    ["s3:GetObject", "s3:List*"],
    [BUCKET, `${BUCKET}/*`],
  ],
  ["S3:getobject", `${BUCKET}/public/*`],
  ["s3:ListBucket", BUCKET],
  ["logs:PutLogEvents", `${GROUP}:*`],
  ["logs:DescribeLogGroups", GROUP.replace("/aws/app", "*")],
  ["ec2:DescribeInstances", "*"],
  ["kms:Decrypt", "arn:aws:kms:*:777788889999:key/*"],
  ["rds-db:connect", "arn:aws:rds-db:us-east-1:777788889999:dbuser:*/app"],
  ["ssm:GetParameter", "arn:aws:ssm:us-east-1::parameter/aws/service/*"],
  ["s3:GetObject", "arn:aws:s3:::${aws:PrincipalTag/Bucket}/*"],
])("passes %j on %j", (action, resource) => {
  expect(identity(action, resource)).toEqual([]);
});

it("cannot tell what is not known yet", () => {
  const props = { policy: UNKNOWN };
  expect(findingsFor(policyAction, [{ type: "aws:iam/policy:Policy", name: "it", props }])).toEqual(
    [],
  );
});

it.each([
  ["GetObject", "*", 'with "GetObject", which is no action'],
  ["s3:GetObjects", "*", "with s3:GetObjects, which there is not"],
  ["s4:GetObject", "*", "with s4:GetObject, of a service that there is not"],
  ["s3:Fetch*", "*", "with s3:Fetch*, which there is not"],
  ["s3:GetObject", "strata-data", 'whose Resource "strata-data" is no ARN'],
  ["s3:GetObject", "arn:amazon:s3:::strata-data/*", "is in no partition"],
  ["logs:PutLogEvents", GROUP.replace("777788889999", "7777"), "has no account of 12 digits"],
  ["s3:GetObject", "arn:aws:s3::777788889999:strata-data/*", "has a region or account"],
  ["s3:GetObject", BUCKET, `with s3:GetObject, which is not for ${BUCKET}`],
  ["s3:ListBucket", `${BUCKET}/x`, `with s3:ListBucket, which is not for ${BUCKET}/x`],
  ["ec2:DescribeVpcs", "arn:aws:ec2:us-east-1:777788889999:vpc/vpc-1", 'is allowed for "*" only'],
  ["logs:DescribeLogGroups", GROUP, 'is allowed for "*" only'],
  ["kms:Decrypt", GROUP, `with kms:Decrypt, which is not for ${GROUP}`],
])("fails %j on %j", (action, resource, finding) => {
  expect(identity(action, resource)).toEqual([expect.stringContaining(finding)]);
});

it("keeps policies of a service and of trust to their actions", () => {
  const one = { Principal: "*", Resource: "*" };
  const type = "aws:kms/key:Key";
  expect(found(type, { ...one, Action: ["kms:*", "kms:Decrypt"] })).toEqual([]);
  expect(found(type, { ...one, Action: "sns:Publish" })).toEqual([
    "it (policy) has a statement, number 1, with sns:Publish, and this policy takes actions of kms only",
  ]);
  expect(found("aws:iam/role:Role", { Action: ["sts:AssumeRole", "sts:TagSession"] })).toEqual([]);
  expect(found("aws:iam/role:Role", { Action: "*" })).toEqual([
    'it (assumeRolePolicy) has a statement, number 1, with the action "*": a role is assumed with sts:',
  ]);
});
