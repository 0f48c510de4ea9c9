import { identitiesOf, type PolicyResource, type Properties } from "@strata/policies";

import { plainValues } from "./plain-value.ts";
import type { Registration, Registrations } from "./registrations.ts";

/**
 * A resource as rules see it, from what its program said of it.
 *
 * @param among all that the program registered
 * @param urn undefined: as the engine answered
 * @param inputs undefined: as the program gave them, without defaults of the provider
 */
export function registeredResource(
  registration: Registration,
  among: Registrations,
  { urn, inputs, provider }: ResourceFacts = {},
): PolicyResource {
  const { request, response } = registration;
  const props = inputs ?? plainValues(request.getObject()?.toJavaScript() ?? {});
  const outputs = plainValues(response?.getObject()?.toJavaScript() ?? {});
  const parent = request.getParent();
  return {
    urn: urn ?? response?.getUrn() ?? "",
    type: request.getType(),
    name: request.getName(),
    props,
    options: {
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      ignoreChanges: request.getIgnorechangesList(),
      deleteBeforeReplace: request.getDeletebeforereplace(),
    },
    ...(parent === "" || parent.includes(STACK) ? {} : { parent }),
    dependencies: request.getDependenciesList(),
    propertyDependencies: among.propertyDependencies(registration),
    identities: identitiesOf(props, response?.getId(), outputs),
    ...(provider === undefined ? {} : { provider }),
  };
}

/** What is known of a resource besides. */
export interface ResourceFacts {
  readonly urn?: string;
  readonly inputs?: Properties | undefined;
  readonly provider?: PolicyResource["provider"] | undefined;
}

const STACK = "::pulumi:pulumi:Stack::";
