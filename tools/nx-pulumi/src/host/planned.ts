import * as pulumi from "@pulumi/pulumi";

/** Pulumi's sentinel for a value that is not known before something was created. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Outputs that another layer of the same preview plans, as values for a program; undefined if it plans none. */
export function planned(
  outputs: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> | undefined {
  if (outputs === undefined) return undefined;
  return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, fromWire(value)]));
}

function fromWire(value: unknown): unknown {
  if (value === UNKNOWN) return pulumi.unknown;
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromWire(item)]));
}
