import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { iamAwsManaged, iamKmsKeys, iamNoStar, iamPassRole, iamTrust } from "./iam.ts";

const statement = (change: object) => ({
  Statement: [{ Sid: "One", Effect: "Allow", Resource: "arn:aws:s3:::b", ...change }],
});
/** The same document as a text and as an object, in a policy and inside of a role. */
const FORMS = {
  text: (document: object) => ({
    type: "aws:iam/rolePolicy:RolePolicy",
    name: "it",
    props: { policy: JSON.stringify(document) },
  }),
  object: (document: object) => ({
    type: "aws:iam/policy:Policy",
    name: "it",
    props: { policy: document },
  }),
  inline: (document: object) => ({
    type: "aws:iam/role:Role",
    name: "it",
    props: { inlinePolicies: [{ policy: JSON.stringify(document) }] },
  }),
};

describe.each(Object.entries(FORMS))("a policy as %s", (_, form) => {
  it.each([
    [iamNoStar, { Action: ["s3:GetObject", "ec2:Describe*"] }],
    [iamNoStar, { Action: "*", Effect: "Deny" }],
    [iamKmsKeys, { Action: "kms:Decrypt", Resource: "arn:aws:kms:us-east-1:777788889999:key/1" }],
    [iamKmsKeys, { Action: "kms:DescribeKey", Resource: "*" }],
    [iamPassRole, { Action: "iam:PassRole", Resource: "arn:aws:iam::777788889999:role/web" }],
  ] as const)("passes %j", (rule, change) => {
    expect(findingsFor(rule, [form(statement(change))])).toEqual([]);
  });

  it.each([
    [iamNoStar, { Action: "*" }, "allows every action"],
    [iamNoStar, { Action: ["s3:GetObject", "s3:*"] }, "allows every action of s3"],
    [iamNoStar, { NotAction: "iam:*" }, "allows everything but what it names"],
    [iamKmsKeys, { Action: "kms:Decrypt", Resource: "*" }, "lets everything be decrypted"],
    [
      iamKmsKeys,
      { Action: "kms:De*", Resource: "arn:aws:kms:*:777788889999:key/*" },
      "lets everything",
    ],
    [iamPassRole, { Action: ["iam:Pass*"], Resource: "*" }, "lets any role be passed on"],
  ] as const)("fails %j", (rule, change, message) => {
    const found = findingsFor(rule, [form(statement(change))]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
    expect(found[0]).toContain("(statement One)");
  });
});

it("cannot tell before the document is known", () => {
  const props = { policy: UNKNOWN };
  expect(findingsFor(iamNoStar, [{ type: "aws:iam/policy:Policy", name: "it", props }])).toEqual(
    [],
  );
});

describe("who may assume a role", () => {
  const trust = (Principal: unknown, Condition?: object) =>
    findingsFor(iamTrust, [
      {
        type: "aws:iam/role:Role",
        name: "web",
        props: {
          assumeRolePolicy: JSON.stringify({
            Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal, Condition },
          }),
        },
      },
    ]);
  const ours = { StringEquals: { "aws:SourceAccount": "777788889999" } };

  it("passes services that say for whom, and those that do not", () => {
    expect(trust({ Service: "ec2.amazonaws.com" })).toEqual([]);
    expect(trust({ Service: "vpc-flow-logs.amazonaws.com" }, ours)).toEqual([]);
    expect(trust({ AWS: "arn:aws:iam::777788889999:role/deploy" })).toEqual([]);
    expect(
      trust({ AWS: "arn:aws:iam::111122223333:root" }, { StringEquals: { "sts:ExternalId": "x" } }),
    ).toEqual([]);
  });

  it.each([
    [{ Service: "vpc-flow-logs.amazonaws.com" }, undefined, "for another account"],
    [
      { Service: "vpc-flow-logs.amazonaws.com" },
      { StringEqualsIfExists: { "aws:SourceAccount": "777788889999" } },
      "for another account",
    ],
    ["*", undefined, "by everybody"],
    [{ AWS: "arn:aws:iam::111122223333:root" }, undefined, "by another account"],
    [{ Federated: "arn:aws:iam::777788889999:oidc-provider/x" }, undefined, "identity provider"],
  ])("fails %j", (principal, condition, message) => {
    const found = trust(principal, condition);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});

it("wants no policy of AWS", () => {
  const attached = (policyArn: unknown) =>
    findingsFor(iamAwsManaged, [
      {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        name: "a",
        props: { policyArn },
      },
    ]);
  expect(attached("arn:aws:iam::777788889999:policy/own")).toEqual([]);
  expect(attached(UNKNOWN)).toEqual([]);
  expect(attached("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore")).toEqual([
    "a (policyArn) attaches a policy of AWS",
  ]);
});
