import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { iamAttachment, iamName, iamRoleQuota, iamRoleUser, iamSession } from "./role.ts";

const trust = (Service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
  });
const role = (props: object = {}): LiteralResource => ({
  type: "aws:iam/role:Role",
  name: "role",
  props: {
    name: "strata-role",
    path: "/strata/",
    description: "Writes logs",
    maxSessionDuration: 3600,
    permissionsBoundary: "arn:aws:iam::777788889999:policy/boundary",
    assumeRolePolicy: trust("ec2.amazonaws.com"),
    ...props,
  },
});
const attachment = (props: object, name = "attachment"): LiteralResource => ({
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  name,
  props: { role: "strata-role", policyArn: "arn:aws:iam::aws:policy/job/ReadOnly", ...props },
});

it("passes roles and attachments that IAM takes, and what is not known yet", () => {
  for (const literal of [role(), ...unknowns(role())]) {
    expect([iamName, iamSession].flatMap((rule) => findingsFor(rule, [literal]))).toEqual([]);
  }
  for (const literal of [attachment({}), ...unknowns(attachment({}))]) {
    expect(findingsFor(iamAttachment, [literal])).toEqual([]);
  }
});

it.each([
  [{ name: "a/b" }, "role (name) has a character that IAM does not take"],
  [{ name: "a".repeat(65) }, "role (name) has 65 characters, and IAM takes 64"],
  [{ path: "/strata" }, 'role (path) is "/strata": it begins and ends with a slash'],
  [{ description: "x".repeat(1001) }, "role (description) has more than 1000 characters"],
  [
    { description: "Logs → S3" },
    "role (description) has a character beyond Latin-1, which IAM does not take",
  ],
  [
    { maxSessionDuration: 3599 },
    "role (maxSessionDuration) is 3599 seconds, and IAM takes an hour to twelve",
  ],
  [{ permissionsBoundary: "boundary" }, "role (permissionsBoundary) is no ARN of a policy"],
])("fails %j", (props, finding) => {
  expect([iamName, iamSession].flatMap((rule) => findingsFor(rule, [role(props)]))).toEqual([
    finding,
  ]);
});

it("fails an attachment by names and ARNs that are not what is asked for", () => {
  expect(findingsFor(iamAttachment, [attachment({ policyArn: "ReadOnly", role: "a:b" })])).toEqual([
    'attachment (policyArn) is "ReadOnly", which is no ARN of a policy',
    'attachment (role) is "a:b", which is no name of a role',
  ]);
});

it("counts what a role has, also in a preview", () => {
  const attached = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      ...attachment({ role: UNKNOWN }, `policy-${i}`),
      madeOf: { role: ["role"] },
    }));
  expect(findingsFor(iamRoleQuota, [role(), ...attached(10)])).toEqual([]);
  expect(findingsFor(iamRoleQuota, [role(), ...attached(11)])).toEqual([
    "role has 11 policies attached",
  ]);
  const own = (name: string): LiteralResource => ({
    type: "aws:iam/rolePolicy:RolePolicy",
    name,
    props: {
      role: "strata-role",
      policy: JSON.stringify({ Statement: [{ Action: "x".repeat(6000) }] }),
    },
  });
  expect(findingsFor(iamRoleQuota, [role(), own("one")])).toEqual([]);
  expect(findingsFor(iamRoleQuota, [role(), own("one"), own("two")])).toEqual([
    expect.stringMatching(/^role has 12\d{3} characters in 2 policies of its own$/),
  ]);
});

it.each([
  ["aws:iam/instanceProfile:InstanceProfile", "role", "ec2"],
  ["aws:rds/instance:Instance", "monitoringRoleArn", "monitoring.rds"],
  ["aws:ec2/flowLog:FlowLog", "iamRoleArn", "vpc-flow-logs"],
  ["aws:backup/selection:Selection", "iamRoleArn", "backup"],
])("holds the role of a %s to its service", (type, input, service) => {
  const principal = `${service}.amazonaws.com`;
  const user = { type, name: "user", props: { [input]: UNKNOWN }, madeOf: { [input]: ["role"] } };
  const found = (assumeRolePolicy: unknown) =>
    findingsFor(iamRoleUser, [role({ assumeRolePolicy }), user]);
  expect(found(trust(principal))).toEqual([]);
  expect(found(UNKNOWN)).toEqual([]);
  expect(findingsFor(iamRoleUser, [role(), { type, name: "user", props: {} }])).toEqual([]);
  expect(found(trust("lambda.amazonaws.com"))).toEqual([
    `user (${input}) names the role role, which ${principal} cannot become`,
  ]);
});
