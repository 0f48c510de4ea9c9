import type { PolicyResource } from "../resource.ts";
import { listAt } from "../unknown.ts";
import { namedBy } from "./inputs.ts";

/** The one resource of a type that an input names; undefined where there is none in the layer, or it may be several. */
export function theOne(
  resource: PolicyResource,
  input: string,
  resources: readonly PolicyResource[],
  type: string,
): PolicyResource | undefined {
  const found = namedBy(resources, resource, input, type);
  return found.length === 1 ? found[0] : undefined;
}

/** The resources of a type that a list names, each item one; none where it cannot be told which. */
export function eachOf(
  resource: PolicyResource,
  input: string,
  resources: readonly PolicyResource[],
  type: string,
): readonly PolicyResource[] {
  const found = namedBy(resources, resource, input, type);
  return found.length === listAt(resource.props, input).length ? found : [];
}

/** Types of what an input was made of; none where nothing is recorded about it. */
export function typesBehind(
  { propertyDependencies }: PolicyResource,
  input: string,
  resources: readonly PolicyResource[],
): string[] {
  const urns = propertyDependencies[input] ?? [];
  return resources.filter(({ urn }) => urns.includes(urn)).map(({ type }) => type);
}
