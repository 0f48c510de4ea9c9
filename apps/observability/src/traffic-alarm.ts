import * as pulumi from "@pulumi/pulumi";

import { alarm } from "./alarm.ts";

export interface TrafficAlarmArgs {
  /** `app/<name>/<id>`, not the ARN. */
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  /** Where the alarm is told. */
  readonly topicArns: readonly pulumi.Input<string>[];
}

/**
 * Tells when requests stay away: fewer than CloudWatch expects at that hour, from the two weeks before.
 * Cost: $0.30 a month.
 */
export class TrafficAlarm extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: TrafficAlarmArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:TrafficAlarm", name, {}, opts);

    const requests = alarm(
      `${name}-requests`,
      args.topicArns,
      {
        alarmDescription: "Fewer requests than usual at this hour, for 15 minutes",
        comparisonOperator: "LessThanLowerThreshold",
        evaluationPeriods: 3,
        thresholdMetricId: "usual",
        metricQueries: [
          {
            id: "requests",
            returnData: true,
            metric: {
              namespace: "AWS/ApplicationELB",
              metricName: "RequestCount",
              dimensions: { LoadBalancer: args.loadBalancerArnSuffix },
              stat: "Sum",
              period: 300,
            },
          },
          {
            id: "usual",
            label: "Usual requests",
            returnData: true,
            // Two standard deviations: a narrower band would cry wolf.
            expression: "ANOMALY_DETECTION_BAND(requests, 2)",
          },
        ],
        // The load balancer sends no zeros: no data means that nobody comes any more.
        treatMissingData: "breaching",
      },
      this,
    );

    this.arn = requests.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
