import type { Unwrap } from "@pulumi/pulumi";
import type { BudgetArgs } from "@pulumi/aws/budgets/budget.js";
import type { CostTypes } from "@aws-sdk/client-budgets";

import type { Property } from "../property.ts";

type Choice = NonNullable<Unwrap<BudgetArgs>["costTypes"]>;

const included = { kind: "boolean", default: true } as const satisfies Property;
const left = { kind: "boolean", default: false } as const satisfies Property;

/** The table of `costTypes`. */
export const COST_TYPES = {
  kind: "object",
  computed: true,
  fields: {
    includeCredit: included,
    includeDiscount: included,
    includeOtherSubscription: included,
    includeRecurring: included,
    includeRefund: included,
    includeSubscription: included,
    includeSupport: included,
    includeTax: included,
    includeUpfront: included,
    useAmortized: left,
    useBlended: left,
  },
} as const satisfies Property;

const NAMES = Object.keys(COST_TYPES.fields) as (keyof Choice)[];

export function toCostTypes(choice: Choice | undefined): CostTypes | undefined {
  if (choice === undefined) return undefined;
  return Object.fromEntries(NAMES.map((name) => [apiName(name), choice[name]]));
}

export function fromCostTypes(types: CostTypes | undefined): Choice | undefined {
  if (types === undefined) return undefined;
  const values = types as Readonly<Record<string, boolean | undefined>>;
  return Object.fromEntries(NAMES.map((name) => [name, values[apiName(name)] ?? false]));
}

function apiName(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
