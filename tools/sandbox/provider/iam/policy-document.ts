import type { CheckFailure } from "../resource-type.ts";

/** IAM answers documents URL-encoded. */
export function decodeDocument(document: string | undefined): string | undefined {
  return document === undefined ? undefined : decodeURIComponent(document);
}

/** The text of a document after Check, which turns objects into JSON. */
export function documentText(document: unknown): string {
  return document as string;
}

/** What the official provider says about a document that IAM could not read. */
export function documentFailures(
  inputs: Readonly<Record<string, unknown>>,
  property: string,
): CheckFailure[] {
  const value = inputs[property];
  if (typeof value !== "string") return [];
  const fails = (why: string): CheckFailure[] => [{ property, reason: `"${property}" ${why}` }];
  if (value.trim() === "") return fails("is an empty string, which is not a valid JSON value");
  try {
    const document: unknown = JSON.parse(value);
    if (typeof document === "object" && document !== null && !Array.isArray(document)) return [];
    return fails("contains an invalid JSON policy: not a JSON object");
  } catch (error) {
    return fails(`contains an invalid JSON policy: ${(error as Error).message}`);
  }
}
