/** One price of a resource, or why there is none. */
export type PriceLine =
  | { readonly kind: "fixed"; readonly what: string; readonly usd: number }
  | { readonly kind: "usage"; readonly what: string }
  | { readonly kind: "unpriced"; readonly reason: string };

/** Paid for as long as it exists, USD a month. */
export function fixed(what: string, usd: number): PriceLine {
  return { kind: "fixed", what, usd };
}

/** Paid for by use. */
export function usage(what: string): PriceLine {
  return { kind: "usage", what };
}

/** It costs, and nobody can tell how much. */
export function unpriced(reason: string): PriceLine {
  return { kind: "unpriced", reason };
}

/** A number that can be a count or a size: nothing that is negative, infinite or no number. */
export function amount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}
