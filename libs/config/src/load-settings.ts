import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import { nearest } from "./nearest.ts";

/**
 * Pure half: every problem in one message, and no value is repeated in it.
 *
 * @param where what is being read, in the words of the user
 * @throws pulumi.RunError
 */
export function parseSettings<S extends z.ZodType>(
  schema: S,
  raw: unknown,
  where: string,
): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => describe(schema, issue));
  throw new pulumi.RunError(`${where} is invalid\n${lines.join("\n")}`);
}

/**
 * Reads the one object `<project>:settings` of the current stack.
 *
 * @throws pulumi.RunError that lists every problem and names the file to edit
 */
export function loadSettings<S extends z.ZodType>(schema: S): z.output<S> {
  const layer = pulumi.getProject();
  const stack = pulumi.getStack();
  const where = `${layer}:settings in stack "${stack}" (apps/${layer}/Pulumi.${stack}.yaml)`;
  // eslint-disable-next-line no-restricted-syntax -- the one place that reads settings
  const text = new pulumi.Config().get("settings");
  if (text === undefined) throw new pulumi.RunError(`${where} is missing: add it under "config:"`);
  return parseSettings(schema, parseJson(text, where), where);
}

// Config.getObject would repeat the value in its error.
function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new pulumi.RunError(`${where} must be an object, not a plain value`);
  }
}

function describe(schema: z.ZodType, issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    const allowed = keysAt(schema, issue.path);
    const keys = issue.keys.map((key) => `Unrecognized key: "${key}"${hint(key, allowed)}`);
    return [...keys.map((line) => `✖ ${line}`), ...at(issue.path)].join("\n");
  }
  return [`✖ ${issue.message}`, ...at(issue.path)].join("\n");
}

function hint(key: string, allowed: readonly string[]): string {
  const guess = nearest(key, allowed);
  if (guess !== undefined) return `, did you mean "${guess}"?`;
  return allowed.length === 0 ? "" : `, allowed: ${allowed.join(", ")}`;
}

function at(path: readonly PropertyKey[]): string[] {
  return path.length === 0 ? [] : [`  → at ${path.map(String).join(".")}`];
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
