import { createHash } from "node:crypto";

/** Hexadecimal digits of a digest: 80 bits, enough to tell any two inputs of a layer apart. */
const LENGTH = 20;

/** A short, stable digest of a text or of bytes. */
export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, LENGTH);
}

/** Digest of a JSON value; the order of an object's keys does not count. */
export function digestOfValue(value: unknown): string {
  return digestOf(canonical(value));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}
