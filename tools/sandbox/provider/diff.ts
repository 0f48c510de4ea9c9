import { isNameGiven } from "./autoname.ts";
import { elementOf, fieldsToCompare, isSame, matchSets } from "./equality.ts";
import type { Properties, Property } from "./property.ts";
import type { AnyResourceType } from "./resource-type.ts";
import { isList, isObject, isUnknown, type Value, type Values } from "./value.ts";

export type DiffKind = "add" | "delete" | "update";

/** One place that differs, as `ingress[0].toPort`. */
export interface Difference {
  readonly path: string;
  readonly kind: DiffKind;
  readonly replaces: boolean;
}

export interface Diff {
  readonly differences: readonly Difference[];
  /** Top-level properties that differ. */
  readonly changed: readonly string[];
  /** Top-level properties that force a replacement. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/**
 * Decides what an update would do, from what is recorded (as last read from AWS) and what the program wants.
 */
export function diff(type: AnyResourceType, state: Values, oldInputs: Values, news: Values): Diff {
  const table = type.properties as Properties;
  const differences: Difference[] = [];
  const replaces: string[] = [];
  const changed: string[] = [];

  for (const [name, property] of Object.entries(withTagsAll(type, table))) {
    if (property.output === true) continue;
    const before = name in state ? state[name] : oldInputs[name];
    const forced = forcesReplacement(property, before, news[name], state);
    const found = differencesOf(property, before, news[name], name, forced, news);
    if (found.length === 0) continue;
    differences.push(...found);
    changed.push(name);
    if (found.some((difference) => difference.replaces)) replaces.push(name);
  }
  const oneAtATime = type.deleteBeforeReplace === true || isNameGiven(type.autoname, news);
  return {
    differences,
    changed,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && oneAtATime,
  };
}

function forcesReplacement(
  property: Property,
  before: Value,
  after: Value,
  state: Values,
): boolean {
  const { replaces } = property;
  return typeof replaces === "function" ? replaces(before, after, state) : replaces === true;
}

function withTagsAll(type: AnyResourceType, table: Properties): Properties {
  return type.tags === true ? { ...table, tagsAll: { kind: "map" } } : table;
}

/** Differences inside one property, as deep as the structure can be compared place by place. */
function differencesOf(
  property: Property,
  before: Value,
  after: Value,
  path: string,
  replaces: boolean,
  beside: Values = {},
): Difference[] {
  if (isSame(property, before, after, beside)) return [];
  const here: Difference[] = [{ path, kind: kindOf(before, after), replaces }];
  if (isUnknown(after) || property.equal !== undefined || isAbsent(before) || isAbsent(after)) {
    return [
      {
        path,
        kind: kindOf(before, after),
        replaces: replaces || nestedReplaces(property, before, after),
      },
    ];
  }
  const inside = insideOf(property, before, after, path, replaces);
  return inside.length > 0 ? inside : here;
}

/** True if a whole structure comes or goes that has a part which cannot be changed in place. */
function nestedReplaces(property: Property, before: Value, after: Value): boolean {
  const wanted = isObject(after) ? after : {};
  const was = isObject(before) ? before : {};
  return fieldsToCompare(property.fields ?? {}).some(
    ([name, field]) => field.replaces === true && !isSame(field, was[name], wanted[name], wanted),
  );
}

function insideOf(
  property: Property,
  before: Value,
  after: Value,
  path: string,
  replaces: boolean,
): Difference[] {
  if (property.kind === "object" && isObject(before) && isObject(after)) {
    return fieldsToCompare(property.fields ?? {}).flatMap(([name, field]) =>
      differencesOf(
        field,
        before[name],
        after[name],
        `${path}.${name}`,
        replaces || field.replaces === true,
        after,
      ),
    );
  }
  if (property.kind === "map" && isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      isSame(elementOf(property), before[key], after[key]) && key in before === key in after
        ? []
        : [{ path: `${path}${keyPath(key)}`, kind: kindOf(before[key], after[key]), replaces }],
    );
  }
  if (property.kind === "list" && isList(before) && isList(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, i) => i).flatMap((i) =>
      differencesOf(elementOf(property), before[i], after[i], `${path}[${i}]`, replaces),
    );
  }
  if (property.kind === "set" && isList(before) && isList(after)) {
    return setDifferences(property, before, after, path, replaces);
  }
  return [];
}

/** Elements that only one side has: added by their index in the program, deleted by their index in the record. */
function setDifferences(
  property: Property,
  before: readonly Value[],
  after: readonly Value[],
  path: string,
  replaces: boolean,
): Difference[] {
  const { missing, left } = matchSets(elementOf(property), before, after);
  const places = (indices: readonly number[], kind: DiffKind): Difference[] =>
    indices.map((i) => ({ path: `${path}[${i}]`, kind, replaces }));
  return [
    ...missing.flatMap((i) => places([i], left.includes(i) ? "update" : "add")),
    ...places(
      left.filter((i) => !missing.includes(i)),
      "delete",
    ),
  ];
}

/** From true to false is an update, though `false` and nothing are the same to AWS. */
function kindOf(before: Value, after: Value): DiffKind {
  if (isAbsent(before)) return "add";
  return isAbsent(after) ? "delete" : "update";
}

function isAbsent(value: Value): boolean {
  return value === undefined || value === null;
}

/** Pulumi's property path: a key that is no plain word is quoted. */
function keyPath(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `["${key.replaceAll('"', '\\"')}"]`;
}
