import type { PolicyResource } from "../resource.ts";
import { resourceRule, type Problem } from "../rule.ts";
import {
  allowing,
  covers,
  isBoundBy,
  statementName,
  statementsOf,
  type PolicyStatement,
} from "../statements.ts";
import { at, listAt } from "../unknown.ts";
import { securityHub } from "./flag.ts";

const ROLE = "aws:iam/role:Role";
/** What holds policies of people and roles. */
export const IDENTITY_POLICIES = [
  ROLE,
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/policy:Policy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
];
const ATTACHMENTS = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
];
const facts = { group: "security", enforcement: "mandatory" } as const;

export const iamNoStar = resourceRule({
  ...facts,
  id: "iam-no-star",
  controls: ["IAM.1", "IAM.21", "CIS 1.15"],
  source: securityHub("IAM.1"),
  types: IDENTITY_POLICIES,
  fix: "Name the actions.",
  check: (resource) =>
    eachStatement(resource, (one) => {
      if (one.actions.includes("*")) return "allows every action";
      const whole = one.actions.find((action) => /^[\w-]+:\*$/.test(action));
      if (whole !== undefined) return `allows every action of ${whole.split(":")[0]}`;
      return one.isInverted ? "allows everything but what it names" : undefined;
    }),
});

export const iamKmsKeys = resourceRule({
  ...facts,
  id: "iam-kms-keys",
  controls: ["KMS.1", "KMS.2"],
  source: securityHub("KMS.1"),
  types: IDENTITY_POLICIES,
  fix: "Name the ARNs of the keys.",
  check: (resource) =>
    eachStatement(resource, ({ actions, resources }) => {
      const decrypts = actions.some((action) =>
        ["kms:Decrypt", "kms:ReEncryptFrom"].some((one) => covers(action, one)),
      );
      const isEvery = resources.some(
        (one) => one === "*" || /^arn:[^:]+:kms:[^/]*key\/\*$/.test(one),
      );
      return decrypts && isEvery ? "lets everything be decrypted, with any key" : undefined;
    }),
});

export const iamPassRole = resourceRule({
  ...facts,
  id: "iam-pass-role",
  controls: ["AVD-AWS-0342", "CKV_AWS_286"],
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  types: IDENTITY_POLICIES,
  fix: "Name the ARNs of the roles, and the service with iam:PassedToService.",
  check: (resource) =>
    eachStatement(resource, ({ actions, resources }) => {
      const passes = actions.some((action) => covers(action, "iam:PassRole"));
      const isEvery = resources.some((one) => one === "*" || /:role\/\*$/.test(one));
      return passes && isEvery
        ? "lets any role be passed on, also one that may do more"
        : undefined;
    }),
});

export const iamTrust = resourceRule({
  ...facts,
  id: "iam-trust",
  controls: ["CKV_AWS_60", "CKV_AWS_61", "iam_role_cross_service_confused_deputy_prevention"],
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  types: [ROLE],
  fix: "Name services and roles, and bound a service by aws:SourceAccount or aws:SourceArn.",
  check: ({ props }, { accountId }): Problem[] =>
    allowing(statementsOf(props["assumeRolePolicy"]) ?? []).flatMap((one, index) => {
      const name = statementName(one, index);
      const say = (message: string) => [
        { property: "assumeRolePolicy", message: `${message} (${name})` },
      ];
      const people = one.principals["AWS"] ?? [];
      if (people.some((who) => who.includes("*")) && !isBoundBy(one, OURS)) {
        return say("can be assumed by everybody");
      }
      const isForeign = people.some((who) => {
        const account = /^(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})\b/.exec(who)?.[1];
        return account !== undefined && account !== accountId;
      });
      if (isForeign && !isBoundBy(one, ["sts:externalid", ...OURS])) {
        return say("can be assumed by another account");
      }
      if (one.principals["Federated"] !== undefined && one.conditions.length === 0) {
        return say("can be assumed by everybody whom the identity provider knows");
      }
      const services = (one.principals["Service"] ?? []).filter((who) => !SILENT.includes(who));
      return services.length > 0 && !isBoundBy(one, DEPUTY)
        ? say(`can be used by ${services.join(", ")} for another account`)
        : [];
    }),
});

export const iamAwsManaged = resourceRule({
  ...facts,
  id: "iam-aws-managed",
  controls: ["AwsSolutions-IAM4"],
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  types: [...ATTACHMENTS, ROLE],
  fix: "Write a policy with what is needed: AWS's own allow more, and change.",
  check: ({ type, props }) => {
    const arns = type === ROLE ? listAt(props, "managedPolicyArns") : [props["policyArn"]];
    return arns.some((arn) => typeof arn === "string" && /^arn:[\w-]+:iam::aws:policy\//.test(arn))
      ? {
          property: type === ROLE ? "managedPolicyArns" : "policyArn",
          message: "attaches a policy of AWS",
        }
      : undefined;
  },
});

/** Policy documents of a resource, by the input that holds them. */
export function policiesOf({
  type,
  props,
}: PolicyResource): readonly (readonly [string, unknown])[] {
  if (type !== ROLE) return [["policy", props["policy"]]];
  return listAt(props, "inlinePolicies").map(
    (one, index) => [`inlinePolicies[${index}].policy`, at(one, "policy")] as const,
  );
}

/** Asks about each statement that allows something; the answer ends a sentence that begins with the resource. */
export function eachStatement(
  resource: PolicyResource,
  ask: (statement: PolicyStatement) => string | undefined,
): readonly Problem[] {
  return policiesOf(resource).flatMap(([property, document]) =>
    allowing(statementsOf(document) ?? []).flatMap((statement, index) => {
      const message = ask(statement);
      if (message === undefined) return [];
      return [{ property, message: `${message} (${statementName(statement, index)})` }];
    }),
  );
}

const OURS = ["aws:principalaccount", "aws:principalorgid", "aws:principalarn"];
const DEPUTY = ["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid"];

/** Services that do not say for whom they ask: a bound would lock them out (or is not documented, for Backup). */
const SILENT = [
  "autoscaling.amazonaws.com",
  "backup.amazonaws.com",
  "ec2.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "lambda.amazonaws.com",
];
