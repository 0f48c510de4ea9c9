import { PRICED_REGION } from "./prices.ts";
import { pricing } from "./pricing.ts";

/** A resource as an estimate sees it: a planned one, one of a recorded program, or one of a state. */
export interface PricedResource {
  readonly urn: string;
  /** Type token, for example `aws:rds/instance:Instance`. */
  readonly type: string;
  readonly name: string;
  /** Inputs; what a preview does not know may stand in it as anything that is no number and no text. */
  readonly props: Readonly<Record<string, unknown>>;
  /** URNs that an input was made of, by input. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  /** What the cloud answers to: id, ARN, name. */
  readonly identities?: readonly string[];
}

/** `fixed`: paid for as long as it exists. `usage`: paid for by use, no sum is known. */
export type CostKind = "fixed" | "usage";

/** One line of the bill. */
export interface CostItem {
  readonly type: string;
  readonly name: string;
  readonly kind: CostKind;
  /** What is paid for: "t4g.small, 3 × 730 h". */
  readonly what: string;
  /** USD a month; absent for usage. */
  readonly monthlyUsd?: number;
}

/** What a layer costs in a month, as far as it can be told beforehand. */
export interface Estimate {
  /** Sum of all fixed items, in USD a month, rounded to cents. */
  readonly fixedMonthlyUsd: number;
  readonly items: readonly CostItem[];
  /** What ought to have a price and has none in the table, each with the reason. The sum is too low by these. */
  readonly unpriced: readonly string[];
  /** Resources that cost nothing by themselves. */
  readonly free: number;
}

/**
 * Estimates what resources cost in a month from the price table: list prices on demand, without data transfer,
 * discounts and free tiers. A layer in a region without a table has every priced resource among the unpriced.
 *
 * @param resources all resources of one layer: an auto scaling group is priced by its launch template
 */
export function estimate(resources: readonly PricedResource[], region: string): Estimate {
  const items: CostItem[] = [];
  const unpriced: string[] = [];
  let free = 0;
  for (const resource of resources) {
    const { type, name } = resource;
    if (!type.startsWith("aws:")) continue;
    const price = pricing[type];
    if (price === undefined) {
      free += 1;
      continue;
    }
    if (region !== PRICED_REGION) {
      unpriced.push(`${name} (${type}): the table has no prices of ${region}`);
      continue;
    }
    for (const line of price(resource, resources)) {
      if (line.kind === "unpriced") unpriced.push(`${name} (${type}): ${line.reason}`);
      else if (line.kind === "usage") items.push({ type, name, kind: "usage", what: line.what });
      else items.push({ type, name, kind: "fixed", what: line.what, monthlyUsd: cents(line.usd) });
    }
  }
  const fixed = items.reduce((sum, { monthlyUsd = 0 }) => sum + monthlyUsd, 0);
  return { fixedMonthlyUsd: cents(fixed), items, unpriced, free };
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
