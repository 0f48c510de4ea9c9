import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./budget.ts";

const TOKEN = "aws:budgets/budget:Budget";
const topic = "arn:aws:sns:us-east-1:123456789012:costs";
const actual = {
  comparisonOperator: "GREATER_THAN",
  notificationType: "ACTUAL",
  threshold: 80,
  thresholdType: "PERCENTAGE",
  subscriberSnsTopicArns: [topic],
};
const forecast = {
  ...actual,
  notificationType: "FORECASTED",
  threshold: 100,
  subscriberEmailAddresses: ["ops@example.com"],
};
const filter = { name: "TagKeyValue", values: ["user:project$strata"] };
const program = {
  name: "strata-test",
  accountId: "123456789012",
  budgetType: "COST",
  timeUnit: "MONTHLY",
  limitAmount: "100",
  limitUnit: "USD",
  costFilters: [filter],
  costTypes: { includeCredit: false, includeRefund: false },
  timePeriodStart: "2026-01-01_00:00",
  timePeriodEnd: "2030-01-01_00:00",
  notifications: [actual, forecast],
  tags: { Name: "costs" },
};
const { limitAmount: _amount, limitUnit: _unit, ...unlimited } = program;
const planned = {
  ...unlimited,
  plannedLimits: [
    { startTime: "2026-01-01_00:00", amount: "100", unit: "USD" },
    { startTime: "2026-02-01_00:00", amount: "120.5", unit: "USD" },
  ],
};
const automatic = {
  ...unlimited,
  autoAdjustData: {
    autoAdjustType: "HISTORICAL",
    historicalOptions: { budgetAdjustmentPeriod: 2 },
  },
};
type Case = [property: string, before: object, change: object, expected: string];

// AWS Budgets API reference: UpdateBudget replaces all of a budget but its name.
const decisions: Case[] = [
  ["name", program, { name: "other" }, "delete, then create"],
  ["namePrefix", program, { name: undefined, namePrefix: "strata-" }, "replace"],
  ["accountId", program, { accountId: "210987654321" }, "delete, then create"],
  ["budgetType", program, { budgetType: "USAGE" }, "update"],
  ["timeUnit", program, { timeUnit: "ANNUALLY" }, "update"],
  ["limitAmount", program, { limitAmount: "100.5" }, "update"],
  ["limitUnit", program, { limitUnit: "EUR" }, "update"],
  ["plannedLimits", planned, { plannedLimits: planned.plannedLimits.slice(0, 1) }, "update"],
  ["autoAdjustData", automatic, { autoAdjustData: { autoAdjustType: "FORECAST" } }, "update"],
  [
    "costFilters",
    program,
    { costFilters: [{ ...filter, values: ["user:project$other"] }] },
    "update",
  ],
  ["costTypes", program, { costTypes: { includeCredit: true } }, "update"],
  ["timePeriodStart", program, { timePeriodStart: "2026-02-01_00:00" }, "update"],
  ["timePeriodEnd", program, { timePeriodEnd: undefined }, "update"],
  ["notifications", program, { notifications: [actual] }, "update"],
  ["tags", program, { tags: { Name: "other" } }, "update"],
];

