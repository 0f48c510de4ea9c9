import * as pulumi from "@pulumi/pulumi";

import { alarm } from "./alarm.ts";

export interface NatAlarmsArgs {
  /** NAT gateways by the zone that they stand in. */
  readonly gateways: readonly { readonly id: pulumi.Input<string>; readonly zone: string }[];
  /** Where the alarms are told. */
  readonly topicArns: readonly pulumi.Input<string>[];
}

/** Tells when a NAT gateway has no port left, and refuses connections to the internet. Cost: $0.10 a month each. */
export class NatAlarms extends pulumi.ComponentResource {
  /** ARN of each alarm by what it watches. */
  readonly arns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: NatAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:NatAlarms", name, {}, opts);

    this.arns = Object.fromEntries(
      args.gateways.map(({ id, zone }) => {
        const ports = alarm(
          `${name}-ports-${zone}`,
          args.topicArns,
          {
            alarmDescription: `The NAT gateway of zone ${zone} has no port left for a connection`,
            namespace: "AWS/NATGateway",
            metricName: "ErrorPortAllocation",
            dimensions: { NatGatewayId: id },
            statistic: "Sum",
            comparisonOperator: "GreaterThanThreshold",
            threshold: 0,
            period: 300,
            evaluationPeriods: 1,
            treatMissingData: "notBreaching",
          },
          this,
        );
        return [`natPorts${zone.toUpperCase()}`, ports.arn];
      }),
    );
    this.registerOutputs({ arns: this.arns });
  }
}
