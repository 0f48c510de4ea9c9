import type { Unwrap } from "@pulumi/pulumi";
import type { BudgetArgs, BudgetState } from "@pulumi/aws/budgets/budget.js";
import type { Budget, Budgets, BudgetType, TimeUnit } from "@aws-sdk/client-budgets";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixOf } from "../name-prefix.ts";
import type { Property } from "../property.ts";
import { defineResource, type CheckFailure, type ResourceType } from "../resource-type.ts";
import { tagChanges, tagList, tagRecord } from "../tag-list.ts";
import { isUnknown, type Value, type Values } from "../value.ts";
import { COST_TYPES, fromCostTypes, toCostTypes } from "./cost-types.ts";
import { changeNotifications, NOTIFICATION, notificationsOf } from "./notification.ts";
import { fromTime, isTime, toTime } from "./time.ts";

type Inputs = Unwrap<BudgetArgs>;
type State = Unwrap<BudgetState>;

const GONE = "NotFoundException";

const AMOUNT = { kind: "string", equal: sameAmount } as const satisfies Property;

/** All that UpdateBudget sets. */
const definition = {
  budgetType: { kind: "string", required: true },
  timeUnit: { kind: "string", required: true },
  limitAmount: { ...AMOUNT, computed: true, conflictsWith: ["plannedLimits"] },
  limitUnit: { kind: "string", computed: true, conflictsWith: ["plannedLimits"] },
  plannedLimits: {
    kind: "set",
    of: {
      kind: "object",
      fields: {
        startTime: { kind: "string", required: true },
        amount: { ...AMOUNT, required: true },
        unit: { kind: "string", required: true },
      },
    },
  },
  autoAdjustData: {
    kind: "object",
    fields: {
      autoAdjustType: { kind: "string", required: true },
      historicalOptions: {
        kind: "object",
        fields: {
          budgetAdjustmentPeriod: { kind: "number", required: true },
          lookbackAvailablePeriods: { kind: "number", output: true },
        },
      },
      lastAutoAdjustTime: { kind: "string", output: true },
    },
  },
  costFilters: {
    kind: "set",
    computed: true,
    of: {
      kind: "object",
      fields: {
        name: { kind: "string", required: true },
        values: { kind: "list", required: true },
      },
    },
  },
  costTypes: COST_TYPES,
  timePeriodStart: { kind: "string", computed: true },
  timePeriodEnd: { kind: "string", default: "2087-06-15_00:00" },
} as const satisfies ResourceType<Inputs, State>["properties"];

/**
 * Its id is `<account>:<name>`. It has no region. Filters of the newer kind (`filterExpression`, `metrics`) and billing
 * views (`billingViewArn`) are left out.
 *
 * Source: Billing and Cost Management API reference, Budgets: CreateBudget, UpdateBudget, CreateNotification.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:budgets/budget:Budget",
  noun: "Budget",
  tags: true,
  autoname: { property: "name", maxLength: 100, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true, conflictsWith: ["name"] },
    accountId: { kind: "string", computed: true, replaces: true },
    ...definition,
    notifications: { kind: "set", of: NOTIFICATION },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
  },
  validate: failures,

  async create(inputs, call) {
    const budgets = await call.aws.budgets();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    const accountId = inputs.accountId ?? call.accountId;
    await budgets.createBudget({
      AccountId: accountId,
      Budget: toBudget(name, inputs),
      ResourceTags: tagList(inputs.tagsAll),
    });
    const id = `${accountId}:${name}`;
    call.created(id);
    await changeNotifications(budgets, partsOf(id), [], inputs.notifications ?? []);
    return id;
  },

  async read(id, call, prior) {
    const budgets = await call.aws.budgets();
    const parts = partsOf(id);
    const found = await unlessGone(budgets.describeBudget(parts), GONE);
    const budget = found?.Budget;
    if (budget === undefined) return undefined;
    const arn = `arn:${call.partition}:budgets::${parts.AccountId}:budget/${parts.BudgetName}`;
    const [{ ResourceTags }, notifications] = await Promise.all([
      budgets.listTagsForResource({ ResourceARN: arn }),
      notificationsOf(budgets, parts),
    ]);
    return {
      ...fromBudget(budget),
      accountId: parts.AccountId,
      arn,
      name: budget.BudgetName,
      namePrefix: prefixOf(budget.BudgetName, prior.namePrefix),
      notifications,
      tags: tagRecord(ResourceTags),
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const budgets = await call.aws.budgets();
    const parts = partsOf(id);
    if (changed(...(Object.keys(definition) as (keyof Inputs)[]))) {
      // All of a budget is replaced: what the program leaves to AWS stays as it is.
      const kept = inputs.plannedLimits === undefined && inputs.autoAdjustData === undefined;
      const wanted: Inputs = {
        ...inputs,
        costFilters: inputs.costFilters ?? before.costFilters,
        costTypes: inputs.costTypes ?? before.costTypes,
        timePeriodStart: inputs.timePeriodStart ?? before.timePeriodStart,
        ...(kept
          ? {
              limitAmount: inputs.limitAmount ?? before.limitAmount,
              limitUnit: inputs.limitUnit ?? before.limitUnit,
            }
          : {}),
      };
      await budgets.updateBudget({
        AccountId: parts.AccountId,
        NewBudget: toBudget(parts.BudgetName, wanted),
      });
    }
    if (changed("notifications")) {
      const was = before.notifications ?? [];
      await changeNotifications(budgets, parts, was, inputs.notifications ?? []);
    }
    if (changed("tagsAll")) {
      await updateTags(budgets, before.arn, before.tagsAll, inputs.tagsAll);
    }
  },

  async delete(id, _state, call) {
    const budgets = await call.aws.budgets();
    await unlessGone(budgets.deleteBudget(partsOf(id)), GONE);
  },

  /** As documented, `<account>:<name>`. */
  import(importId) {
    if (!/^\d{12}:.+$/.test(importId)) {
      throw new Error(`a budget is imported by "<account id>:<budget name>", got "${importId}"`);
    }
    return Promise.resolve({ id: importId, prior: {} });
  },
});

