import { crc32 } from "node:zlib";

type Field = string | readonly string[] | ReadonlySet<string>;

/**
 * The order in which the official provider goes through a set of blocks, each once: by the decimal digits of a checksum
 * of what they hold. It shows where two blocks end up in one list.
 */
export function inSetOrder<T>(
  items: readonly T[],
  fieldsOf: (item: T) => Readonly<Record<string, Field>>,
): T[] {
  const byCode = new Map(items.map((item) => [codeOf(blockText(fieldsOf(item))), item]));
  return [...byCode].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

function codeOf(text: string): string {
  return String(crc32(text));
}

function blockText(fields: Readonly<Record<string, Field>>): string {
  const names = Object.keys(fields).sort();
  return names.map((name) => `${name}:${fieldText(fields[name] ?? "")}`).join("");
}

function fieldText(field: Field): string {
  if (typeof field === "string") return `${field};`;
  const texts = [...field].map((text) => `${text};`);
  if (Array.isArray(field)) return `(${texts.join("")});`;
  texts.sort((a, b) => (codeOf(a) < codeOf(b) ? -1 : 1));
  return `{${texts.join("")}};`;
}
