import { automaticName, type ProposedName } from "./autoname.ts";
import { elementOf } from "./equality.ts";
import type { Properties, Property } from "./property.ts";
import type { AnyResourceType, CheckFailure } from "./resource-type.ts";
import {
  holdsUnknown,
  isList,
  isObject,
  isUnknown,
  unknown,
  type Value,
  type Values,
} from "./value.ts";

/** What one Check request brings beside the inputs. */
export interface CheckContext {
  readonly resourceName: string;
  readonly seed: Uint8Array;
  readonly proposedName: ProposedName | undefined;
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, string>>;
}

export interface Checked {
  readonly inputs: Values;
  readonly failures: readonly CheckFailure[];
}

/**
 * Completes and checks inputs as the official provider does: types, required and unknown properties, defaults, the
 * automatic name, the region of the provider and `tagsAll`.
 *
 * @param olds the inputs of the last operation, empty for a new resource and for a replacement.
 */
export function check(
  type: AnyResourceType,
  olds: Values,
  news: Values,
  context: CheckContext,
): Checked {
  const failures: CheckFailure[] = [];
  const table = type.properties as Properties;
  // Computed here, and so in what an import recorded as inputs.
  const { tagsAll: _computed, ...program } = news;
  const given = type.tags === true ? program : news;
  const inputs = {
    ...(coerceFields(table, given, "", failures, type.token) as Record<string, Value>),
  };
  failures.push(...conflicts(table, inputs));
  const defaults: string[] = [];
  const fill = (name: string, value: Value): void => {
    if (value === undefined || inputs[name] !== undefined) return;
    inputs[name] = value;
    defaults.push(name);
  };

  for (const [name, property] of Object.entries(table)) fill(name, property.default);
  if ("region" in table) fill("region", context.region);
  if (type.autoname !== undefined) nameIt(type, olds, inputs, fill, failures, context);
  for (const [name, property] of Object.entries(table)) {
    if (property.required === true && inputs[name] === undefined) {
      failures.push({ property: name, reason: `Missing required property "${name}"` });
    }
  }
  if (type.tags === true) inputs.tagsAll = allTags(context.defaultTags, inputs.tags);
  if (defaults.length > 0) inputs.__defaults = defaults.sort();
  failures.push(...(type.validate?.(inputs) ?? []));
  return { inputs, failures };
}

function conflicts(table: Properties, inputs: Values): CheckFailure[] {
  return Object.entries(table).flatMap(([name, { conflictsWith = [] }]) => {
    const others = inputs[name] === undefined ? [] : conflictsWith;
    return others
      .filter((other) => inputs[other] !== undefined)
      .map((other) => ({
        property: name,
        reason: `"${name}" conflicts with "${other}": set one of them`,
      }));
  });
}

function nameIt(
  type: AnyResourceType,
  olds: Values,
  inputs: Values,
  fill: (name: string, value: Value) => void,
  failures: CheckFailure[],
  context: CheckContext,
): void {
  const rule = type.autoname;
  if (rule === undefined) return;
  const instead = rule.unlessGiven === undefined ? undefined : inputs[rule.unlessGiven];
  if (inputs[rule.property] !== undefined || instead !== undefined) return;
  const kept = olds[rule.property];
  if (kept !== undefined && wasFilledIn(olds, rule.property)) return fill(rule.property, kept);
  try {
    fill(
      rule.property,
      automaticName(rule, context.resourceName, context.seed, context.proposedName),
    );
  } catch (error) {
    failures.push({ property: rule.property, reason: (error as Error).message });
  }
}

/** False where the program itself said it before; an import says nothing about it. */
function wasFilledIn(olds: Values, property: string): boolean {
  const defaults = olds.__defaults;
  return !isList(defaults) || defaults.includes(property);
}

/** Default tags of the provider below those of the resource; unknown if any part is. */
function allTags(defaultTags: Readonly<Record<string, string>>, tags: Value): Value {
  if (isUnknown(tags)) return unknown;
  const own = isObject(tags) ? tags : {};
  const all: Values = { ...defaultTags, ...own };
  return holdsUnknown(all) ? unknown : all;
}

function coerceFields(
  fields: Properties,
  values: Values,
  path: string,
  failures: CheckFailure[],
  token: string,
): Values {
  const result: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || name === "__defaults") continue;
    const where = path === "" ? name : `${path}.${name}`;
    const property = fields[name];
    if (property === undefined || property.output === true) {
      failures.push({ property: where, reason: notAnInput(token, where, property) });
    } else {
      result[name] = coerce(property, value, where, failures, token);
    }
  }
  for (const [name, property] of Object.entries(fields)) {
    if (path !== "" && result[name] === undefined && property.default !== undefined) {
      result[name] = property.default;
    }
    if (path !== "" && result[name] === undefined && property.required === true) {
      const where = `${path}.${name}`;
      failures.push({ property: where, reason: `Missing required property "${where}"` });
    }
  }
  return result;
}

function notAnInput(token: string, where: string, property: Property | undefined): string {
  if (property?.output !== true) {
    return `the sandbox does not implement "${where}" of ${token}; add it to the table of that type`;
  }
  if (property.instead === undefined)
    return `"${where}" is an output of ${token}, it cannot be set`;
  return `"${where}" of ${token} is deprecated, and the sandbox does not take it: use ${property.instead}`;
}

function coerce(
  property: Property,
  value: Value,
  where: string,
  failures: CheckFailure[],
  token: string,
): Value {
  if (isUnknown(value)) return value;
  const wrong = (): Value => {
    const article = property.kind === "object" ? "an" : "a";
    failures.push({
      property: where,
      reason: `expected "${where}" to be ${article} ${property.kind}`,
    });
    return value;
  };
  switch (property.kind) {
    case "json":
      // The official provider takes a document as data too, and makes it text.
      if (!isList(value) && !isObject(value)) return String(value);
      return holdsUnknown(value) ? unknown : JSON.stringify(value);
    case "string":
      return isList(value) || isObject(value) ? wrong() : String(value);
    case "number": {
      if (typeof value === "number") return value;
      const parsed = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
      return Number.isNaN(parsed) ? wrong() : parsed;
    }
    case "boolean":
      if (typeof value === "boolean") return value;
      return value === "true" ? true : value === "false" ? false : wrong();
    case "object":
      return isObject(value)
        ? coerceFields(property.fields ?? {}, value, where, failures, token)
        : wrong();
    case "map": {
      if (!isObject(value)) return wrong();
      const element = elementOf(property);
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== undefined && item !== null)
          .map(([key, item]) => [key, coerce(element, item, `${where}.${key}`, failures, token)]),
      );
    }
    case "list":
    case "set": {
      if (!isList(value)) return wrong();
      const element = elementOf(property);
      return value
        .filter((item) => item !== undefined && item !== null)
        .map((item, i) => coerce(element, item, `${where}[${i}]`, failures, token));
    }
  }
}
