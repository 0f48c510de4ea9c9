import { resourceRule } from "../../rule.ts";
import { refusal } from "../refusal.ts";
import {
  covers,
  policyOf,
  policyTypes,
  statementProblems,
  textsOf,
  type PolicyPlace,
  type Statement,
} from "./policy-place.ts";
import { actionsOf, arnsOf, isService, type ServiceAction } from "./service-data.ts";

export const policyAction = resourceRule({
  ...refusal,
  id: "policy-action",
  source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html",
  types: policyTypes,
  fix:
    "Write <service>:<Action> as the service authorization reference has it, of the service that the " +
    "policy belongs to.",
  check: (resource) => {
    const policy = policyOf(resource);
    if (policy === undefined) return undefined;
    return statementProblems(policy, (statement) =>
      [...textsOf(statement["Action"]), ...textsOf(statement["NotAction"])].flatMap((action) => {
        const problem = actionProblem(policy.place, action);
        return problem === undefined ? [] : [problem];
      }),
    );
  },
});

function actionProblem(place: PolicyPlace, action: string): string | undefined {
  if (action === "*") {
    return place.kind === "trust" ? 'with the action "*": a role is assumed with sts:' : undefined;
  }
  const [, prefix, name] = /^([A-Za-z0-9-]+):([\w*?]+)$/.exec(action) ?? [];
  if (prefix === undefined || name === undefined) return `with "${action}", which is no action`;
  const service = place.kind === "trust" ? "sts" : place.service;
  if (service !== undefined && prefix.toLowerCase() !== service) {
    return `with ${action}, and this policy takes actions of ${service} only`;
  }
  if (!isService(prefix)) return `with ${action}, of a service that there is not`;
  const known = Object.values(actionsOf(prefix));
  if (known.some((one) => covers(name, one.name))) return undefined;
  return `with ${action}, which there is not`;
}

export const policyResource = resourceRule({
  ...refusal,
  id: "policy-resource",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
  types: policyTypes,
  fix: 'Write ARNs of the kind that the action is for, in full, or "*" where it is for none.',
  check: (resource) => {
    const policy = policyOf(resource);
    if (policy === undefined || policy.place.kind === "trust") return undefined;
    return statementProblems(policy, (statement) => {
      const resources = [...textsOf(statement["Resource"]), ...textsOf(statement["NotResource"])];
      const wrong = resources.flatMap((one) => arnProblem(one) ?? []);
      return wrong.length > 0 ? wrong : unreached(statement, policy.place);
    });
  },
});

function arnProblem(arn: string): string | undefined {
  if (arn === "*") return undefined;
  const [prefix, partition, service, region, account, ...rest] = arn.split(":");
  if (prefix !== "arn" || rest.join(":") === "" || !partition || !service) {
    return `whose Resource "${arn}" is no ARN`;
  }
  if (!/^(aws(-[a-z-]+)?|[*?]+)$/.test(partition))
    return `whose Resource "${arn}" is in no partition`;
  if (!/^(\d{12}|aws|[\d*?]*[*?][\d*?]*|\$\{.+|)$/.test(account ?? "")) {
    return `whose Resource "${arn}" has no account of 12 digits`;
  }
  const isBucket =
    service === "s3" && !/^(accesspoint|job|storage-lens|access-grants|async)/.test(rest.join(":"));
  if (isBucket && `${region}${account}` !== "" && !/[*?]/.test(`${region}${account}`)) {
    return `whose Resource "${arn}" has a region or account, which the ARN of a bucket has not`;
  }
  return undefined;
}

/** What AWS asks for in truth, where its reference knows no resource. */
const ASKED_FOR: Readonly<Record<string, RegExp>> = {
  "logs:describeloggroups": /:log-group:\*/,
};

/** Actions that can do nothing with any resource of the statement. */
function unreached(statement: Statement, place: PolicyPlace): string[] {
  const resources = textsOf(statement["Resource"]);
  // The policy of a topic or a key names itself, whatever the action is for.
  if (resources.length === 0 || resources.includes("*")) return [];
  if (place.service !== undefined && place.service !== "s3") return [];
  if (statement["Effect"] !== "Allow") return [];
  return textsOf(statement["Action"]).flatMap((action) => {
    const [prefix = "", name = ""] = action.split(":");
    if (/[*?]/.test(name) || !isService(prefix)) return [];
    if (place.service !== undefined && prefix !== place.service) return [];
    const facts = actionsOf(prefix)[name.toLowerCase()];
    if (facts === undefined) return [];
    if (facts.resourceTypes.length === 0) {
      const asked = ASKED_FOR[action.toLowerCase()];
      if (asked !== undefined && resources.some((arn) => asked.test(arn))) return [];
      return [`with ${action}, which is allowed for "*" only`];
    }
    return isReached(prefix, facts, resources)
      ? []
      : [`with ${action}, which is not for ${resources.join(", ")}`];
  });
}

function isReached(prefix: string, facts: ServiceAction, resources: readonly string[]): boolean {
  const forms = arnsOf(prefix, facts).filter((form) => form !== "");
  return forms.length === 0 || resources.some((arn) => forms.some((form) => isOfForm(arn, form)));
}

/** Of the same service; and of S3, a bucket or an object, as the form is for. */
function isOfForm(arn: string, form: string): boolean {
  const [, , of = "", region = "", account = "", ...what] = arn.split(":");
  const [, , service, where, , ...kind] = form.split(":");
  if (/[*?]/.test(of)) return true;
  if (of !== service) return false;
  if (service !== "s3" || `${region}${account}` !== "") return true;
  if (where !== "") return false;
  const name = what.join(":");
  return kind.join(":").includes("/") === name.includes("/") || name.includes("*");
}
