import * as pulumi from "@pulumi/pulumi";

import { alarm } from "./alarm.ts";
import { isWatched, type AlarmLevel } from "./alarm-level.ts";

export interface BalancerAlarmsArgs {
  /** `app/<name>/<id>`, not the ARN. */
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  /** `targetgroup/<name>/<id>`, not the ARN. */
  readonly targetGroupArnSuffix: pulumi.Input<string>;
  readonly level: AlarmLevel;
  /** Unhealthy hosts that raise no alarm yet. */
  readonly unhealthyHosts: number;
  /** Hosts that there should be at all times. */
  readonly hosts: pulumi.Input<number>;
  /** Answers with status 5xx in five minutes that raise no alarm yet. */
  readonly errors: number;
  /** Time that 95 of 100 requests stay below. */
  readonly responseMilliseconds: number;
  /** Where the alarms are told. */
  readonly topicArns: readonly pulumi.Input<string>[];
  /** Looks at unhealthy hosts once in five minutes, as the seed did. */
  readonly seedParity: boolean;
}

/**
 * Tells when hosts are down, answer with errors or are slow, or when nobody answers at all.
 * Cost: $0.20 a month for `core`, $0.50 for `standard` and `all`.
 */
export class BalancerAlarms extends pulumi.ComponentResource {
  /** ARN of each alarm by what it watches. */
  readonly arns: Readonly<Record<string, pulumi.Output<string>>>;
  /** Names of the alarms of which each means that users are not served. */
  readonly outageAlarmNames: readonly pulumi.Output<string>[];

  constructor(name: string, args: BalancerAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:BalancerAlarms", name, {}, opts);
    const { topicArns } = args;
    const ofBalancer = {
      namespace: "AWS/ApplicationELB",
      dimensions: { LoadBalancer: args.loadBalancerArnSuffix },
      comparisonOperator: "GreaterThanThreshold",
      period: 300,
      evaluationPeriods: 1,
    };
    const ofTargets = {
      ...ofBalancer,
      // Both: the counts of hosts exist per target group only.
      dimensions: { ...ofBalancer.dimensions, TargetGroup: args.targetGroupArnSuffix },
    };
    // The load balancer sends no zeros: no data means no errors.
    const counted = { statistic: "Sum", treatMissingData: "notBreaching" };
    // One look could meet a host that is just being replaced.
    const threeMinutes = { period: 60, evaluationPeriods: 3 };

    const unhealthyHosts = alarm(
      `${name}-unhealthy-hosts`,
      topicArns,
      {
        ...ofTargets,
        ...(!args.seedParity && threeMinutes),
        alarmDescription: `More than ${args.unhealthyHosts} hosts fail their health check`,
        metricName: "UnHealthyHostCount",
        statistic: "Maximum",
        threshold: args.unhealthyHosts,
        treatMissingData: "missing",
      },
      this,
    );
    const targetErrors = alarm(
      `${name}-5xx`,
      topicArns,
      {
        ...ofTargets,
        ...counted,
        alarmDescription: `More than ${args.errors} answers with status 5xx in five minutes`,
        metricName: "HTTPCode_Target_5XX_Count",
        threshold: args.errors,
      },
      this,
    );
    const arns = { albUnhealthyHosts: unhealthyHosts.arn, alb5xx: targetErrors.arn };
    if (isWatched("standard", args.level)) {
      const ownErrors = alarm(
        `${name}-elb-5xx`,
        topicArns,
        {
          ...ofBalancer,
          ...counted,
          alarmDescription: `More than ${args.errors} requests in five minutes that no host answered`,
          metricName: "HTTPCode_ELB_5XX_Count",
          threshold: args.errors,
        },
        this,
      );
      const healthyHosts = alarm(
        `${name}-healthy-hosts`,
        topicArns,
        {
          ...ofTargets,
          ...threeMinutes,
          alarmDescription: "Fewer healthy hosts than there should be at all times",
          metricName: "HealthyHostCount",
          statistic: "Minimum",
          comparisonOperator: "LessThanThreshold",
          threshold: args.hosts,
          // There is no count where no host is registered.
          treatMissingData: "breaching",
        },
        this,
      );
      const responseTime = alarm(
        `${name}-response-time`,
        topicArns,
        {
          ...ofTargets,
          alarmDescription: `5 % of requests take more than ${args.responseMilliseconds} ms for 15 minutes`,
          metricName: "TargetResponseTime",
          extendedStatistic: "p95",
          // CloudWatch has it in seconds.
          threshold: args.responseMilliseconds / 1000,
          evaluationPeriods: 3,
          treatMissingData: "notBreaching",
        },
        this,
      );
      this.arns = {
        ...arns,
        albElb5xx: ownErrors.arn,
        albHealthyHosts: healthyHosts.arn,
        albResponseTime: responseTime.arn,
      };
      this.outageAlarmNames = [targetErrors.name, ownErrors.name, healthyHosts.name];
    } else {
      this.arns = arns;
      this.outageAlarmNames = [targetErrors.name];
    }
    this.registerOutputs({ arns: this.arns, outageAlarmNames: this.outageAlarmNames });
  }
}
