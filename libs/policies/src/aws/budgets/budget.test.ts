import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { budgetLimit, budgetNotification } from "./budget.ts";

const ARN = "arn:aws:sns:us-east-1:777788889999:costs";
const notification = (props: object = {}) => ({
  notificationType: "ACTUAL",
  comparisonOperator: "GREATER_THAN",
  threshold: 80,
  thresholdType: "PERCENTAGE",
  subscriberEmailAddresses: ["costs@example.com"],
  subscriberSnsTopicArns: [ARN],
  ...props,
});
const budget = (props: object): LiteralResource => ({
  type: "aws:budgets/budget:Budget",
  name: "it",
  props: {
    name: "account",
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: "100",
    limitUnit: "USD",
    timePeriodStart: "2026-01-01_00:00",
    timePeriodEnd: "2087-06-15_00:00",
    notifications: [notification(), notification({ notificationType: "FORECASTED" })],
    ...props,
  },
});
const found = (props: object) =>
  [budgetLimit, budgetNotification].flatMap((rule) => findingsFor(rule, [budget(props)]));
const notifies = (props: object) => found({ notifications: [notification(props)] });

it("passes budgets that AWS takes, and what is not known yet", () => {
  expect(found({})).toEqual([]);
  expect(found({ limitAmount: undefined, autoAdjustData: { autoAdjustType: "FORECAST" } })).toEqual(
    [],
  );
  expect(found({ budgetType: "RI_COVERAGE", limitUnit: "PERCENTAGE" })).toEqual([]);
  for (const literal of unknowns(budget({}))) {
    expect(findingsFor(budgetLimit, [literal])).toEqual([]);
    expect(findingsFor(budgetNotification, [literal])).toEqual([]);
  }
  for (const { props = {} } of unknowns({ type: "", name: "", props: notification() })) {
    expect(notifies(props)).toEqual([]);
  }
  const late = notification({ threshold: UNKNOWN });
  expect(found({ notifications: [late, late, UNKNOWN] })).toEqual([]);
});

it.each([
  [{ name: "a:b" }, "it (name) has : or \\ or /action/, or more than 100 characters"],
  [{ limitAmount: undefined }, "it (limitAmount) is missing: there is nothing to stay below"],
  [{ limitAmount: "0.0" }, "it (limitAmount) is not above 0"],
  [{ limitUnit: "EUR" }, 'it (limitUnit) is "EUR": costs are in USD'],
  [{ timePeriodEnd: "2026-01-01_00:00" }, "it (timePeriodEnd) is not after timePeriodStart"],
  [
    { budgetType: "RI_COVERAGE", limitUnit: "PERCENTAGE", limitAmount: "90" },
    "it (limitAmount) is not 100, as AWS wants for what is used or covered",
  ],
  [
    { timeUnit: "DAILY" },
    "it (notifications[1].notificationType) is FORECASTED, and AWS makes no forecast for a day",
  ],
  [
    { notifications: [notification(), notification()] },
    "it (notifications) has ACTUAL GREATER_THAN 80 PERCENTAGE more than once",
  ],
])("fails %j", (props, finding) => {
  expect(found(props)).toEqual([finding]);
});

it.each([
  [{ threshold: 0 }, "threshold) is not above 0, or beyond a billion"],
  [
    { subscriberEmailAddresses: Array.from({ length: 11 }, (_, i) => `a${i}@example.com`) },
    "has 11 addresses: AWS takes 10",
  ],
  [{ subscriberSnsTopicArns: [ARN, `${ARN}-2`] }, "has 2 topics: AWS takes 1"],
  [
    { subscriberEmailAddresses: ["someone"] },
    "subscriberEmailAddresses) has what is no e-mail address",
  ],
  [{ subscriberSnsTopicArns: ["costs"] }, "subscriberSnsTopicArns) has what is no ARN of a topic"],
  [
    { subscriberSnsTopicArns: [`${ARN}.fifo`] },
    "has a FIFO topic, to which budgets do not publish",
  ],
])("fails a notification with %j", (props, finding) => {
  expect(notifies(props)).toEqual([expect.stringContaining(finding)]);
});
