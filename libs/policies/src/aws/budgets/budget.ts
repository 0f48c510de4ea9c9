import { resourceRule, type Problem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { isSet, number, problemIf, repeated, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";

/** Of one notification: e-mail addresses and topics. */
const EMAILS = 10;
const TOPICS = 1;

export const budgetLimit = resourceRule({
  ...refusal,
  id: "budget-limit",
  source:
    "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html",
  types: ["aws:budgets/budget:Budget"],
  fix:
    'Write a limit above 0 as a number in a text, limitUnit "USD" for costs, a name without : and \\, and ' +
    "an end after the beginning.",
  check: ({ props }) => {
    const type = text(props["budgetType"]);
    const amount = props["limitAmount"];
    const unit = text(props["limitUnit"]);
    const name = text(props["name"]);
    const [start, end] = [text(props["timePeriodStart"]), text(props["timePeriodEnd"])];
    const isShare = type !== undefined && /UTILIZATION|COVERAGE/.test(type);
    const isPlain = !isSet(props["autoAdjustData"]) && !isSet(props["plannedLimits"]);
    return [
      ...problemIf(
        name !== undefined && (/[:\\]/.test(name) || /\/action\//i.test(name) || name.length > 100),
        "name",
        "has : or \\ or /action/, or more than 100 characters",
      ),
      ...problemIf(
        isPlain && !isSet(amount) && !isUnknown(amount),
        "limitAmount",
        "is missing: there is nothing to stay below",
      ),
      ...problemIf(
        isSet(amount) && number(amount) !== undefined && !(Number(amount) > 0),
        "limitAmount",
        "is not above 0",
      ),
      ...problemIf(
        type === "COST" && unit !== undefined && unit !== "USD",
        "limitUnit",
        `is "${unit}": costs are in USD`,
      ),
      ...problemIf(
        isShare && unit !== undefined && unit !== "PERCENTAGE",
        "limitUnit",
        `is "${unit}": what is used or covered is in PERCENTAGE`,
      ),
      ...problemIf(
        isShare && number(amount) !== undefined && number(amount) !== 100,
        "limitAmount",
        "is not 100, as AWS wants for what is used or covered",
      ),
      ...problemIf(
        start !== undefined && end !== undefined && end <= start,
        "timePeriodEnd",
        "is not after timePeriodStart",
      ),
    ];
  },
});

export const budgetNotification = resourceRule({
  ...refusal,
  id: "budget-notification",
  source:
    "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html, " +
    "https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html",
  types: ["aws:budgets/budget:Budget"],
  fix:
    `Give each notification a threshold above 0, up to ${EMAILS} e-mail addresses and ${TOPICS} topic, ` +
    "none twice, and no forecast to a budget of a day.",
  check: ({ props }) => {
    const notifications = listAt(props, "notifications");
    const keys = notifications.map((one) =>
      ["notificationType", "comparisonOperator", "threshold", "thresholdType"]
        .map((name) => String(at(one, name)))
        .join(" "),
    );
    return [
      ...repeated(keys.filter((key) => !key.includes("(known after"))).map((key) => ({
        property: "notifications",
        message: `has ${key} more than once`,
      })),
      ...notifications.flatMap((one, index): Problem[] => {
        const property = `notifications[${index}]`;
        const threshold = number(at(one, "threshold"));
        const emails = listAt(one, "subscriberEmailAddresses");
        const topics = listAt(one, "subscriberSnsTopicArns");
        const isDaily = text(props["timeUnit"]) === "DAILY";
        return [
          ...problemIf(
            threshold !== undefined && (threshold <= 0 || threshold > 1_000_000_000),
            `${property}.threshold`,
            "is not above 0, or beyond a billion",
          ),
          ...problemIf(
            isDaily && at(one, "notificationType") === "FORECASTED",
            `${property}.notificationType`,
            "is FORECASTED, and AWS makes no forecast for a day",
          ),
          ...problemIf(
            emails.length > EMAILS,
            `${property}.subscriberEmailAddresses`,
            `has ${emails.length} addresses: AWS takes ${EMAILS}`,
          ),
          ...problemIf(
            topics.length > TOPICS,
            `${property}.subscriberSnsTopicArns`,
            `has ${topics.length} topics: AWS takes ${TOPICS}`,
          ),
          ...problemIf(
            emails.some(
              (email) => typeof email === "string" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email),
            ),
            `${property}.subscriberEmailAddresses`,
            "has what is no e-mail address",
          ),
          ...problemIf(
            topics.some(
              (arn) =>
                typeof arn === "string" && !/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:.+$/.test(arn),
            ),
            `${property}.subscriberSnsTopicArns`,
            "has what is no ARN of a topic",
          ),
          ...problemIf(
            topics.some((arn) => typeof arn === "string" && arn.endsWith(".fifo")),
            `${property}.subscriberSnsTopicArns`,
            "has a FIFO topic, to which budgets do not publish",
          ),
        ];
      }),
    ];
  },
});
