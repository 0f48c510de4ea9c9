import { findingOf, type Finding } from "./finding.ts";
import { rules as allRules } from "./registry.ts";
import type { PolicyResource } from "./resource.ts";
import type { PolicyContext, Problem, Problems, Rule } from "./rule.ts";

/**
 * Holds the resources of one layer against rules.
 *
 * @returns findings in the order of the resources, and of the rules for each
 * @throws Error that names the rule and the resource when a rule itself fails: what cannot be checked has not passed
 */
export function evaluate(
  resources: readonly PolicyResource[],
  context: PolicyContext,
  rules: readonly Rule[] = allRules,
): readonly Finding[] {
  const found = rules.flatMap((rule) => findingsOfRule(rule, resources, context));
  const place = new Map(resources.map(({ urn }, index) => [urn, index]));
  return found.sort((a, b) => (place.get(a.urn) ?? 0) - (place.get(b.urn) ?? 0));
}

function findingsOfRule(
  rule: Rule,
  resources: readonly PolicyResource[],
  context: PolicyContext,
): readonly Finding[] {
  const looked = resources.filter(({ type }) => rule.types.includes(type));
  if (looked.length === 0) return [];
  if (rule.kind === "stack") {
    const problems = guarded(rule, context.layer, () => rule.checkStack(resources, context));
    return problems.map(({ resource, ...problem }) => findingOf(rule, resource, problem));
  }
  return looked.flatMap((resource) => {
    const where = `${resource.type} ${resource.name}`;
    const problems = guarded(rule, where, () => listed(rule.check(resource, context)));
    return problems.map((problem) => findingOf(rule, resource, problem));
  });
}

function listed(problems: Problems): readonly Problem[] {
  if (problems === undefined) return [];
  const list = Array.isArray(problems) ? (problems as readonly (string | Problem)[]) : [problems];
  return list.map((one) => (typeof one === "string" ? { message: one } : (one as Problem)));
}

function guarded<T>(rule: Rule, where: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`rule ${rule.id} failed on ${where}: ${cause}`, { cause: error });
  }
}
