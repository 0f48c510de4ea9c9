import * as pulumi from "@pulumi/pulumi";

import { alarm } from "./alarm.ts";

export interface NatAlarmArgs {
  /** Up to ten, as many as CloudWatch adds up in an alarm. */
  readonly gatewayIds: pulumi.Input<readonly string[]>;
  /** Where the alarm is told. */
  readonly topicArns: readonly pulumi.Input<string>[];
}

/**
 * Tells when any NAT gateway has no port left, and refuses connections to the internet.
 * Cost: $0.10 a month for each gateway.
 */
export class NatAlarm extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: NatAlarmArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:NatAlarm", name, {}, opts);

    const ports = alarm(
      `${name}-ports`,
      args.topicArns,
      {
        alarmDescription: "A NAT gateway has no port left for a connection",
        // One alarm, whose metrics are all gateways: how many there are need not be known before they are.
        metricQueries: pulumi.output(args.gatewayIds).apply(refusedBy),
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
      },
      this,
    );

    this.arn = ports.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** Connections that the gateways refused in five minutes, added up. */
function refusedBy(gatewayIds: readonly string[]) {
  const each = gatewayIds.map((NatGatewayId, index) => ({
    id: `gateway${index + 1}`,
    label: NatGatewayId,
    metric: {
      namespace: "AWS/NATGateway",
      metricName: "ErrorPortAllocation",
      dimensions: { NatGatewayId },
      stat: "Sum",
      period: 300,
    },
  }));
  const sum = { id: "refused", expression: "SUM(METRICS())", label: "Refused connections" };
  return [{ ...sum, returnData: true }, ...each];
}
