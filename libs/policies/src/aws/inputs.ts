import { refersTo, type PolicyResource } from "../resource.ts";
import type { Problem } from "../rule.ts";

/** A text that is known; undefined for all else. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A number that is known, also where it was written as a text; undefined for all else. */
export function number(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** Whether a program set the value, known or not. An empty text and an empty list are as good as nothing. */
export function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== "";
}

/** Known texts of one text or a list of them. */
export function texts(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string");
}

/** Items that stand in a list more than once, each once. */
export function repeated<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}

/** Resources of a type. */
export function ofType(
  resources: readonly PolicyResource[],
  type: string,
): readonly PolicyResource[] {
  return resources.filter((one) => one.type === type);
}

/** The resources of a type that an input names. */
export function namedBy(
  resources: readonly PolicyResource[],
  resource: PolicyResource,
  input: string,
  type: string,
): readonly PolicyResource[] {
  return ofType(resources, type).filter((one) => refersTo(resource, input, one));
}

/** The problem where it is one, as a list. */
export function problemIf(isWrong: boolean, property: string, message: string): Problem[] {
  return isWrong ? [{ property, message }] : [];
}
