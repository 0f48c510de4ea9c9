import type { Properties, Property } from "./property.ts";
import { isEmpty, isList, isObject, isUnknown, type Value, type Values } from "./value.ts";

/**
 * True if the program's value asks for nothing that AWS does not already have.
 *
 * `before` is what is recorded (as read from AWS, with everything AWS filled in), `after` what the program wants.
 * Leaving out a property that AWS chooses is no wish; leaving out any other one means its empty value.
 */
export function isSame(
  property: Property,
  before: Value,
  after: Value,
  beside: Values = {},
): boolean {
  if (isUnknown(after)) return false;
  if (after === undefined || after === null) {
    return property.computed === true || isNothing(property, before);
  }
  if (isNothing(property, before) && isNothing(property, after)) return true;
  if (property.equal !== undefined) return property.equal(before, after, beside);
  switch (property.kind) {
    case "string":
      return isScalar(before) && String(before) === String(after);
    case "number":
    case "boolean":
      return before === after;
    case "json":
      return isSameDocument(before, after);
    case "object":
      if (property.block === true && !isObject(before)) return false;
      return isSameObject(property.fields ?? {}, before, after);
    case "map":
      return isSameMap(elementOf(property), before, after);
    case "list":
      return isSameList(elementOf(property), before, after);
    case "set":
      return isSameSet(elementOf(property), before, after);
  }
}

/** What a list, set or map holds. */
export function elementOf(property: Property): Property {
  return property.of ?? { kind: "string" };
}

/** The keys to compare of an object: all that either side has and that the program may set. */
export function fieldsToCompare(fields: Properties): [string, Property][] {
  return Object.entries(fields).filter(([, field]) => field.output !== true);
}

/** True if the value says nothing. An empty value of a map does (a tag may have one), and a block by its presence. */
export function isNothing(property: Property, value: Value): boolean {
  if (!isObject(value)) return isEmpty(value);
  if (property.kind === "map") return Object.keys(value).length === 0;
  if (property.kind !== "object") return isEmpty(value);
  if (property.block === true) return false;
  return Object.entries(value).every(([name, item]) => {
    const field = property.fields?.[name];
    return field === undefined ? isEmpty(item) : isNothing(field, item);
  });
}

function isScalar(value: Value): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isSameObject(fields: Properties, before: Value, after: Value): boolean {
  if (!isObject(after)) return false;
  const was: Values = isObject(before) ? before : {};
  return fieldsToCompare(fields).every(([name, field]) =>
    isSame(field, was[name], after[name], after),
  );
}

function isSameMap(element: Property, before: Value, after: Value): boolean {
  if (!isObject(after)) return false;
  const was: Values = isObject(before) ? before : {};
  const keys = new Set([...Object.keys(was), ...Object.keys(after)]);
  return [...keys].every(
    (key) => key in was && key in after && isSame(element, was[key], after[key]),
  );
}

function isSameList(element: Property, before: Value, after: Value): boolean {
  if (!isList(after)) return false;
  const was = isList(before) ? before : [];
  return was.length === after.length && after.every((item, i) => isSame(element, was[i], item));
}

function isSameSet(element: Property, before: Value, after: Value): boolean {
  if (!isList(after)) return false;
  const { missing, left } = matchSets(element, isList(before) ? before : [], after);
  return missing.length === 0 && left.length === 0;
}

/**
 * Pairs wanted with recorded elements of a set. Each wanted one takes a recorded one that satisfies it; what is said
 * twice counts once.
 *
 * @returns indices of wanted elements that nothing satisfies, and of recorded ones that nobody wants.
 */
export function matchSets(
  element: Property,
  before: readonly Value[],
  after: readonly Value[],
): { readonly missing: number[]; readonly left: number[] } {
  const recorded = distinct(element, before);
  const takenBy = new Map<number, number>();
  // A wanted element that finds all its candidates taken makes their takers look for another one.
  const takes = (wanted: number, tried: Set<number>): boolean =>
    recorded.some((candidate) => {
      if (tried.has(candidate) || !isSame(element, before[candidate], after[wanted])) return false;
      tried.add(candidate);
      const taker = takenBy.get(candidate);
      if (taker !== undefined && !takes(taker, tried)) return false;
      takenBy.set(candidate, wanted);
      return true;
    });
  const missing = distinct(element, after).filter((wanted) => !takes(wanted, new Set()));
  return { missing, left: recorded.filter((candidate) => !takenBy.has(candidate)) };
}

/** Indices of the elements without those that repeat an earlier one. */
function distinct(element: Property, list: readonly Value[]): number[] {
  const equal = (a: Value, b: Value) => isSame(element, a, b) && isSame(element, b, a);
  return [...list.keys()].filter((i) => !list.slice(0, i).some((item) => equal(item, list[i])));
}

function isSameDocument(before: Value, after: Value): boolean {
  if (before === after) return true;
  if (typeof before !== "string" || typeof after !== "string") return false;
  try {
    return canonical(JSON.parse(before)) === canonical(JSON.parse(after));
  } catch {
    return false;
  }
}

/** One text for documents that mean the same to IAM. */
function canonical(document: unknown): string {
  if (Array.isArray(document)) {
    const items = document.map(canonical);
    const strings = document.every((item) => typeof item === "string");
    if (strings && items.length === 1) return items[0] ?? "";
    return `[${(strings ? items.sort() : items).join()}]`;
  }
  if (typeof document === "object" && document !== null) {
    const entries = Object.entries(document).map(
      ([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`,
    );
    return `{${entries.sort().join()}}`;
  }
  return JSON.stringify(document);
}