function partsOf(id: string): { AccountId: string; BudgetName: string } {
  const colon = id.indexOf(":");
  return { AccountId: id.slice(0, colon), BudgetName: id.slice(colon + 1) };
}

function toBudget(name: string, inputs: Inputs): Budget {
  return {
    BudgetName: name,
    BudgetType: inputs.budgetType as BudgetType,
    TimeUnit: inputs.timeUnit as TimeUnit,
    TimePeriod: { Start: toTime(inputs.timePeriodStart), End: toTime(inputs.timePeriodEnd) },
    CostFilters: toCostFilters(inputs.costFilters ?? []),
    CostTypes: toCostTypes(inputs.costTypes),
    ...limitOf(inputs),
  };
}

function toCostFilters(filters: NonNullable<Inputs["costFilters"]>): Record<string, string[]> {
  const all: Record<string, string[]> = {};
  for (const { name, values } of filters) all[name] = [...(all[name] ?? []), ...values];
  return all;
}

/** A budget has one of three: an amount that adjusts itself, amounts for times to come, or one amount. */
function limitOf({ autoAdjustData: auto, plannedLimits, limitAmount, limitUnit }: Inputs) {
  if (auto !== undefined) {
    const period = auto.historicalOptions?.budgetAdjustmentPeriod;
    return {
      AutoAdjustData: {
        AutoAdjustType: auto.autoAdjustType as "FORECAST" | "HISTORICAL",
        ...(period === undefined ? {} : { HistoricalOptions: { BudgetAdjustmentPeriod: period } }),
      },
    };
  }
  if (plannedLimits !== undefined && plannedLimits.length > 0) {
    const entries = plannedLimits.map(({ startTime, amount, unit }) => {
      const seconds = (toTime(startTime)?.getTime() ?? 0) / 1000;
      return [String(seconds), { Amount: amount, Unit: unit }];
    });
    return {
      PlannedBudgetLimits: Object.fromEntries(entries) as Record<
        string,
        { Amount: string; Unit: string }
      >,
    };
  }
  if (limitAmount === undefined || limitUnit === undefined) return {};
  return { BudgetLimit: { Amount: limitAmount, Unit: limitUnit } };
}

