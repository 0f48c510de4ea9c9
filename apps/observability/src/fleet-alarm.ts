import * as pulumi from "@pulumi/pulumi";

import { alarm } from "./alarm.ts";

export interface FleetAlarmArgs {
  readonly groupName: pulumi.Input<string>;
  /** Instances that there should be at all times. */
  readonly minSize: pulumi.Input<number>;
  /** Where the alarm is told. */
  readonly topicArns: readonly pulumi.Input<string>[];
}

/** Tells when auto scaling cannot keep as many instances as it should. Cost: $0.10 a month. */
export class FleetAlarm extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: FleetAlarmArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:FleetAlarm", name, {}, opts);

    const inService = alarm(
      `${name}-in-service`,
      args.topicArns,
      {
        alarmDescription: "Fewer instances in service than there should be, for ten minutes",
        namespace: "AWS/AutoScaling",
        metricName: "GroupInServiceInstances",
        dimensions: { AutoScalingGroupName: args.groupName },
        statistic: "Minimum",
        comparisonOperator: "LessThanThreshold",
        threshold: args.minSize,
        period: 300,
        evaluationPeriods: 2,
        // The group reports each minute, because compute switches that on.
        treatMissingData: "missing",
      },
      this,
    );

    this.arn = inService.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
