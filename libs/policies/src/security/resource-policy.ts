import { resourceRule, type Problem } from "../rule.ts";
import {
  allowing,
  isBoundBy,
  statementName,
  statementsOf,
  type PolicyStatement,
} from "../statements.ts";
import type { PolicyResource } from "../resource.ts";

const KEY = "aws:kms/key:Key";
const facts = { group: "security", enforcement: "mandatory" } as const;
/** Policies of resources: they say who may use them. */
const TYPES = [
  KEY,
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
];

export const policyServiceSource = resourceRule({
  ...facts,
  id: "policy-service-source",
  controls: ["iam_role_cross_service_confused_deputy_prevention"],
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  types: TYPES.filter((type) => type !== "aws:ec2/vpcEndpoint:VpcEndpoint"),
  fix: "Bound what a service may do by aws:SourceAccount or aws:SourceArn; a key also by its encryption context.",
  check: (resource) =>
    eachAllowed(resource, (one) =>
      one.principals["Service"] !== undefined && !isBoundBy(one, sourceKeys(one))
        ? "lets a service use it on behalf of any account"
        : undefined,
    ),
});

export const policyNamedActions = resourceRule({
  ...facts,
  id: "policy-named-actions",
  controls: ["SEC03-BP02"],
  source:
    "https://docs.aws.amazon.com/wellarchitected/latest/framework/sec_permissions_least_privileges.html",
  types: TYPES,
  fix: "Name the actions.",
  check: (resource) =>
    eachAllowed(resource, (one) => {
      // Without it nobody could ever change the policy of a key again.
      if (resource.type === KEY && isOfAccount(one)) return undefined;
      const all = one.actions.some((action) => action === "*" || /^[\w-]+:\*$/.test(action));
      return all || one.isInverted ? "allows everything that can be done with it" : undefined;
    }),
});

export const policyNamedResources = resourceRule({
  ...facts,
  id: "policy-named-resources",
  controls: ["SEC03-BP02"],
  source:
    "https://docs.aws.amazon.com/wellarchitected/latest/framework/sec_permissions_least_privileges.html",
  // In the policy of a key, "*" is the key.
  types: TYPES.filter((type) => type !== KEY),
  fix: "Name the resource, or bound the statement by aws:ResourceAccount.",
  check: (resource) =>
    eachAllowed(resource, (one) =>
      one.resources.some((name) => name === "*" || /^arn:[\w-]+:s3:::\*$/.test(name)) &&
      !isBoundBy(one, ["aws:resourceaccount", "aws:resourceorgid"])
        ? "is about everything, and not about one resource"
        : undefined,
    ),
});

export const kmsGrants = resourceRule({
  ...facts,
  id: "kms-grants",
  controls: ["CKV_AWS_33"],
  source: "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
  types: [KEY, "aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"],
  fix: "Bound kms:CreateGrant by kms:GrantIsForAWSResource.",
  check: (resource) =>
    eachAllowed(resource, (one) => {
      if (isOfAccount(one) || !one.actions.includes("kms:CreateGrant")) return undefined;
      const bound = one.conditions.some(
        ({ key, values }) => key === "kms:grantisforawsresource" && values.join() === "true",
      );
      return bound ? undefined : "lets its holder hand the key on to anybody";
    }),
});

/** What can tell for whom a service asks. */
function sourceKeys({ actions }: PolicyStatement): readonly string[] {
  const source = ["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid"];
  const isKey = actions.some((action) => action.startsWith("kms:"));
  const context = ["kms:encryptioncontext:aws:logs:arn", "kms:viaservice", "kms:calleraccount"];
  return isKey ? [...source, ...context] : source;
}

/** Whether a statement is for an account as a whole, which then decides by its own policies. */
function isOfAccount({ principals }: PolicyStatement): boolean {
  const names = Object.values(principals).flat();
  return names.length > 0 && names.every((name) => /:root$/.test(name));
}

function eachAllowed(
  { props }: PolicyResource,
  problemOf: (one: PolicyStatement) => string | undefined,
): readonly Problem[] {
  return allowing(statementsOf(props["policy"]) ?? []).flatMap((one, index) => {
    const message = problemOf(one);
    const name = statementName(one, index);
    return message === undefined ? [] : [{ property: "policy", message: `${message} (${name})` }];
  });
}
