import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import { nearest } from "./nearest.ts";
import { linesIn, settingsFile, type LineOf } from "./settings-file.ts";

/**
 * Pure half: every problem in one message, and no value is repeated in it.
 *
 * @param where what is being read, in the words of the user
 * @param lineOf tells the line of a setting
 * @throws pulumi.RunError
 */
export function parseSettings<S extends z.ZodType>(
  schema: S,
  raw: unknown,
  where: string,
  lineOf: LineOf = () => undefined,
): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => problemsOf(schema, raw, issue, lineOf));
  throw new pulumi.RunError(`${where} is invalid\n${problems.join("\n")}`);
}

/**
 * Reads the one object `<project>:settings` of the current stack.
 *
 * @throws pulumi.RunError that lists every problem, each with file and line
 */
export function loadSettings<S extends z.ZodType>(schema: S): z.output<S> {
  const layer = pulumi.getProject();
  const stack = pulumi.getStack();
  const what = `${layer}:settings in stack "${stack}"`;
  const where = `${what} (${settingsFile(layer, stack)})`;
  // eslint-disable-next-line no-restricted-syntax -- the one place that reads settings
  const text = new pulumi.Config().get("settings");
  if (text === undefined) throw new pulumi.RunError(`${where} is missing: add it under "config:"`);
  const lineOf = linesIn(layer, stack);
  const raw = parseJson(text, () => {
    return `${what} (${lineOf([]) ?? settingsFile(layer, stack)}) must be an object, not a plain value`;
  });
  return parseSettings(schema, raw, where, lineOf);
}

// Config.getObject would repeat the value in its error.
function parseJson(text: string, problem: () => string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new pulumi.RunError(problem());
  }
}

function problemsOf(
  schema: z.ZodType,
  raw: unknown,
  issue: z.core.$ZodIssue,
  lineOf: LineOf,
): string[] {
  const { path, message } = issue;
  if (issue.code !== "unrecognized_keys") {
    const problem = isMissing(raw, path) ? missing(message) : message;
    return [`✖ ${problem}`, ...at(path, lineOf(path))];
  }
  const allowed = keysAt(schema, path);
  return issue.keys.flatMap((key) => [
    `✖ Unrecognized key: "${key}"${hint(key, allowed)}`,
    ...at(path, lineOf([...path, key])),
  ]);
}

function isMissing(raw: unknown, path: readonly PropertyKey[]): boolean {
  let here = raw;
  for (const step of path) here = (here as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return here === undefined;
}

/** What a validator says of an absent value, as if it were another one. */
function missing(message: string): string {
  const expected = /^Invalid \w+: (.*?)(, received undefined)?$/.exec(message)?.[1];
  return `Missing: ${expected ?? message}`;
}

function hint(key: string, allowed: readonly string[]): string {
  const guess = nearest(key, allowed);
  if (guess !== undefined) return `, did you mean "${guess}"?`;
  return allowed.length === 0 ? "" : `, allowed: ${allowed.join(", ")}`;
}

function at(path: readonly PropertyKey[], line: string | undefined): string[] {
  const places = [line, path.length === 0 ? undefined : `at ${path.map(String).join(".")}`];
  const known = places.filter((place) => place !== undefined);
  return known.length === 0 ? [] : [`  → ${known.join(", ")}`];
}

/** Keys of the object schema at a path; none where the schema is no plain object. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown = schema;
  for (const step of path) {
    here =
      here instanceof z.ZodObject ? (here.shape as Record<string, unknown>)[String(step)] : null;
    while (here instanceof z.ZodDefault || here instanceof z.ZodOptional) here = here.unwrap();
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape as object) : [];
}
