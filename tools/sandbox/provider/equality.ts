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
    return property.computed === true || isEmpty(before);
  }
  if (isEmpty(before) && isEmpty(after)) return true;
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

/** Each wanted element takes one recorded element that satisfies it; none may be left on either side. */
function isSameSet(element: Property, before: Value, after: Value): boolean {
  if (!isList(after)) return false;
  const scalar = element.kind !== "object";
  const wanted = scalar ? [...new Set(after)] : after;
  const left = isList(before) ? [...before] : [];
  for (const item of wanted) {
    const found = left.findIndex((candidate) => isSame(element, candidate, item));
    if (found < 0) return false;
    left.splice(found, 1);
  }
  return left.length === 0;
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
