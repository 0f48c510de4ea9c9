import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

const one = (title: string, rule: string, ...resources: LiteralResource[]): Mistake => ({
  title,
  rule,
  resources,
});

const ACCOUNT = "777788889999";
const LOGS = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/app:*`;
const trusted = (service: string, change: object = {}) => ({
  Effect: "Allow",
  Principal: { Service: service },
  Action: "sts:AssumeRole",
  ...change,
});
const document = (statement: object, change: object = {}) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement], ...change });

const role = (props: object): LiteralResource => ({
  type: "aws:iam/role:Role",
  name: "role",
  props: {
    name: "strata-role",
    assumeRolePolicy: document(trusted("ec2.amazonaws.com")),
    ...props,
  },
});
const trust = (change: object) =>
  role({ assumeRolePolicy: document(trusted("ec2.amazonaws.com", change)) });

/** A policy of one statement, which IAM takes but for what differs. */
const policy = (statement: object, change: object = {}): LiteralResource => ({
  type: "aws:iam/policy:Policy",
  name: "policy",
  props: {
    name: "strata-policy",
    policy: document(
      { Effect: "Allow", Action: "logs:PutLogEvents", Resource: LOGS, ...statement },
      change,
    ),
  },
});
const ofRole = (name: string, statement: object): LiteralResource => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name,
  props: { name, role: "strata-role", policy: document(statement) },
});
const attachment = (props: object, name = "attachment"): LiteralResource => ({
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  name,
  props: { role: "strata-role", policyArn: `arn:aws:iam::${ACCOUNT}:policy/${name}`, ...props },
});
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => `${LOGS.replace(":*", "")}-number-${i}:*`);

export const iamMistakes: MistakesOf = {
  service: "iam",
  mistakes: [
    one(
      "a version of the grammar that there is not",
      "policy-grammar",
      policy({}, { Version: "2012-10-18" }),
    ),
    one(
      "statements under a wrong name",
      "policy-grammar",
      policy({}, { Statement: undefined, Statements: [] }),
    ),
    one("an effect in small letters", "policy-grammar", policy({ Effect: "allow" })),
    one(
      "Actions instead of Action",
      "policy-grammar",
      policy({ Action: undefined, Actions: ["logs:PutLogEvents"] }),
    ),
    one(
      "Action and NotAction at once",
      "policy-grammar",
      policy({ NotAction: "logs:DeleteLogGroup" }),
    ),
    one("a policy without a resource", "policy-grammar", policy({ Resource: undefined })),
    one("a principal in the policy of a role", "policy-grammar", policy({ Principal: "*" })),
    one("an empty list of actions", "policy-grammar", policy({ Action: [] })),
    one("a Sid with spaces", "policy-grammar", policy({ Sid: "Write the logs" })),
    one(
      "two statements of the same Sid",
      "policy-grammar",
      policy(
        {},
        {
          Statement: ["logs:PutLogEvents", "logs:CreateLogStream"].map((Action) => ({
            Sid: "Logs",
            Effect: "Allow",
            Action,
            Resource: LOGS,
          })),
        },
      ),
    ),
    one("a role that nobody is trusted with", "policy-grammar", trust({ Principal: undefined })),
    one("a resource in a trust policy", "policy-grammar", trust({ Resource: "*" })),
    one(
      "a service outside of amazonaws.com",
      "policy-principal",
      trust({ Principal: { Service: "ec2.amazon.com" } }),
    ),
    one(
      "another service's name for flow logs",
      "policy-principal",
      trust({ Principal: { Service: "flow-logs.amazonaws.com" } }),
    ),
    one(
      "a group as a principal",
      "policy-principal",
      trust({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:group/admins` } }),
    ),
    one(
      "all roles of an account as a principal",
      "policy-principal",
      trust({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/*` } }),
    ),
    one(
      "the name of a service without its kind",
      "policy-principal",
      trust({ Principal: "ec2.amazonaws.com" }),
    ),
    one(
      "services as a kind of principal",
      "policy-principal",
      trust({ Principal: { Services: "ec2.amazonaws.com" } }),
    ),
    one(
      "a condition operator that there is not",
      "policy-condition",
      trust({ Condition: { StringEqual: { "aws:SourceAccount": ACCOUNT } } }),
    ),
    one(
      "a condition key that is misspelt",
      "policy-condition",
      trust({ Condition: { StringEquals: { "aws:SourceAcount": ACCOUNT } } }),
    ),
    one(
      "a condition key that the service has not",
      "policy-condition",
      policy({
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::strata-data/*",
        Condition: { StringEquals: { "s3:ObjectPrefix": "public" } },
      }),
    ),
    one(
      "a condition of two keys without their operator",
      "policy-condition",
      trust({ Condition: { "aws:SourceAccount": ACCOUNT } }),
    ),
    one(
      "a boolean condition that says yes",
      "policy-condition",
      policy({ Condition: { Bool: { "aws:SecureTransport": "yes" } } }),
    ),
    one(
      "an account of 11 digits in a condition",
      "policy-condition",
      trust({ Condition: { StringEquals: { "aws:SourceAccount": "77778888999" } } }),
    ),
    one(
      "a source that is a name and no ARN",
      "policy-condition",
      trust({ Condition: { ArnLike: { "aws:SourceArn": "strata-prod-data-main" } } }),
    ),
    one("an action without its service", "policy-action", policy({ Action: "PutLogEvents" })),
    one("an action with a dot", "policy-action", policy({ Action: "logs.PutLogEvents" })),
    one("an action that there is not", "policy-action", policy({ Action: "logs:PutLogEvent" })),
    one(
      "an action of a service that there is not",
      "policy-action",
      policy({ Action: "cloudwatchlogs:PutLogEvents" }),
    ),
    one("a pattern that fits no action", "policy-action", policy({ Action: "logs:Write*" })),
    one("an action of S3 in a trust policy", "policy-action", trust({ Action: "s3:GetObject" })),
    one("a resource that is a name", "policy-resource", policy({ Resource: "strata-data" })),
    one(
      "an account of 11 digits in an ARN",
      "policy-resource",
      policy({ Resource: "arn:aws:logs:us-east-1:77778888999:log-group:/aws/app:*" }),
    ),
    one(
      "a bucket with a region in its ARN",
      "policy-resource",
      policy({ Action: "s3:GetObject", Resource: `arn:aws:s3:us-east-1:${ACCOUNT}:strata-data/*` }),
    ),
    one(
      "the list of a bucket, allowed for its objects",
      "policy-resource",
      policy({ Action: "s3:ListBucket", Resource: "arn:aws:s3:::strata-data/objects" }),
    ),
    one(
      "objects, allowed for the bucket itself",
      "policy-resource",
      policy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::strata-data" }),
    ),
    one(
      "an action that is for all or nothing, for one instance",
      "policy-resource",
      policy({
        Action: "ec2:DescribeInstances",
        Resource: `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-0123456789abcdef0`,
      }),
    ),
    one(
      "a secret, allowed by the ARN of the database",
      "policy-resource",
      policy({
        Action: "secretsmanager:GetSecretValue",
        Resource: `arn:aws:rds:us-east-1:${ACCOUNT}:db:strata-prod-data-main`,
      }),
    ),
    one("a managed policy of 7,000 characters", "policy-size", policy({ Resource: many(100) })),
    one(
      "a trust policy of 2,500 characters",
      "policy-size",
      trust({
        Principal: {
          AWS: Array.from(
            { length: 50 },
            (_, i) => `arn:aws:iam::${ACCOUNT}:role/number-${i}-of-fifty`,
          ),
        },
      }),
    ),
    one("a role's name with a slash", "iam-name", role({ name: "strata/role" })),
    one("a role's name of 70 characters", "iam-name", role({ name: `strata-${"x".repeat(63)}` })),
    one("a path without slashes", "iam-name", role({ path: "deploy" })),
    one(
      "a description with a dash of typographers",
      "iam-name",
      role({ description: "Logs — of the VPC" }),
    ),
    one("a session of half an hour", "iam-session", role({ maxSessionDuration: 1800 })),
    one("a session of a day", "iam-session", role({ maxSessionDuration: 86_400 })),
    one(
      "a policy attached by its name",
      "iam-attachment",
      attachment({ policyArn: "ReadOnlyAccess" }),
    ),
    one(
      "a policy attached to the ARN of a role",
      "iam-attachment",
      attachment({ role: `arn:aws:iam::${ACCOUNT}:role/strata-role` }),
    ),
    one(
      "eleven policies of one role",
      "iam-role-quota",
      role({}),
      ...Array.from({ length: 11 }, (_, i) => attachment({}, `policy-${i}`)),
    ),
    one(
      "12,000 characters in two policies of a role",
      "iam-role-quota",
      role({}),
      ...["one", "two"].map((name) =>
        ofRole(name, { Effect: "Allow", Action: "logs:PutLogEvents", Resource: many(85) }),
      ),
    ),
    one(
      "an instance profile of a role for another service",
      "iam-role-user",
      role({ assumeRolePolicy: document(trusted("vpc-flow-logs.amazonaws.com")) }),
      {
        type: "aws:iam/instanceProfile:InstanceProfile",
        name: "profile",
        props: { name: "strata-profile", role: "strata-role" },
      },
    ),
    one("a database that is monitored by a role for EC2", "iam-role-user", role({}), {
      type: "aws:rds/instance:Instance",
      name: "main",
      props: {
        engine: "mysql",
        instanceClass: "db.t4g.medium",
        allocatedStorage: 20,
        username: "strata",
        manageMasterUserPassword: true,
        skipFinalSnapshot: true,
        monitoringInterval: 60,
        monitoringRoleArn: "strata-role",
      },
    }),
  ],
};
