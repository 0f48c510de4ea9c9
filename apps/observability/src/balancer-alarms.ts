import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

export interface BalancerAlarmsArgs {
  /** `app/<name>/<id>`, not the ARN. */
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  /** `targetgroup/<name>/<id>`, not the ARN. */
  readonly targetGroupArnSuffix: pulumi.Input<string>;
  /** Unhealthy hosts that raise no alarm yet. */
  readonly unhealthyHosts: number;
  /** Answers with status 5xx in five minutes that raise no alarm yet. */
  readonly errors: number;
}

/** Tells when hosts are down or answer with errors. Cost: $0.20 a month. */
export class BalancerAlarms extends pulumi.ComponentResource {
  readonly unhealthyHostsAlarmArn: pulumi.Output<string>;
  readonly errorsAlarmArn: pulumi.Output<string>;

  constructor(name: string, args: BalancerAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:BalancerAlarms", name, {}, opts);
    const names = layerNames();
    const watched = {
      namespace: "AWS/ApplicationELB",
      // Both: the count of unhealthy hosts exists per target group only.
      dimensions: {
        LoadBalancer: args.loadBalancerArnSuffix,
        TargetGroup: args.targetGroupArnSuffix,
      },
      comparisonOperator: "GreaterThanThreshold",
      period: 300,
      evaluationPeriods: 1,
    };

    const hosts = new aws.cloudwatch.MetricAlarm(
      `${name}-unhealthy-hosts`,
      {
        ...watched,
        name: names.fixed("alarm", `${name}-unhealthy-hosts`),
        alarmDescription: `More than ${args.unhealthyHosts} hosts fail their health check`,
        metricName: "UnHealthyHostCount",
        statistic: "Maximum",
        threshold: args.unhealthyHosts,
        treatMissingData: "missing",
      },
      { parent: this },
    );
    const errors = new aws.cloudwatch.MetricAlarm(
      `${name}-5xx`,
      {
        ...watched,
        name: names.fixed("alarm", `${name}-5xx`),
        alarmDescription: `More than ${args.errors} answers with status 5xx in five minutes`,
        metricName: "HTTPCode_Target_5XX_Count",
        statistic: "Sum",
        threshold: args.errors,
        // The load balancer sends no zeros: no data means no errors.
        treatMissingData: "notBreaching",
      },
      { parent: this },
    );

    this.unhealthyHostsAlarmArn = hosts.arn;
    this.errorsAlarmArn = errors.arn;
    this.registerOutputs({
      unhealthyHostsAlarmArn: this.unhealthyHostsAlarmArn,
      errorsAlarmArn: this.errorsAlarmArn,
    });
  }
}