function fromBudget(budget: Budget): Partial<State> {
  const auto = budget.AutoAdjustData;
  const history = auto?.HistoricalOptions;
  return {
    budgetType: budget.BudgetType,
    timeUnit: budget.TimeUnit,
    timePeriodStart: fromTime(budget.TimePeriod?.Start),
    timePeriodEnd: fromTime(budget.TimePeriod?.End),
    limitAmount: budget.BudgetLimit?.Amount,
    limitUnit: budget.BudgetLimit?.Unit,
    plannedLimits: Object.entries(budget.PlannedBudgetLimits ?? {}).map(([start, spend]) => ({
      startTime: fromTime(new Date(Number(start) * 1000)) ?? "",
      amount: spend.Amount ?? "",
      unit: spend.Unit ?? "",
    })),
    autoAdjustData:
      auto === undefined
        ? undefined
        : {
            autoAdjustType: auto.AutoAdjustType ?? "",
            lastAutoAdjustTime: auto.LastAutoAdjustTime?.toISOString(),
            historicalOptions:
              history === undefined
                ? undefined
                : {
                    budgetAdjustmentPeriod: history.BudgetAdjustmentPeriod ?? 0,
                    lookbackAvailablePeriods: history.LookBackAvailablePeriods,
                  },
          },
    costFilters: Object.entries(budget.CostFilters ?? {}).map(([name, values]) => ({
      name,
      values,
    })),
    costTypes: fromCostTypes(budget.CostTypes),
  };
}

async function updateTags(
  budgets: Budgets,
  ResourceARN: string | undefined,
  before: Readonly<Record<string, string>> | undefined,
  after: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { gone, set } = tagChanges(before, after);
  if (gone.length > 0) await budgets.untagResource({ ResourceARN, ResourceTagKeys: gone });
  if (set.length > 0) await budgets.tagResource({ ResourceARN, ResourceTags: set });
}

/** AWS answers `100` as `100.0`. */
function sameAmount(before: Value, after: Value): boolean {
  if (before === after) return true;
  if (before === undefined || before === null || after === undefined || after === null)
    return false;
  return Number(before) === Number(after);
}

/** Source: Billing and Cost Management API reference, Budget: valid values. */
const WORDS = {
  budgetType: [
    "USAGE",
    "COST",
    "RI_UTILIZATION",
    "RI_COVERAGE",
    "SAVINGS_PLANS_UTILIZATION",
    "SAVINGS_PLANS_COVERAGE",
  ],
  timeUnit: ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY"],
} as const;

function failures(inputs: Partial<Inputs>): CheckFailure[] {
  const values = inputs as Values;
  const found: CheckFailure[] = [];
  for (const [property, words] of Object.entries(WORDS)) {
    const value = values[property];
    if (value === undefined || isUnknown(value)) continue;
    if ((words as readonly string[]).includes(String(value))) continue;
    const reason = `expected "${property}" to be one of ${words.join(", ")}, got "${String(value)}"`;
    found.push({ property, reason });
  }
  for (const property of ["timePeriodStart", "timePeriodEnd"] as const) {
    const value = values[property];
    if (typeof value !== "string" || isTime(value)) continue;
    const reason = `"${property}" is a time like "2026-01-01_00:00" (UTC), got "${value}"`;
    found.push({ property, reason });
  }
  const { limitAmount } = inputs;
  if (typeof limitAmount === "string" && !/^\d+(\.\d+)?$/.test(limitAmount)) {
    const reason = `"limitAmount" is a decimal number, got "${limitAmount}"`;
    found.push({ property: "limitAmount", reason });
  }
  return [...found, ...notificationFailures(inputs.notifications)];
}

function notificationFailures(notifications: Inputs["notifications"]): CheckFailure[] {
  if (notifications === undefined || isUnknown(notifications)) return [];
  return notifications.flatMap((notification, i) => {
    if (isUnknown(notification)) return [];
    const {
      comparisonOperator,
      notificationType,
      thresholdType,
      subscriberEmailAddresses: emails,
      subscriberSnsTopicArns: topics,
    } = notification;
    const property = `notifications[${i}]`;
    const found: CheckFailure[] = [];
    const words = {
      comparisonOperator: [comparisonOperator, ["GREATER_THAN", "LESS_THAN", "EQUAL_TO"]],
      notificationType: [notificationType, ["ACTUAL", "FORECASTED"]],
      thresholdType: [thresholdType, ["PERCENTAGE", "ABSOLUTE_VALUE"]],
    } as const;
    for (const [name, [value, allowed]] of Object.entries(words)) {
      if (isUnknown(value) || (allowed as readonly string[]).includes(value)) continue;
      const reason = `expected "${property}.${name}" to be one of ${allowed.join(", ")}, got "${value}"`;
      found.push({ property: `${property}.${name}`, reason });
    }
    const isNobody = (list: readonly string[] | undefined) =>
      list === undefined || (!isUnknown(list) && list.length === 0);
    if (isNobody(emails) && isNobody(topics)) {
      const reason = `"${property}" needs a subscriber: set subscriberEmailAddresses or subscriberSnsTopicArns`;
      found.push({ property, reason });
    }
    return found;
  });
}
