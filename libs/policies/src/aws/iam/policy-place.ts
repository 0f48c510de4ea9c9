import type { PolicyResource } from "../../resource.ts";
import type { Problem } from "../../rule.ts";
import { hasUnknown } from "../../unknown.ts";

/**
 * Where a policy document stands. `identity`: what its holder may do, no principal. `trust`: who may become a role, no
 * resource. `resource`: who may do what with one thing.
 */
export interface PolicyPlace {
  readonly type: string;
  readonly input: string;
  readonly kind: "identity" | "trust" | "resource";
  /** The only service whose actions it may name. */
  readonly service?: string;
  /** Characters at most. */
  readonly limit: number;
  /** Whether AWS does not count white space. */
  readonly countsNoSpace?: true;
}

export const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
export const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
export const KEY = "aws:kms/key:Key";
export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const POLICY = "aws:iam/policy:Policy";

/** Source: IAM user guide, "IAM and AWS STS quotas"; quotas of S3, SNS, KMS and VPC. */
const PLACES: readonly PolicyPlace[] = [
  { type: ROLE, input: "assumeRolePolicy", kind: "trust", limit: 2048, countsNoSpace: true },
  { type: ROLE_POLICY, input: "policy", kind: "identity", limit: 10_240, countsNoSpace: true },
  { type: POLICY, input: "policy", kind: "identity", limit: 6144, countsNoSpace: true },
  { type: BUCKET_POLICY, input: "policy", kind: "resource", service: "s3", limit: 20_480 },
  { type: TOPIC_POLICY, input: "policy", kind: "resource", service: "sns", limit: 30_720 },
  { type: KEY, input: "policy", kind: "resource", service: "kms", limit: 32_768 },
  { type: "aws:ec2/vpcEndpoint:VpcEndpoint", input: "policy", kind: "resource", limit: 20_480 },
];

/** Every type that has a policy document. */
export const policyTypes = PLACES.map(({ type }) => type);

/** A policy document that is known. */
export interface PolicyText {
  readonly place: PolicyPlace;
  readonly text: string;
  readonly document: PolicyDocument;
  readonly statements: readonly Statement[];
}

export type PolicyDocument = Readonly<Record<string, unknown>>;
export type Statement = Readonly<Record<string, unknown>>;

/** The policy of a resource; undefined where there is none, or it cannot be known, or it is not JSON. */
export function policyOf({ type, props }: PolicyResource): PolicyText | undefined {
  const place = PLACES.find((one) => one.type === type);
  const value = place && props[place.input];
  if (place === undefined || value === undefined || hasUnknown(value)) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const document = parsed(text);
  if (!isObject(document)) return undefined;
  return { place, text, document, statements: listOf(document["Statement"]).filter(isObject) };
}

/** What is wrong with each statement, told by its place, and by its Sid where it has one. */
export function statementProblems(
  { place, statements }: PolicyText,
  check: (statement: Statement) => readonly string[],
): readonly Problem[] {
  return statements.flatMap((statement, index) => {
    const sid = typeof statement["Sid"] === "string" ? ` (${statement["Sid"]})` : "";
    return check(statement).map((problem) => ({
      property: place.input,
      message: `has a statement, number ${index + 1}${sid}, ${problem}`,
    }));
  });
}

/** A value, or the values of a list; none where there is nothing. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** As `listOf`, texts only. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Principals of one kind: `Service`, `AWS`. `"*"` is anybody of AWS. */
export function principals(statement: Statement, kind: string): readonly string[] {
  const principal = statement["Principal"];
  if (principal === "*") return kind === "AWS" ? ["*"] : [];
  return isObject(principal) ? textsOf(principal[kind]) : [];
}

/** Whether a pattern of actions, with `*` and `?`, covers an action. */
export function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}

/** Whether a statement allows or denies an action, whatever to. */
export function names(statement: Statement, action: string): boolean {
  const not = textsOf(statement["NotAction"]);
  if (not.length > 0) return !not.some((pattern) => covers(pattern, action));
  return textsOf(statement["Action"]).some((pattern) => covers(pattern, action));
}

/** Whether a policy lets a service do all of some actions, whatever the conditions. */
export function lets(policy: PolicyText, service: string, actions: readonly string[]): boolean {
  return actions.every((action) =>
    policy.statements.some(
      (statement) =>
        statement["Effect"] === "Allow" &&
        names(statement, action) &&
        [...principals(statement, "Service"), ...principals(statement, "AWS")].some(
          (one) => one === service || one === "*",
        ),
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
