import { isUnknown } from "../unknown.ts";

const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const TAGS = 50;

/** A tag as key and value; what is not known yet may be any. */
export type Tag = readonly [key: unknown, value: unknown];

/** What is wrong with tags of one resource, a sentence each. A value is never repeated. */
export function tagProblems(tags: readonly Tag[]): string[] {
  const keys = tags.map(([key]) => key).filter((key) => typeof key === "string");
  const found = tags.flatMap(([key, value]) => {
    if (typeof key !== "string") return [];
    if (key === "") return ["have an empty key"];
    if (/^aws:/i.test(key)) return [`have the key "${key}", and aws: is for AWS alone`];
    if (key.length > 128) return ["have a key of more than 128 characters"];
    if (!CHARACTERS.test(key)) return [`have the key "${key}" with characters that AWS refuses`];
    if (isUnknown(value) || typeof value !== "string") return [];
    if (value.length > 256) return [`have more than 256 characters in ${key}`];
    return CHARACTERS.test(value) ? [] : [`have characters that AWS refuses in ${key}`];
  });
  if (tags.length > TAGS) found.push(`are ${tags.length}, and a resource has at most ${TAGS}`);
  if (new Set(keys).size < keys.length) found.push("have one key twice");
  return found;
}
