import type { Problem } from "../rule.ts";
import { at } from "../unknown.ts";

/** Way to a value inside of inputs: `["ingress", 0, "fromPort"]`. */
export type Path = readonly (string | number)[];

/** The path as Pulumi writes it: `ingress[0].fromPort`. */
export function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .slice(1);
}

/** A problem with the value at a path. */
export function problemAt(path: Path, message: string): Problem {
  return { property: pathText(path), message };
}

/** A problem where the number at a path is outside of a range; none where there is no number, or none is known yet. */
export function outside(
  props: unknown,
  path: Path,
  [min, max]: readonly [number, number],
  unit = "",
): Problem[] {
  const value = at(props, ...path);
  if (typeof value !== "number" || (value >= min && value <= max)) return [];
  const allowed = max === Infinity ? `${min} or more` : `${min} to ${max}`;
  return [problemAt(path, `is ${value}${unit}, and AWS takes ${allowed}`)];
}

/** A problem where the text at a path is none of a few words. */
export function noneOf(props: unknown, path: Path, words: readonly string[]): Problem[] {
  const value = at(props, ...path);
  if (typeof value !== "string" || value === "" || words.includes(value)) return [];
  return [problemAt(path, `is "${value}", and AWS takes ${words.join(", ")}`)];
}

/** A problem where the text at a path does not have a form. @param allowed the form in words */
export function unlike(props: unknown, path: Path, form: RegExp, allowed: string): Problem[] {
  const value = at(props, ...path);
  if (typeof value !== "string" || value === "" || form.test(value)) return [];
  return [problemAt(path, `has a form that AWS refuses: ${allowed}`)];
}

/** Places in a list of what stands there for the second time; what is undefined is never the same twice. */
export function repeatedPlaces(keys: readonly (string | undefined)[]): number[] {
  return keys.flatMap((key, index) =>
    key !== undefined && keys.indexOf(key) < index ? [index] : [],
  );
}
