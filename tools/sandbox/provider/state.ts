import { elementOf, isNothing } from "./equality.ts";
import type { Properties, Property } from "./property.ts";
import type { AnyResourceType } from "./resource-type.ts";
import { isEmpty, isObject, unknown, type Value, type Values } from "./value.ts";

/** What a preview of a creation can say: the inputs, and unknown for all that AWS will choose. */
export function plannedState(type: AnyResourceType, inputs: Values): Values {
  const state: Record<string, Value> = {};
  for (const [name, property] of Object.entries(type.properties as Properties)) {
    const given = inputs[name];
    const chosen = property.output === true || property.computed === true;
    state[name] = given ?? (chosen ? unknown : undefined);
  }
  if (type.tags === true) state.tagsAll = inputs.tagsAll;
  return state;
}

/** What a preview of an update can say: as recorded, with the new inputs, and unknown what the update will change. */
export function plannedUpdate(
  type: AnyResourceType,
  state: Values,
  inputs: Values,
  changed: readonly string[],
): Values {
  const planned: Record<string, Value> = { ...state };
  for (const [name, property] of Object.entries(type.properties as Properties)) {
    if (property.output !== true) {
      const given = inputs[name];
      if (given !== undefined || property.computed !== true) planned[name] = given;
    }
    if (isRecomputed(property, changed, inputs)) planned[name] = unknown;
  }
  if (type.tags === true) planned.tagsAll = inputs.tagsAll;
  return planned;
}

function isRecomputed(property: Property, changed: readonly string[], inputs: Values): boolean {
  const { recomputed } = property;
  if (recomputed === undefined) return false;
  if (typeof recomputed === "function") return recomputed(changed, inputs);
  const own = changed.filter((name) => name !== "tagsAll" && name !== "tags");
  return recomputed === true ? own.length > 0 : recomputed.some((name) => changed.includes(name));
}

/**
 * What is recorded of a resource that was read: what AWS says, beside it what AWS does not hold (from the inputs, the
 * older record, or the default), and tags split into own and all.
 *
 * @param inputs what the program asked for; undefined when the resource is imported or looked up.
 */
export function recordedState(
  type: AnyResourceType,
  read: Values,
  inputs: Values | undefined,
  prior: Values,
  context: { readonly region: string; readonly defaultTags: Readonly<Record<string, string>> },
): Values {
  const state: Record<string, Value> = {};
  for (const [name, property] of Object.entries(type.properties as Properties)) {
    const kept = property.local === true || property.simulated !== undefined;
    state[name] = kept ? keptValue(name, property, read, inputs, prior) : read[name];
  }
  if ("region" in type.properties) {
    state.region ??= inputs?.region ?? prior.region ?? context.region;
  }
  if (type.tags === true) {
    const all = withoutSystemTags(read.tags);
    state.tagsAll = all;
    state.tags = ownTags(all, context.defaultTags, inputs === undefined ? prior.tags : inputs.tags);
  }
  return state;
}

/**
 * What is recorded of a property that cannot be read back: what the program says, so that taking it away takes effect.
 * Where AWS chooses, and for an import, what the emulator happens to say or what was known before.
 */
function keptValue(
  name: string,
  property: Property,
  read: Values,
  inputs: Values | undefined,
  prior: Values,
): Value {
  if (inputs === undefined) return prior[name] ?? read[name] ?? property.default;
  const chosen = property.computed === true ? (read[name] ?? prior[name]) : undefined;
  return inputs[name] ?? chosen ?? property.default;
}

/** The inputs that a refresh or an import records: what the program could have said to get this state. */
export function inputsOf(
  type: AnyResourceType,
  state: Values,
  oldInputs: Values | undefined,
): Values {
  const inputs: Record<string, Value> = {};
  for (const [name, property] of Object.entries(type.properties as Properties)) {
    if (property.output === true) continue;
    const value = state[name];
    const known =
      oldInputs === undefined
        ? !isDefault(property, value) && !isSaidOtherwise(property, state)
        : name in oldInputs;
    if (known && value !== undefined) inputs[name] = settable(property, value);
  }
  if (type.tags === true && state.tagsAll !== undefined) inputs.tagsAll = state.tagsAll;
  if (oldInputs?.__defaults !== undefined) inputs.__defaults = oldInputs.__defaults;
  return inputs;
}

/** True if another input says the same, and the two cannot be set together. */
function isSaidOtherwise({ conflictsWith = [] }: Property, state: Values): boolean {
  return conflictsWith.some((other) => !isEmpty(state[other]));
}

function isDefault(property: Property, value: Value): boolean {
  const usual = property.default;
  return isNothing(property, value) && (usual === undefined || isEmpty(usual));
}

/** A value without the parts that only AWS fills in, so that it passes Check. */
function settable(property: Property, value: Value): Value {
  if (property.kind === "object" && isObject(value)) {
    const fields = property.fields ?? {};
    const entries = Object.entries(value).filter(
      ([name]) => fields[name] !== undefined && fields[name].output !== true,
    );
    return Object.fromEntries(
      entries.map(([name, item]) => [name, settable(fields[name] as Property, item)]),
    );
  }
  if (Array.isArray(value)) {
    return value.map((item: Value) => settable(elementOf(property), item));
  }
  return value;
}

/** Tags that begin with `aws:` are AWS's own and never shown by the provider. */
function withoutSystemTags(tags: Value): Values {
  const entries = Object.entries(isObject(tags) ? tags : {});
  return Object.fromEntries(entries.filter(([key]) => !key.startsWith("aws:")));
}

/** Tags of the resource itself: all but those that equal a default tag and that the program did not repeat. */
function ownTags(all: Values, defaultTags: Readonly<Record<string, string>>, given: Value): Values {
  const repeated = isObject(given) ? given : {};
  const entries = Object.entries(all).filter(
    ([key, value]) => key in repeated || defaultTags[key] !== value,
  );
  return Object.fromEntries(entries);
}
