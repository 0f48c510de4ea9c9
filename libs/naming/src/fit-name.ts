import { createHash } from "node:crypto";

// This one module, not the whole SDK: a run names roles before it needs Pulumi.
import { RunError } from "@pulumi/pulumi/errors.js";

import { accepts, nameRules, type NameKind, type NameRule } from "./name-rules.ts";

/** What a name is made of, from the widest to the narrowest. */
export interface NameParts {
  /** Lower case letters and digits, a letter first, words joined by single hyphens. */
  readonly project: string;
  /** As `project`. */
  readonly environment: string;
  /** As `project`. */
  readonly layer: string;
  /** What the resource is for; words joined by single hyphens, may start with a digit. */
  readonly role: string;
}

// Seven and not six digits: Secrets Manager asks for no hyphen and six characters at the end.
export const HASH_LENGTH = 7;
const WORDS = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LETTER_FIRST = /^[a-z]/;

/**
 * A name that AWS accepts for that kind of resource, the same for the same parts, and a different one
 * for different parts.
 *
 * The plain form is `project-environment-layer-role`. Where that does not fit, is reserved, or could
 * have been made from other parts (a hyphen inside project, environment or layer), the head is kept
 * and a hash of all parts stands at the end.
 *
 * @param reserve characters to leave free at the end, for what Pulumi appends
 * @throws RunError when a part has characters outside its alphabet
 */
export function fitName(kind: NameKind, parts: NameParts, reserve = 0): string {
  checkParts(parts);
  const rule: NameRule = nameRules[kind];
  const limit = rule.max - reserve;
  const words = [parts.project, parts.environment, parts.layer, parts.role];
  const plain = joinWords(words, rule);
  if (isUnambiguous(words, rule) && plain.length <= limit && accepts(kind, plain)) return plain;

  const hash = createHash("sha256").update(JSON.stringify(words)).digest("hex");
  const tail = rule.separator + hash.slice(0, HASH_LENGTH);
  const head = safeStart(plain, rule)
    .slice(0, limit - tail.length)
    .replace(/[-_]+$/, "");
  return head + tail;
}

/** The words with the separator of the kind between and inside them. */
export function joinWords(words: readonly string[], { separator }: NameRule): string {
  return words.map((word) => word.replaceAll("-", separator)).join(separator);
}

/** A forbidden beginning is put out of reach by one letter; the hash, which then stands at the end, keeps it unique. */
export function safeStart(name: string, rule: NameRule): string {
  return startsForbidden(name, rule) ? `x${name}` : name;
}

/**
 * Whether the parts can be read back from the joined name: only the last may hold a hyphen, and its end
 * must not look like one of our hashes.
 */
function isUnambiguous(words: readonly string[], { separator }: NameRule): boolean {
  if (separator === "") return false;
  const hashed = new RegExp(`(^|-)[0-9a-f]{${HASH_LENGTH}}$`);
  return !words.slice(0, -1).some((word) => word.includes("-")) && !hashed.test(words.at(-1) ?? "");
}

function startsForbidden(name: string, rule: NameRule): boolean {
  return rule.forbiddenPrefixes?.some((prefix) => name.startsWith(prefix)) ?? false;
}

function checkParts(parts: NameParts): void {
  const problems = (["project", "environment", "layer", "role"] as const).flatMap((key) => {
    const part = parts[key];
    if (!WORDS.test(part)) return [`${key} "${part}"`];
    return key !== "role" && !LETTER_FIRST.test(part) ? [`${key} "${part}"`] : [];
  });
  if (problems.length === 0) return;
  throw new RunError(
    `cannot build a name from ${problems.join(", ")}: expected lower case letters and digits, words joined ` +
      "by single hyphens, project, environment and layer with a letter first. Rename it",
  );
}
