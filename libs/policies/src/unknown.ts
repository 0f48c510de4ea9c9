/** A value that is known only after something was created. */
class Unknown {
  toString(): string {
    return "(known after the deployment)";
  }
}

/** Stands, anywhere in the properties of a resource, for what a preview cannot know. A rule cannot tell then. */
export const UNKNOWN = Object.freeze(new Unknown());

/** Whether the value itself cannot be known yet. */
export function isUnknown(value: unknown): boolean {
  return value instanceof Unknown;
}

/** Whether the value, or anything in it, cannot be known yet. */
export function hasUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasUnknown);
}

/** The value; undefined where it cannot be known yet. */
export function known<T>(value: T): T | undefined {
  return isUnknown(value) ? undefined : value;
}

/**
 * What stands at a path inside of a value: `at(props, "metadataOptions", "httpTokens")`. Undefined where nothing does,
 * the unknown where the way there cannot be known yet.
 */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (isUnknown(found)) return found;
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Readonly<Record<string | number, unknown>>)[step];
  }
  return found;
}

/** The items of a list at a path; none where there is no list, or where it cannot be known yet. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}
