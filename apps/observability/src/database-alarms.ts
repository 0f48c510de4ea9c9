import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import { connectionThreshold } from "./connection-threshold.ts";

export interface DatabaseAlarmsArgs {
  /** The identifier, not the resource id (`db-…`): CloudWatch knows the database by it. */
  readonly instanceIdentifier: pulumi.Input<string>;
  /** Connections that the database accepts. */
  readonly maxConnections: pulumi.Input<number>;
  readonly cpuPercent: number;
  /** In percent of `maxConnections`. */
  readonly connectionsPercent: number;
}

/** Tells when the database runs out of CPU or of connections. Cost: $0.20 a month. */
export class DatabaseAlarms extends pulumi.ComponentResource {
  readonly cpuAlarmArn: pulumi.Output<string>;
  readonly connectionsAlarmArn: pulumi.Output<string>;

  constructor(name: string, args: DatabaseAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:DatabaseAlarms", name, {}, opts);
    const names = layerNames();
    const watched = {
      namespace: "AWS/RDS",
      dimensions: { DBInstanceIdentifier: args.instanceIdentifier },
      statistic: "Average",
      comparisonOperator: "GreaterThanThreshold",
      // RDS reports each minute: no data means that something is wrong, and must not look like "ok".
      treatMissingData: "missing",
    };

    const cpu = new aws.cloudwatch.MetricAlarm(
      `${name}-cpu`,
      {
        ...watched,
        name: names.fixed("alarm", `${name}-cpu`),
        alarmDescription: `CPU of the database above ${args.cpuPercent} % for ten minutes`,
        metricName: "CPUUtilization",
        period: 300,
        evaluationPeriods: 2,
        threshold: args.cpuPercent,
      },
      { parent: this },
    );
    const connections = new aws.cloudwatch.MetricAlarm(
      `${name}-connections`,
      {
        ...watched,
        name: names.fixed("alarm", `${name}-connections`),
        alarmDescription: `Connections above ${args.connectionsPercent} % of what the database accepts`,
        metricName: "DatabaseConnections",
        period: 300,
        evaluationPeriods: 1,
        threshold: pulumi
          .output(args.maxConnections)
          .apply((most) => connectionThreshold(most, args.connectionsPercent)),
      },
      { parent: this },
    );

    this.cpuAlarmArn = cpu.arn;
    this.connectionsAlarmArn = connections.arn;
    this.registerOutputs({
      cpuAlarmArn: this.cpuAlarmArn,
      connectionsAlarmArn: this.connectionsAlarmArn,
    });
  }
}
