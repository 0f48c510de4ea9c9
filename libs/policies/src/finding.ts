import type { PolicyResource } from "./resource.ts";
import type { Enforcement, Group, Problem, Rule } from "./rule.ts";

/** One resource that breaks one rule. */
export interface Finding {
  readonly rule: string;
  readonly group: Group;
  readonly enforcement: Enforcement;
  readonly controls: readonly string[];
  readonly urn: string;
  readonly type: string;
  /** Logical name of the resource. */
  readonly name: string;
  /** Input that is wrong; absent where none can be named. */
  readonly property?: string;
  readonly problem: string;
  readonly fix: string;
  readonly source: string;
  /** What is wrong, what to do, and who says so, in one line. */
  readonly message: string;
}

export function findingOf(
  { id, group, enforcement, controls, fix, source }: Rule,
  { urn, type, name }: PolicyResource,
  { property, message: problem }: Problem,
): Finding {
  const at = property === undefined ? "" : ` (${property})`;
  const why = [...controls, source].join(", ");
  return {
    rule: id,
    group,
    enforcement,
    controls,
    urn,
    type,
    name,
    ...(property === undefined ? {} : { property }),
    problem,
    fix,
    source,
    message: `${name}${at} ${problem}. ${fix} [${why}]`,
  };
}
