import { PRICES_AS_OF, type Estimate } from "@strata/cost";

import type { CostReport } from "./run-report.ts";

/** An estimate as a report has it. */
export function costReport(
  { fixedMonthlyUsd, items, unpriced, free }: Estimate,
  beforeMonthlyUsd: number | undefined,
): CostReport {
  return {
    fixedMonthlyUsd,
    ...(beforeMonthlyUsd === undefined ? {} : { beforeMonthlyUsd }),
    items: items.map((item) => ({ ...item })),
    unpriced: [...unpriced],
    free,
    pricesAsOf: PRICES_AS_OF,
  };
}
