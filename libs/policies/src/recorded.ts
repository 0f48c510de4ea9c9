import { evaluate } from "./evaluate.ts";
import type { Finding } from "./finding.ts";
import type { PolicyResource, Properties } from "./resource.ts";
import type { PolicyContext, Rule } from "./rule.ts";

/** A resource of a recorded program, as `record` of `@strata/testing` gives it. */
export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  readonly options?: object;
  /** What the recorded cloud answered. */
  readonly id?: string;
  readonly outputs?: Properties;
}

/** What rules find in a recorded program. @param rules all there are, unless given */
export function findingsOf(
  recorded: readonly RecordedResource[],
  context: PolicyContext,
  rules?: readonly Rule[],
): readonly Finding[] {
  return evaluate(recordedResources(recorded, context), context, rules);
}

/** A recorded program as rules see it. */
export function recordedResources(
  recorded: readonly RecordedResource[],
  context: PolicyContext,
): readonly PolicyResource[] {
  const provider = recorded.find(({ type }) => type === PROVIDER);
  return recorded.map((one) => {
    const options = (one.options ?? {}) as Options;
    const parent = options.parent;
    return {
      urn: urn(context, [...typesAbove(parent), one.type], one.name),
      type: one.type,
      name: one.name,
      props: one.inputs,
      options: {
        protect: options.protect === true,
        retainOnDelete: options.retainOnDelete === true,
        ignoreChanges: options.ignoreChanges ?? [],
        deleteBeforeReplace: options.deleteBeforeReplace === true,
      },
      ...(parent === undefined || parent.__pulumiType === STACK
        ? {}
        : { parent: urn(context, typesAbove(parent), parent.__name) }),
      dependencies: [],
      propertyDependencies: {},
      identities: identitiesOf(one.inputs, one.id, one.outputs),
      ...(provider === undefined || !one.type.startsWith("aws:")
        ? {}
        : { provider: { name: provider.name, props: providerProps(provider.inputs) } }),
    };
  });
}

/** What names a resource: its id, and what its inputs and outputs call it. */
export function identitiesOf(
  inputs: Properties,
  id: string | undefined,
  outputs: Properties = {},
): readonly string[] {
  const names = NAMES.flatMap((name) => [inputs[name], outputs[name]]);
  const texts = [id, ...names].filter((name) => typeof name === "string" && name !== "");
  return [...new Set(texts as string[])];
}

/** Inputs of a provider as a program wrote them: it gets objects and lists as JSON texts. */
export function providerProps(inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      if (typeof value !== "string" || !/^[[{]/.test(value)) return [name, value];
      return [name, JSON.parse(value) as unknown];
    }),
  );
}

/** Properties whose value stands for the resource in inputs of others. */
const NAMES = ["arn", "name", "bucket", "identifier", "arnSuffix", "keyId"];

const PROVIDER = "pulumi:providers:aws";
const STACK = "pulumi:pulumi:Stack";

/** Of `pulumi.CustomResourceOptions`, which this library does not load. */
interface Options {
  readonly parent?: Parent;
  readonly protect?: unknown;
  readonly retainOnDelete?: unknown;
  readonly ignoreChanges?: readonly string[];
  readonly deleteBeforeReplace?: unknown;
}

/** What the SDK keeps of a resource. */
interface Parent {
  readonly __pulumiType: string;
  readonly __name: string;
  readonly __parentResource?: Parent;
}

/** Types of a resource and of those around it, the outermost first; the stack's is no part of a URN. */
function typesAbove(parent: Parent | undefined): readonly string[] {
  if (parent === undefined || parent.__pulumiType === STACK) return [];
  return [...typesAbove(parent.__parentResource), parent.__pulumiType];
}

function urn(
  { environment, layer }: PolicyContext,
  types: readonly string[],
  name: string,
): string {
  return `urn:pulumi:${environment.name}::${layer}::${types.join("$")}::${name}`;
}
