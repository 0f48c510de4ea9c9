import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

const one = (title: string, rule: string, props: object): Mistake => ({
  title,
  rule,
  resources: [budget(props)],
});

function budget(props: object): LiteralResource {
  return {
    type: "aws:budgets/budget:Budget",
    name: "budget",
    props: {
      name: "strata-account",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "100",
      limitUnit: "USD",
      ...props,
    },
  };
}

const notification = (props: object) => ({
  notificationType: "ACTUAL",
  comparisonOperator: "GREATER_THAN",
  threshold: 80,
  thresholdType: "PERCENTAGE",
  subscriberEmailAddresses: ["costs@example.com"],
  ...props,
});
const notifying = (props: object) => ({ notifications: [notification(props)] });
const topic = (name: string) => `arn:aws:sns:us-east-1:777788889999:${name}`;

export const budgetsMistakes: MistakesOf = {
  service: "budgets",
  mistakes: [
    one("a budget without a limit", "budget-limit", { limitAmount: undefined }),
    one("a budget of nothing", "budget-limit", { limitAmount: "0" }),
    one("costs in euros", "budget-limit", { limitUnit: "EUR" }),
    one("a budget's name with a colon", "budget-limit", { name: "strata:account" }),
    one("a budget that ends before it begins", "budget-limit", {
      timePeriodStart: "2027-01-01_00:00",
      timePeriodEnd: "2026-01-01_00:00",
    }),
    one("reservations in dollars", "budget-limit", {
      budgetType: "RI_UTILIZATION",
      limitAmount: "100",
      limitUnit: "USD",
    }),
    one("reservations of 80 percent", "budget-limit", {
      budgetType: "RI_COVERAGE",
      limitAmount: "80",
      limitUnit: "PERCENTAGE",
    }),
    one("a threshold of 0", "budget-notification", notifying({ threshold: 0 })),
    one("a forecast for a day", "budget-notification", {
      timeUnit: "DAILY",
      ...notifying({ notificationType: "FORECASTED" }),
    }),
    one(
      "eleven addresses for one notification",
      "budget-notification",
      notifying({
        subscriberEmailAddresses: Array.from({ length: 11 }, (_, i) => `costs-${i}@example.com`),
      }),
    ),
    one(
      "two topics for one notification",
      "budget-notification",
      notifying({ subscriberSnsTopicArns: [topic("costs"), topic("alarms")] }),
    ),
    one(
      "a notification to a name",
      "budget-notification",
      notifying({ subscriberEmailAddresses: ["costs"] }),
    ),
    one(
      "a notification to the name of a topic",
      "budget-notification",
      notifying({ subscriberSnsTopicArns: ["costs"] }),
    ),
    one(
      "a notification to a FIFO topic",
      "budget-notification",
      notifying({ subscriberSnsTopicArns: [topic("costs.fifo")] }),
    ),
    one("two notifications that are the same", "budget-notification", {
      notifications: [
        notification({}),
        notification({ subscriberEmailAddresses: ["on-call@example.com"] }),
      ],
    }),
  ],
};
