import { evaluate } from "../evaluate.ts";
import { identitiesOf } from "../recorded.ts";
import type { PolicyOptions, PolicyResource, Properties } from "../resource.ts";
import type { PolicyContext, Rule } from "../rule.ts";

/** A resource as a test writes it down. */
export interface LiteralResource {
  readonly type: string;
  /** Logical name; each resource of a test has its own. */
  readonly name: string;
  readonly props?: object;
  readonly options?: Partial<PolicyOptions>;
  /** Logical name of the parent. */
  readonly parent?: string;
  /** Logical names of the resources that an input was made of, by input. */
  readonly madeOf?: Readonly<Record<string, readonly string[]>>;
  /** Id and the like, beside the name that its inputs give it. */
  readonly identities?: readonly string[];
  /** Inputs of the provider, as the engine has them. */
  readonly provider?: Properties;
}

/** A layer in a real account; a test that needs another says what differs. */
export const contextOfTest: PolicyContext = {
  environment: { name: "prod", kind: "aws" },
  region: "us-east-1",
  accountId: "777788889999",
  layer: "data",
  project: "strata",
};

/**
 * What a rule finds on some resources, one sentence a finding: `<name> (<property>) <problem>`.
 *
 * @param context what differs from `contextOfTest`
 */
export function findingsFor(
  rule: Rule,
  literals: readonly LiteralResource[],
  context: Partial<PolicyContext> = {},
): readonly string[] {
  const resources = policyResources(literals);
  return evaluate(resources, { ...contextOfTest, ...context }, [rule]).map(
    ({ name, property, problem }) =>
      `${name}${property === undefined ? "" : ` (${property})`} ${problem}`,
  );
}

/** Resources as rules see them. */
export function policyResources(literals: readonly LiteralResource[]): readonly PolicyResource[] {
  const urns = new Map(literals.map((one) => [one.name, urnOf(one)]));
  const urnNamed = (name: string) => {
    const urn = urns.get(name);
    if (urn === undefined) throw new Error(`the test has no resource "${name}"`);
    return urn;
  };
  return literals.map((one) => {
    const props = (one.props ?? {}) as Properties;
    const madeOf = Object.entries(one.madeOf ?? {}).map(([input, names]) => [
      input,
      names.map(urnNamed),
    ]);
    const propertyDependencies = Object.fromEntries(madeOf) as Record<string, string[]>;
    return {
      urn: urnOf(one),
      type: one.type,
      name: one.name,
      props,
      options: {
        protect: false,
        retainOnDelete: false,
        ignoreChanges: [],
        deleteBeforeReplace: false,
        ...one.options,
      },
      ...(one.parent === undefined ? {} : { parent: urnNamed(one.parent) }),
      dependencies: [...new Set(Object.values(propertyDependencies).flat())],
      propertyDependencies,
      identities: [...identitiesOf(props, undefined), ...(one.identities ?? [])],
      ...(one.provider === undefined ? {} : { provider: { name: "aws", props: one.provider } }),
    };
  });
}

function urnOf({ type, name }: LiteralResource): string {
  return `urn:pulumi:prod::data::${type}::${name}`;
}
