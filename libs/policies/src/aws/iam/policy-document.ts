import { resourceRule } from "../../rule.ts";
import { repeated } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { isConditionKey } from "./condition-key.ts";
import {
  isObject,
  listOf,
  policyOf,
  policyTypes,
  statementProblems,
  textsOf,
} from "./policy-place.ts";

const GRAMMAR = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";
const VERSIONS = ["2012-10-17", "2008-10-17"];
const DOCUMENT = ["Version", "Id", "Statement"];
const STATEMENT = [
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"],
  ...["Resource", "NotResource", "Condition"],
];

export const policyGrammar = resourceRule({
  ...refusal,
  id: "policy-grammar",
  source: GRAMMAR,
  types: policyTypes,
  fix:
    'Write Version "2012-10-17" and statements of Effect, Action and, by the place, Principal and ' +
    "Resource, spelt with capitals as here.",
  check: (resource) => {
    const policy = policyOf(resource);
    if (policy === undefined) return undefined;
    const { place, document, statements } = policy;
    const of = (message: string) => ({ property: place.input, message });
    const version = document["Version"];
    const sids = statements.map(({ Sid }) => Sid).filter((sid) => typeof sid === "string");
    return [
      ...unknownIn(document, DOCUMENT).map((name) => of(`has "${name}", which no policy has`)),
      ...(version === undefined || VERSIONS.includes(String(version))
        ? []
        : [of(`has the Version "${String(version)}": there are ${VERSIONS.join(" and ")}`)]),
      ...(statements.length > 0 ? [] : [of("has no statement")]),
      ...repeated(sids).map((sid) => of(`has two statements with the Sid "${sid}"`)),
      ...statementProblems(policy, (statement) => {
        const has = (name: string) => statement[name] !== undefined;
        const sid = statement["Sid"];
        const problems = unknownIn(statement, STATEMENT).map(
          (name) => `with "${name}", which AWS does not know`,
        );
        if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") {
          problems.push("whose Effect is neither Allow nor Deny");
        }
        if (has("Action") === has("NotAction"))
          problems.push("that needs one of Action and NotAction");
        for (const name of ["Action", "NotAction", "Resource", "NotResource"]) {
          if (has(name) && textsOf(statement[name]).length === 0)
            problems.push(`whose ${name} is empty`);
        }
        const hasPrincipal = has("Principal") || has("NotPrincipal");
        const hasResource = has("Resource") || has("NotResource");
        if (has("Resource") && has("NotResource"))
          problems.push("that has Resource and NotResource");
        if (place.kind === "identity" && hasPrincipal)
          problems.push("with a Principal, which is whoever has the policy");
        if (place.kind !== "identity" && !hasPrincipal) problems.push("without a Principal");
        if (place.kind === "trust" && hasResource)
          problems.push("with a Resource, which is the role itself");
        if (place.kind !== "trust" && !hasResource) problems.push("without a Resource");
        if (place.service === undefined && typeof sid === "string" && !/^[A-Za-z0-9]*$/.test(sid)) {
          problems.push("whose Sid has more than letters and digits");
        }
        return problems;
      }),
    ];
  },
});

function unknownIn(value: object, known: readonly string[]): string[] {
  return Object.keys(value).filter((name) => !known.includes(name));
}

/** What is often taken for the principal of a service, and what it is. */
const MISTAKEN: Readonly<Record<string, string>> = {
  "alb.amazonaws.com": "logdelivery.elasticloadbalancing.amazonaws.com",
  "alarms.cloudwatch.amazonaws.com": "cloudwatch.amazonaws.com",
  "asg.amazonaws.com": "autoscaling.amazonaws.com",
  "flow-logs.amazonaws.com": "vpc-flow-logs.amazonaws.com",
  "logs.s3.amazonaws.com": "logging.s3.amazonaws.com",
  "rds-monitoring.amazonaws.com": "monitoring.rds.amazonaws.com",
  "rds.monitoring.amazonaws.com": "monitoring.rds.amazonaws.com",
  "rds-events.amazonaws.com": "events.rds.amazonaws.com",
  "vpc.amazonaws.com": "vpc-flow-logs.amazonaws.com",
};

export const policyPrincipal = resourceRule({
  ...refusal,
  id: "policy-principal",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  types: policyTypes,
  fix:
    'Write Principal as {"Service": "<name>.amazonaws.com"} or {"AWS": "<ARN of a role, a user or an ' +
    "account's root>\"}.",
  check: (resource) => {
    const policy = policyOf(resource);
    if (policy === undefined || policy.place.kind === "identity") return undefined;
    return statementProblems(policy, (statement) => {
      const principal = statement["Principal"] ?? statement["NotPrincipal"];
      if (principal === undefined || principal === "*") return [];
      if (!isObject(principal)) return ['whose Principal is neither "*" nor a kind with names'];
      return Object.entries(principal).flatMap(([kind, value]) => {
        if (!["AWS", "Service", "Federated", "CanonicalUser"].includes(kind)) {
          return [`whose Principal is of the kind "${kind}", which there is not`];
        }
        return textsOf(value).flatMap((name) => principalProblems(kind, name));
      });
    });
  },
});

