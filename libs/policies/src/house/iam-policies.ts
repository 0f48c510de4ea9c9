import { isBoundBy } from "../statements.ts";
import { eachStatement, IDENTITY_POLICIES } from "../security/iam.ts";
import { resourceRule } from "../rule.ts";
import { iamActions, type IamAction } from "./iam-action-data.ts";

const facts = {
  group: "house",
  enforcement: "mandatory",
  types: IDENTITY_POLICIES,
} as const;

export const iamNoWildcards = resourceRule({
  ...facts,
  id: "iam-no-wildcards",
  controls: ["AwsSolutions-IAM5", "CKV_AWS_355"],
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  fix: 'Name actions and ARNs; "*" alone is only for actions that IAM knows no resource for.',
  check: (resource) =>
    eachStatement(resource, (statement) => {
      const { actions, resources } = statement;
      const wild = actions.filter((action) => /[*?]/.test(action));
      if (wild.length > 0) return `allows actions by a pattern, ${wild.join(", ")}`;
      if (!resources.includes("*")) return undefined;
      const bounded = actions.filter((action) => {
        const instead = BOUND_BY_CONDITION[action];
        if (instead !== undefined && isBoundBy(statement, [instead])) return false;
        return (actionOf(action)?.arnPatterns.length ?? 0) > 0;
      });
      return bounded.length === 0 ? undefined : `allows ${bounded.join(", ")} on everything`;
    }),
});

export const iamActionsExist = resourceRule({
  ...facts,
  id: "iam-actions-exist",
  controls: [],
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  fix: "Look the action up in AWS's service authorization reference, with the resources that it works on.",
  check: (resource) =>
    eachStatement(resource, ({ actions, resources }) => {
      const named = actions.filter((action) => !/[*?]/.test(action));
      const unknown = named.filter((action) => actionOf(action) === undefined);
      if (unknown.length > 0) return `allows what does not exist, ${unknown.join(", ")}`;
      if (resources.includes("*") || resources.length === 0) return undefined;
      const idle = named.filter((action) => {
        const patterns = [...(actionOf(action)?.arnPatterns ?? []), ...(UNLISTED[action] ?? [])];
        return !patterns.some((pattern) => resources.some((arn) => overlaps(pattern, arn)));
      });
      return idle.length === 0
        ? undefined
        : `allows ${idle.join(", ")} on resources of another kind`;
    }),
});

/** Actions whose callers have no ARN to name, and the condition key that bounds them instead. */
const BOUND_BY_CONDITION: Readonly<Record<string, string>> = {
  "cloudwatch:PutMetricData": "cloudwatch:namespace",
};

/** What AWS asks about where its reference lists no resource: the group without a name, which `log-group:*` covers. */
const UNLISTED: Readonly<Record<string, readonly string[]>> = {
  "logs:DescribeLogGroups": ["arn:*:logs:*:*:log-group::log-stream:"],
};

/** The action `service:Name`; undefined where there is none. */
function actionOf(action: string): IamAction | undefined {
  const [service = "", name = ""] = action.split(":");
  return iamActions(service)?.get(name.toLowerCase());
}

/** Whether two patterns with `*` may stand for the same text. */
function overlaps(one: string, other: string): boolean {
  const seen = new Set<number>();
  const meet = (i: number, j: number): boolean => {
    const key = i * (other.length + 1) + j;
    if (seen.has(key)) return false;
    seen.add(key);
    if (i === one.length && j === other.length) return true;
    const [a, b] = [one[i], other[j]];
    if (a === "*" && (meet(i + 1, j) || (j < other.length && meet(i, j + 1)))) return true;
    if (b === "*" && (meet(i, j + 1) || (i < one.length && meet(i + 1, j)))) return true;
    if (a === undefined || b === undefined || a === "*" || b === "*") return false;
    return (a === b || b === "?") && meet(i + 1, j + 1);
  };
  return meet(0, 0);
}
