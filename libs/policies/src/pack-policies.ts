import type * as policy from "@pulumi/policy";

import { contextOf } from "./context.ts";
import { evaluate } from "./evaluate.ts";
import { identitiesOf, providerProps } from "./recorded.ts";
import { rules } from "./registry.ts";
import type { PolicyResource, Properties } from "./resource.ts";
import type { PolicyContext, ResourceRule, StackRule } from "./rule.ts";
import { UNKNOWN } from "./unknown.ts";

/** A resource as Pulumi's policy SDK hands it over. */
type Given = Pick<policy.PolicyResource, "urn" | "type" | "name" | "props" | "opts" | "provider"> &
  Partial<Pick<policy.PolicyResource, "parent" | "dependencies" | "propertyDependencies">>;

/** Every rule as a policy of Pulumi's SDK. Waivers are a layer's own, and no part of it. */
export function packPolicies(): policy.Policies {
  return rules.map((rule) => (rule.kind === "resource" ? resourcePolicy(rule) : stackPolicy(rule)));
}

function resourcePolicy(rule: ResourceRule): policy.ResourceValidationPolicy {
  return {
    name: rule.id,
    description: rule.fix,
    enforcementLevel: rule.enforcement,
    url: rule.source,
    tags: [...rule.controls],
    validateResource: (args, report) => {
      if (!rule.types.includes(args.type)) return;
      const resource = resourceOf(args);
      for (const { message } of evaluate([resource], contextIn(args.urn), [rule])) report(message);
    },
  };
}

function stackPolicy(rule: StackRule): policy.StackValidationPolicy {
  return {
    name: rule.id,
    description: rule.fix,
    enforcementLevel: rule.enforcement,
    url: rule.source,
    tags: [...rule.controls],
    validateStack: ({ resources }, report) => {
      const [first] = resources;
      if (first === undefined) return;
      const found = evaluate(resources.map(resourceOf), contextIn(first.urn), [rule]);
      for (const { message, urn } of found) report(message, urn);
    },
  };
}

/** `urn:pulumi:<environment>::<layer>::…`. */
function contextIn(urn: string): PolicyContext {
  const [stack = "", layer = ""] = urn.split("::");
  return contextOf(layer, stack.split(":").at(-1) ?? "");
}

function resourceOf(given: Given): PolicyResource {
  const { urn, type, name, opts, provider, parent } = given;
  const props = plain(given.props) as Properties;
  const madeOf = Object.entries(given.propertyDependencies ?? {}).map(
    ([input, resources]) => [input, resources.map((one) => one.urn)] as const,
  );
  return {
    urn,
    type,
    name,
    props,
    options: {
      protect: opts.protect,
      // The SDK does not tell.
      retainOnDelete: false,
      ignoreChanges: opts.ignoreChanges,
      deleteBeforeReplace: opts.deleteBeforeReplace === true,
    },
    ...(parent === undefined ? {} : { parent: parent.urn }),
    dependencies: (given.dependencies ?? []).map((one) => one.urn),
    propertyDependencies: Object.fromEntries(madeOf),
    identities: identitiesOf(props, undefined),
    ...(provider === undefined
      ? {}
      : {
          provider: {
            name: provider.name,
            props: providerProps(plain(provider.props) as Properties),
          },
        }),
  };
}

/** The SDK throws where something unknown is looked at. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((_, index) => plain(read(value, index)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value).map((name) => [name, plain(read(value as Properties, name))]),
  );
}

function read(value: Properties | readonly unknown[], name: string | number): unknown {
  try {
    return (value as Readonly<Record<string | number, unknown>>)[name];
  } catch {
    return UNKNOWN;
  }
}