function principalProblems(kind: string, name: string): string[] {
  if (kind === "Service") {
    const right = MISTAKEN[name];
    if (right !== undefined) return [`whose Principal is ${name}: ${right} is meant`];
    if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(name)) return [];
    return [`whose Principal "${name}" is no service: they end with .amazonaws.com`];
  }
  if (kind !== "AWS" || name === "*" || /^\d{12}$/.test(name) || /^A[A-Z0-9]{15,}$/.test(name))
    return [];
  if (
    /^arn:aws[a-z-]*:(iam|sts)::\d{12}:(root|user\/.+|role\/.+|assumed-role\/.+|federated-user\/.+)$/.test(
      name,
    )
  ) {
    // Of an ARN, AWS takes the whole only.
    return /[*?]/.test(name) ? [`whose Principal has a wildcard in an ARN`] : [];
  }
  if (/^arn:aws[a-z-]*:cloudfront::/.test(name)) return [];
  if (/:group\//.test(name)) return ["whose Principal is a group, which can be none"];
  return [`whose Principal "${name}" is no account, user or role`];
}

const KINDS = [
  ..."StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike".split(
    " ",
  ),
  ..."NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan".split(
    " ",
  ),
  ..."NumericGreaterThanEquals DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan".split(
    " ",
  ),
  ..."DateGreaterThanEquals Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike".split(
    " ",
  ),
].map((one) => one.toLowerCase());

export const policyCondition = resourceRule({
  ...refusal,
  id: "policy-condition",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html, " +
    "reference_policies_condition-keys.html",
  types: policyTypes,
  fix:
    'Write {"<operator>": {"<key>": "<value>"}} with an operator and a key that AWS has; a key that it has ' +
    "not never matches.",
  check: (resource) => {
    const policy = policyOf(resource);
    if (policy === undefined) return undefined;
    return statementProblems(policy, ({ Condition: condition }) => {
      if (condition === undefined) return [];
      if (!isObject(condition)) return ["whose Condition is no object"];
      return Object.entries(condition).flatMap(([operator, keys]) => {
        if (!isOperator(operator))
          return [`with the condition operator "${operator}", which there is not`];
        if (!isObject(keys)) return [`whose condition ${operator} names no key`];
        return Object.entries(keys).flatMap(([key, value]) =>
          conditionProblems(operator, key, value),
        );
      });
    });
  },
});

function isOperator(name: string): boolean {
  const bare = name.toLowerCase().replace(/^for(all|any)values?:/, "");
  if (bare === "null") return true;
  return KINDS.includes(bare.replace(/ifexists$/, "")) && !/^for(all|any)value:/i.test(name);
}

function conditionProblems(operator: string, key: string, value: unknown): string[] {
  const values = listOf(value);
  if (values.some((one) => typeof one === "object")) {
    return [`whose condition on ${key} has a value that is no text`];
  }
  if (!isConditionKey(key)) return [`with the condition key "${key}", which there is not`];
  const texts = values.map(String);
  const bare = operator.replace(/IfExists$/i, "");
  if (/^(Bool|Null)$/i.test(bare) && texts.some((one) => !/^(true|false)$/i.test(one))) {
    return [`whose condition on ${key} is neither true nor false`];
  }
  if (
    /^(Not)?IpAddress$/i.test(bare) &&
    texts.some((one) => !/^[\da-f.:]+(\/\d{1,3})?$/i.test(one))
  ) {
    return [`whose condition on ${key} is no address and no range`];
  }
  if (
    /^Arn/i.test(bare) &&
    texts.some((one) => !/^(arn:[^:]*:[^:]*:[^:]*:[^:]*:.+|\*|\$\{.+)$/.test(one))
  ) {
    return [`whose condition on ${key} is no ARN`];
  }
  if (
    /^aws:SourceAccount$/i.test(key) &&
    texts.some((one) => !/^(\d{12}|[\d*?]*[*?][\d*?]*|\$\{.+\})$/.test(one))
  ) {
    return [`whose condition on ${key} is no account: they have 12 digits`];
  }
  return [];
}

export const policySize = resourceRule({
  ...refusal,
  id: "policy-size",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  types: policyTypes,
  fix: "Name fewer actions and resources, with patterns where they are meant, or split the policy.",
  check: (resource) => {
    const policy = policyOf(resource);
    if (policy === undefined) return undefined;
    const { place, text } = policy;
    const counted = place.countsNoSpace ? text.replaceAll(/\s/g, "") : text;
    const size = place.countsNoSpace ? counted.length : Buffer.byteLength(counted);
    if (size <= place.limit) return undefined;
    const message = `has ${size} characters, and AWS takes ${place.limit}`;
    return { property: place.input, message };
  },
});
