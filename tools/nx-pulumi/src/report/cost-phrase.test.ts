import { costPhrase, totalCost, totalPhrase } from "./cost-phrase.ts";
import type { CostReport, LayerReport } from "./run-report.ts";

const cost = (fixedMonthlyUsd: number, more: Partial<CostReport> = {}): CostReport => {
  return { fixedMonthlyUsd, items: [], unpriced: [], free: 0, pricesAsOf: "2026-06", ...more };
};
const layers = (...costs: (CostReport | undefined)[]) =>
  costs.map((one) => (one === undefined ? {} : { cost: one })) as LayerReport[];

it.each([
  [36.5, undefined, "$36.50 (+$36.50)"],
  [36.5, 36.5, "$36.50"],
  [0, 36.5, "$0.00 (-$36.50)"],
  [40.1, 36.5, "$40.10 (+$3.60)"],
])("says %d after %s as %s", (fixedMonthlyUsd, beforeMonthlyUsd, phrase) => {
  const before = beforeMonthlyUsd === undefined ? {} : { beforeMonthlyUsd };
  expect(costPhrase({ fixedMonthlyUsd, ...before })).toBe(phrase);
});

it("adds up what layers cost, and leaves out those of which nothing is told", () => {
  const usage = { type: "t", name: "n", kind: "usage" as const, what: "by the GB" };
  const total = totalCost(
    layers(
      cost(10.1, { beforeMonthlyUsd: 10.1 }),
      undefined,
      cost(0.2, { items: [usage], unpriced: ["x"] }),
    ),
  );
  expect(total).toEqual({
    fixedMonthlyUsd: 10.3,
    beforeMonthlyUsd: 10.1,
    byUse: 1,
    unpriced: ["x"],
    pricesAsOf: "2026-06",
  });
  expect(total && totalPhrase(total)).toBe(
    "Cost in a month, fixed: $10.30 (+$0.20), 1 by use on top, 1 without a price (list prices of 2026-06)",
  );
});

it("says nothing of a run that tells no cost", () => {
  expect(totalCost(layers(undefined))).toBeUndefined();
});
