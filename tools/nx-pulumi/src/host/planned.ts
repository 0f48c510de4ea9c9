import * as pulumi from "@pulumi/pulumi";

import { UNKNOWN } from "../gate/gate.ts";

/** Outputs that another layer of the same preview plans, as values for a program. */
export function planned(outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, fromWire(value)]));
}

function fromWire(value: unknown): unknown {
  if (value === UNKNOWN) return pulumi.unknown;
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromWire(item)]));
}
