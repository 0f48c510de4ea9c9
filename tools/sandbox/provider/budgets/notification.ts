import type { Unwrap } from "@pulumi/pulumi";
import type { BudgetArgs } from "@pulumi/aws/budgets/budget.js";
import type {
  Budgets,
  ComparisonOperator,
  Notification,
  NotificationType,
  Subscriber,
  ThresholdType,
} from "@aws-sdk/client-budgets";

import { unlessGone } from "../api-error.ts";
import { matchSets } from "../equality.ts";
import type { Property } from "../property.ts";
import type { Value } from "../value.ts";

type Choice = NonNullable<Unwrap<BudgetArgs>["notifications"]>[number];
interface Parts {
  readonly AccountId: string;
  readonly BudgetName: string;
}

const GONE = "NotFoundException";

/** The table of one notification. */
export const NOTIFICATION = {
  kind: "object",
  fields: {
    comparisonOperator: { kind: "string", required: true },
    notificationType: { kind: "string", required: true },
    threshold: { kind: "number", required: true },
    thresholdType: { kind: "string", required: true },
    subscriberEmailAddresses: { kind: "set" },
    subscriberSnsTopicArns: { kind: "set" },
  },
} as const satisfies Property;

export async function notificationsOf(budgets: Budgets, parts: Parts): Promise<Choice[]> {
  const found = await unlessGone(budgets.describeNotificationsForBudget(parts), GONE);
  return Promise.all(
    (found?.Notifications ?? []).map((one) => fromNotification(budgets, parts, one)),
  );
}

/** What differs, is taken away and made again: a notification has no id. */
export async function changeNotifications(
  budgets: Budgets,
  parts: Parts,
  before: readonly Choice[],
  after: readonly Choice[],
): Promise<void> {
  const { missing, left } = matchSets(
    NOTIFICATION,
    before as readonly Value[],
    after as readonly Value[],
  );
  for (const i of left) {
    const Notification = toNotification(before[i] as Choice);
    await unlessGone(budgets.deleteNotification({ ...parts, Notification }), GONE);
  }
  for (const i of missing) {
    const choice = after[i] as Choice;
    await budgets.createNotification({
      ...parts,
      Notification: toNotification(choice),
      Subscribers: toSubscribers(choice),
    });
  }
}

function toNotification(choice: Choice): Notification {
  return {
    ComparisonOperator: choice.comparisonOperator as ComparisonOperator,
    NotificationType: choice.notificationType as NotificationType,
    Threshold: choice.threshold,
    ThresholdType: choice.thresholdType as ThresholdType,
  };
}

function toSubscribers(choice: Choice): Subscriber[] {
  const { subscriberEmailAddresses: emails = [], subscriberSnsTopicArns: topics = [] } = choice;
  return [
    ...emails.map((Address) => ({ SubscriptionType: "EMAIL" as const, Address })),
    ...topics.map((Address) => ({ SubscriptionType: "SNS" as const, Address })),
  ];
}

async function fromNotification(
  budgets: Budgets,
  parts: Parts,
  Notification: Notification,
): Promise<Choice> {
  const found = await unlessGone(
    budgets.describeSubscribersForNotification({ ...parts, Notification }),
    GONE,
  );
  const of = (type: string) =>
    (found?.Subscribers ?? [])
      .filter(({ SubscriptionType }) => SubscriptionType === type)
      .map(({ Address = "" }) => Address);
  return {
    comparisonOperator: Notification.ComparisonOperator ?? "",
    notificationType: Notification.NotificationType ?? "",
    threshold: Notification.Threshold ?? 0,
    // AWS leaves a percentage out.
    thresholdType: Notification.ThresholdType ?? "PERCENTAGE",
    subscriberEmailAddresses: of("EMAIL"),
    subscriberSnsTopicArns: of("SNS"),
  };
}
