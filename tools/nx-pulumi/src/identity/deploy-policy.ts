import type { Conditions, Grant } from "./actions/type-actions.ts";
import { actionsOf } from "./deploy-actions.ts";
import { LayerScope, type Deployment } from "./layer-scope.ts";
import { packed, type PolicyDocument, type Statement } from "./policy-document.ts";
import { stateReads, stateWrites } from "./state-access.ts";

/**
 * What the role of a layer may do in an environment: make, change and delete what its program can create, tagged and
 * named as its own, and keep its own state. Several documents where one is too long.
 *
 * @throws Error for a resource type that no actions are known for
 */
export function deployPolicy(deployment: Deployment): PolicyDocument[] {
  const scope = new LayerScope(deployment);
  const { reads, grants } = demanded(deployment);
  const statements = [
    ...reading(reads),
    ...statementsOf(grants, scope),
    ...stateReads(deployment, scope),
    ...stateWrites(deployment, scope),
  ];
  return packed(statements, `the deploy role of ${deployment.layer}`);
}

/** What it takes to plan a layer and to look for drift: everything that changes nothing. */
export function previewPolicy(deployment: Deployment): PolicyDocument[] {
  const scope = new LayerScope(deployment);
  const { reads, grants } = demanded(deployment);
  const statements = [
    ...reading(reads),
    ...statementsOf(
      grants.filter(({ readOnly }) => readOnly === true),
      scope,
    ),
    ...stateReads(deployment, scope),
  ];
  return packed(statements, `the preview role of ${deployment.layer}`);
}

function demanded({ resources }: Deployment): { reads: string[]; grants: Grant[] } {
  const all = [...resources.types, ...resources.functions].map(actionsOf);
  // The provider asks whose credentials it has, before anything else.
  const reads = ["sts:GetCallerIdentity", ...all.flatMap((one) => one.reads)];
  return { reads, grants: all.flatMap((one) => one.grants) };
}

function reading(actions: readonly string[]): Statement[] {
  return [{ Sid: "Read", Effect: "Allow", Action: unique(actions), Resource: ["*"] }];
}

interface Part {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Conditions;
  readonly grant: Grant;
}

/**
 * Grants as few statements, none of which reaches farther than the grants do.
 *
 * Grants for the same resources under the same conditions become one. What is fenced by the tags that a resource has
 * is joined over all resources of a service: whatever the combination, it is something of the layer. What is new is
 * not: the tags of a request say nothing about the other resources that the same call touches.
 */
function statementsOf(grants: readonly Grant[], scope: LayerScope): Statement[] {
  const parts = grants.map((grant): Part => {
    const resources = unique(scope.resources(grant));
    return { actions: grant.actions, resources, conditions: scope.conditions(grant), grant };
  });
  const joinable = ({ conditions, resources, grant }: Part) =>
    grant.fence === "own" && grant.where === undefined
      ? JSON.stringify([conditions, serviceOf(grant)])
      : JSON.stringify([conditions, resources]);
  const together = grouped(parts, joinable).map(joined);
  // Many resources for one and the same call: tags of what is new, for example.
  const sameCall = ({ actions, conditions, grant }: Part) =>
    JSON.stringify([actions, withoutCreateAction(conditions), grant.fence]);
  const statements = grouped(together, sameCall).map(joined);
  return withSids(statements);
}

function joined(parts: readonly Part[]): Part {
  const [first] = parts as [Part];
  return {
    grant: first.grant,
    actions: unique(parts.flatMap(({ actions }) => actions)),
    resources: unique(parts.flatMap(({ resources }) => resources)),
    conditions: mergedConditions(parts.map(({ conditions }) => conditions)),
  };
}

/**
 * `ec2:CreateAction` and the like name the one call that a tag may come with; only these differ between joined parts.
 */
function isCreateAction(key: string): boolean {
  return key.endsWith(":CreateAction");
}

function withoutCreateAction(conditions: Conditions): unknown {
  return Object.entries(conditions).map(([operator, keys]) => [
    operator,
    Object.entries(keys).map(([key, value]) => [key, isCreateAction(key) ? "" : value]),
  ]);
}

function mergedConditions(all: readonly Conditions[]): Conditions {
  const [first = {}] = all;
  return Object.fromEntries(
    Object.entries(first).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, value]) => {
          if (!isCreateAction(key)) return [key, value];
          const values = unique(all.flatMap((one) => one[operator]?.[key] ?? []));
          return [key, values.length === 1 ? (values[0] ?? "") : values];
        }),
      ),
    ]),
  );
}

function grouped(parts: readonly Part[], keyOf: (part: Part) => string): Part[][] {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const key = keyOf(part);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()];
}

/** `IamPassRole` for one action; `Ec2Own` for several, by service and fence. Numbered where two are alike. */
function withSids(parts: readonly Part[]): Statement[] {
  const used = new Map<string, number>();
  return parts.map(({ actions, resources, conditions, grant }) => {
    const [only, more] = actions;
    const what = more === undefined ? (only?.split(":")[1] ?? "") : capitalized(grant.fence);
    const service = serviceOf(grant).split("-").map(capitalized).join("");
    const base = service + what;
    const count = (used.get(base) ?? 0) + 1;
    used.set(base, count);
    return {
      Sid: count === 1 ? base : `${base}${count}`,
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
    };
  });
}

function serviceOf({ actions }: Grant): string {
  return actions[0]?.split(":")[0] ?? "";
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
