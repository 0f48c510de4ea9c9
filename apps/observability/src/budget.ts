import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

export interface BudgetArgs {
  /** Costs of a month that the account is expected to stay below. */
  readonly monthlyUsd: number;
  readonly topicArn: pulumi.Input<string>;
}

/**
 * Tells when the account has spent four fifths of a month's budget, and when it will pass it if it goes on so.
 * Cost: none.
 */
export class Budget extends pulumi.ComponentResource {
  constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:Budget", name, {}, opts);
    const notify = (notificationType: "ACTUAL" | "FORECASTED", percent: number) => ({
      notificationType,
      comparisonOperator: "GREATER_THAN",
      threshold: percent,
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: [args.topicArn],
    });

    new aws.budgets.Budget(
      name,
      {
        name: layerNames().fixed("budget", name),
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(args.monthlyUsd),
        limitUnit: "USD",
        notifications: [notify("ACTUAL", 80), notify("FORECASTED", 100)],
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}
