import type { CostReport, LayerReport } from "./run-report.ts";

/** `$36.50`, and behind it the difference to what is deployed, if there is one: `$36.50 (+$4.00)`. */
export function costPhrase({ fixedMonthlyUsd, beforeMonthlyUsd = 0 }: Sums): string {
  const delta = cents(fixedMonthlyUsd - beforeMonthlyUsd);
  if (delta === 0) return usd(fixedMonthlyUsd);
  return `${usd(fixedMonthlyUsd)} (${delta < 0 ? "-" : "+"}${usd(Math.abs(delta))})`;
}

type Sums = Pick<CostReport, "fixedMonthlyUsd" | "beforeMonthlyUsd">;

/** What all layers of a run cost together; undefined where nothing is told of any. */
export function totalCost(layers: readonly LayerReport[]): (Sums & Totals) | undefined {
  const costs = layers.flatMap(({ cost }) => cost ?? []);
  const [first] = costs;
  if (first === undefined) return undefined;
  return {
    fixedMonthlyUsd: sum(costs.map(({ fixedMonthlyUsd }) => fixedMonthlyUsd)),
    beforeMonthlyUsd: sum(costs.map(({ beforeMonthlyUsd = 0 }) => beforeMonthlyUsd)),
    byUse: sum(costs.map(({ items }) => items.filter(({ kind }) => kind === "usage").length)),
    unpriced: costs.flatMap(({ unpriced }) => unpriced),
    pricesAsOf: first.pricesAsOf,
  };
}

interface Totals {
  /** Lines that are paid for by use. */
  readonly byUse: number;
  readonly unpriced: readonly string[];
  readonly pricesAsOf: string;
}

/** `Cost in a month, fixed: $320.40 (+$36.50), 12 lines by use come on top (list prices of 2026-06)`. */
export function totalPhrase(total: Sums & Totals): string {
  const { byUse, unpriced, pricesAsOf } = total;
  const onTop = [
    ...(byUse > 0 ? [`${byUse} by use on top`] : []),
    ...(unpriced.length > 0 ? [`${unpriced.length} without a price`] : []),
  ];
  const more = onTop.length > 0 ? `, ${onTop.join(", ")}` : "";
  return `Cost in a month, fixed: ${costPhrase(total)}${more} (list prices of ${pricesAsOf})`;
}

function usd(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

function sum(numbers: readonly number[]): number {
  return cents(numbers.reduce((total, number) => total + number, 0));
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
