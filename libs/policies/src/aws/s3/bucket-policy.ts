import type { PolicyResource } from "../../resource.ts";
import { stackRule, type StackProblem } from "../../rule.ts";
import {
  BUCKET_POLICY,
  isObject,
  listOf,
  names,
  policyOf,
  principals,
  statementProblems,
  textsOf,
  type PolicyText,
  type Statement,
} from "../iam/policy-place.ts";
import { ofType, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { bucketOf, partsOf } from "./bucket.ts";

const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

export const s3PolicyResource = stackRule({
  ...refusal,
  id: "s3-policy-resource",
  source:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html",
  types: [BUCKET_POLICY],
  fix:
    "Name the bucket itself, arn:aws:s3:::<bucket>, for actions on it, and arn:aws:s3:::<bucket>/* for " +
    "those on objects.",
  checkStack: (resources) =>
    eachPolicy(resources, (policy, resource) => {
      const bucket = bucketOf(resources, resource);
      const name = text(resource.props["bucket"]) ?? text(bucket?.props["bucket"]);
      if (name === undefined) return [];
      return statementProblems(policy, (statement) =>
        [...textsOf(statement["Resource"]), ...textsOf(statement["NotResource"])]
          .filter((arn) => arn.startsWith("arn:") && !isOfBucket(arn, name))
          .map((arn) => `whose Resource "${arn}" is not of the bucket ${name}`),
      );
    }),
});

function isOfBucket(arn: string, bucket: string): boolean {
  const [of = ""] = arn.split(":").slice(5).join(":").split("/");
  const expression = of
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(bucket);
}

export const s3PolicyPublic = stackRule({
  ...refusal,
  id: "s3-policy-public",
  source:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  types: [BUCKET_POLICY],
  fix: "Name who is allowed, or add a condition such as aws:SourceAccount that fits nobody else.",
  checkStack: (resources) =>
    eachPolicy(resources, (policy, resource) => {
      const bucket = bucketOf(resources, resource);
      const blocks = bucket === undefined ? [] : partsOf(resources, bucket, BLOCK);
      if (!blocks.some(({ props }) => props["blockPublicPolicy"] === true)) return [];
      return statementProblems(policy, (statement) =>
        isPublic(statement) ? ["for anybody, which the block of public access refuses"] : [],
      );
    }),
});

/** Keys of conditions that S3 takes as an end to being public. */
const NARROW = [
  /^aws:(Vpc)?Source(Arn|Account|Ip|Owner|Vpc|Vpce|VpcArn|OrgID|OrgPaths)$/i,
  /^aws:(Principal(Account|Arn|OrgID|OrgPaths)|userid)$/i,
  /^s3:DataAccessPoint(Arn|Account)$/i,
];

function isPublic(statement: Statement): boolean {
  if (statement["Effect"] !== "Allow" || !principals(statement, "AWS").includes("*")) return false;
  return !conditionKeys(statement).some((key) => NARROW.some((one) => one.test(key)));
}

function conditionKeys({ Condition: condition }: Statement): readonly string[] {
  if (!isObject(condition)) return [];
  return Object.values(condition).flatMap((keys) => (isObject(keys) ? Object.keys(keys) : []));
}

export const s3PolicyLockout = stackRule({
  ...refusal,
  id: "s3-policy-lockout",
  source: "https://repost.aws/knowledge-center/s3-accidentally-denied-access",
  types: [BUCKET_POLICY],
  fix:
    "Deny with a condition, or only what is meant: after this, only the root user of the account can " +
    "change the bucket.",
  checkStack: (resources) =>
    eachPolicy(resources, (policy) =>
      statementProblems(policy, (statement) => {
        const isForAll =
          statement["Effect"] === "Deny" &&
          principals(statement, "AWS").includes("*") &&
          listOf(statement["Condition"]).length === 0;
        const isLocked = isForAll && names(statement, "s3:PutBucketPolicy");
        return isLocked ? ["that denies everybody to change the policy"] : [];
      }),
    ),
});

export const s3PolicyOnce = stackRule({
  ...refusal,
  id: "s3-policy-once",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html",
  types: [BUCKET_POLICY],
  fix: "Put all statements of a bucket into one policy.",
  checkStack: (resources) => {
    const all = ofType(resources, BUCKET_POLICY);
    return all.flatMap((policy): StackProblem[] => {
      const bucket = text(policy.props["bucket"]);
      const first = all.find(({ props }) => bucket !== undefined && props["bucket"] === bucket);
      if (first === undefined || first === policy) return [];
      const message = `is a second policy of ${bucket}, and takes the place of ${first.name}`;
      return [{ resource: policy, property: "bucket", message }];
    });
  },
});

/** Who is often told to write logs, and cannot: each with the one that does. */
const DELIVERERS: Readonly<Record<string, string>> = {
  "elasticloadbalancing.amazonaws.com": "logdelivery.elasticloadbalancing.amazonaws.com",
  "s3.amazonaws.com": "logging.s3.amazonaws.com",
};

export const s3LogDelivery = stackRule({
  ...refusal,
  id: "s3-log-delivery",
  source:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html, " +
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
  types: [BUCKET_POLICY],
  fix:
    "Let logdelivery.elasticloadbalancing.amazonaws.com write logs of load balancers, and " +
    "logging.s3.amazonaws.com those of S3.",
  checkStack: (resources) =>
    eachPolicy(resources, (policy) =>
      statementProblems(policy, (statement) =>
        statement["Effect"] === "Allow" && names(statement, "s3:PutObject")
          ? principals(statement, "Service").flatMap((service) => {
              const right = DELIVERERS[service];
              const isBatch = conditionKeys(statement).some((key) => /sourcearn/i.test(key));
              if (right === undefined || (service === "s3.amazonaws.com" && isBatch)) return [];
              return [`for ${service}, which writes no logs: ${right} does`];
            })
          : [],
      ),
    ),
});

function eachPolicy(
  resources: readonly PolicyResource[],
  check: (
    policy: PolicyText,
    resource: PolicyResource,
  ) => readonly { property?: string; message: string }[],
): StackProblem[] {
  return ofType(resources, BUCKET_POLICY).flatMap((resource) => {
    const policy = policyOf(resource);
    if (policy === undefined) return [];
    return check(policy, resource).map((problem) => ({ resource, ...problem }));
  });
}
