import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

export interface RollbackAlarmArgs {
  /** `app/<name>/<id>`, not the ARN. */
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  /** `targetgroup/<name>/<id>`, not the ARN. */
  readonly targetGroupArnSuffix: pulumi.Input<string>;
}

/**
 * Tells the auto scaling group to take a new template back. It tells no person: alarms for people are in observability,
 * which comes after this layer.
 * Cost: $0.10 a month.
 */
export class RollbackAlarm extends pulumi.ComponentResource {
  readonly alarmName: pulumi.Output<string>;

  constructor(name: string, args: RollbackAlarmArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:RollbackAlarm", name, {}, opts);
    const names = layerNames();

    const alarm = new aws.cloudwatch.MetricAlarm(
      `${name}-rollback`,
      {
        name: names.fixed("alarm", `${name}-rollback`),
        alarmDescription:
          "Instances answer with status 5xx; a replacement of instances is taken back",
        namespace: "AWS/ApplicationELB",
        metricName: "HTTPCode_Target_5XX_Count",
        dimensions: {
          LoadBalancer: args.loadBalancerArnSuffix,
          TargetGroup: args.targetGroupArnSuffix,
        },
        statistic: "Sum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 10,
        period: 60,
        evaluationPeriods: 2,
        // The load balancer sends no zeros: no data means no errors.
        treatMissingData: "notBreaching",
      },
      { parent: this },
    );

    this.alarmName = alarm.name;
    this.registerOutputs({ alarmName: this.alarmName });
  }
}