it.each([
  ...decisions,
  ["how the amount is written", program, { limitAmount: "100.0" }, "nothing"],
  ["the order of notifications", program, { notifications: [forecast, actual] }, "nothing"],
  ["a default said", program, { costTypes: { ...program.costTypes, includeTax: true } }, "nothing"],
  ["costFilters, left out", program, { costFilters: undefined }, "nothing"],
  ["nothing", program, {}, "nothing"],
] as Case[])("a change of %s", async (_property, before, change, expected) => {
  expect(await decision(TOKEN, { ...before }, { ...before, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  [{ budgetType: "MONEY" }, /"budgetType" to be one of USAGE, COST/],
  [{ timeUnit: "WEEKLY" }, /"timeUnit" to be one of DAILY, MONTHLY/],
  [{ timeUnit: undefined }, /Missing required property "timeUnit"/],
  [{ limitAmount: "much" }, /"limitAmount" is a decimal number, got "much"/],
  [{ timePeriodStart: "2026-01-01" }, /"timePeriodStart" is a time like/],
  [{ plannedLimits: planned.plannedLimits }, /"limitAmount" conflicts with "plannedLimits"/],
  [{ namePrefix: "x" }, /"namePrefix" conflicts with "name"/],
  [
    { notifications: [{ ...actual, subscriberSnsTopicArns: [] }] },
    /"notifications\[0\]" needs a subscriber/,
  ],
  [
    { notifications: [{ ...actual, thresholdType: "DOLLAR" }] },
    /thresholdType" to be one of PERCENTAGE/,
  ],
])("rejects %j before AWS does", async (change, message) => {
  const budget = new Life(await emulatedProvider(), TOKEN);
  await expect(budget.create({ ...program, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const budgets = () => awsClients(emulatorAddress(), "us-east-1").budgets();
  const parts = { AccountId: "123456789012", BudgetName: "strata-test" };

  it.each([
    ["one amount", program, { ...program, limitAmount: "100.0" }],
    ["planned amounts", planned, { ...unlimited, plannedLimits: expect.any(Array) as unknown }],
    ["an amount that adjusts itself", automatic, automatic],
  ])(
    "reads back what it made (%s), and a second look finds no difference",
    async (_, inputs, read) => {
      const budget = new Life(await emulatedProvider(), TOKEN);
      const state = await budget.create(inputs);
      expect(state).toMatchObject({
        ...read,
        id: "123456789012:strata-test",
        arn: "arn:aws:budgets::123456789012:budget/strata-test",
        costTypes: { ...program.costTypes, includeTax: true, useBlended: false },
        tagsAll: { ...DEFAULT_TAGS, Name: "costs" },
      });
      expect(await budget.refresh()).toEqual(state);
      expect((await budget.diff(inputs)).differences).toEqual([]);
      const imported = await budget.importBy(budget.id);
      expect(imported?.inputs).toMatchObject(read);
      expect((await budget.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await budget.delete();
      expect(await budget.refresh()).toBeUndefined();
      expect(await budget.importBy(budget.id)).toBeUndefined();
      await budget.delete();
    },
  );

  it("leaves to AWS what the program does", async () => {
    const budget = new Life(await emulatedProvider(), TOKEN);
    const minimal = { budgetType: "COST", timeUnit: "MONTHLY", limitAmount: "5", limitUnit: "USD" };
    const state = await budget.create(minimal);
    expect(state).toMatchObject({
      name: "sample-0001020",
      accountId: "123456789012",
      timePeriodStart: expect.stringMatching(/^\d{4}-\d\d-01_00:00$/),
      timePeriodEnd: "2087-06-15_00:00",
      costTypes: { includeCredit: true },
      notifications: [],
    });
    expect((await budget.diff(minimal)).differences).toEqual([]);
    const start = state.timePeriodStart;
    const doubled = { ...minimal, limitAmount: "10" };
    expect(await budget.update(doubled)).toMatchObject({
      limitAmount: "10.0",
      timePeriodStart: start,
    });
    await budget.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const budget = new Life(await emulatedProvider(), TOKEN);
    await budget.create(program);
    const changed = {
      ...program,
      limitAmount: "200.0",
      costFilters: [{ name: "Service", values: ["Amazon Relational Database Service"] }],
      notifications: [{ ...actual, subscriberSnsTopicArns: [`${topic}-other`] }],
      tags: { Owner: "ops" },
    };
    expect(await budget.update(changed)).toMatchObject(changed);
    expect((await budget.diff(changed)).differences).toEqual([]);

    await (
      await budgets()
    ).createNotification({
      ...parts,
      Notification: {
        ComparisonOperator: "GREATER_THAN",
        NotificationType: "ACTUAL",
        Threshold: 50,
        ThresholdType: "PERCENTAGE",
      },
      Subscribers: [{ SubscriptionType: "EMAIL", Address: "somebody@example.com" }],
    });
    await budget.refresh();
    expect((await budget.diff(changed)).differences).toEqual([
      { path: "notifications[1]", kind: "delete", replaces: false },
    ]);
    expect((await budget.update(changed)).notifications).toHaveLength(1);
    await budget.delete();
  });

  it("rejects an import by name alone", async () => {
    const budget = new Life(await emulatedProvider(), TOKEN);
    await expect(budget.importBy("strata-test")).rejects.toThrow(
      /a budget is imported by "<account id>:<budget name>"/,
    );
  });

  it("fails with code and message of the API", async () => {
    const provider = await emulatedProvider();
    const first = new Life(provider, TOKEN);
    await first.create(program);
    await expect(new Life(provider, TOKEN).create(program)).rejects.toThrow(
      /^creating Budget: operation error Budgets: CreateBudget, .* api error DuplicateRecordException: /,
    );
    await first.delete();
    const none = new Life(provider, TOKEN);
    await expect(none.create({ ...unlimited })).rejects.toThrow(
      /InvalidParameterException: .*Budget Limit/,
    );
  });
});
