import type { PricedResource } from "./estimate.ts";
import { fleetLines } from "./fleet-price.ts";
import { databaseLines } from "./database-price.ts";
import { fixed, unpriced, usage, type PriceLine } from "./price-line.ts";
import { HOUR, HOURS_A_MONTH, MONTH, USAGE } from "./prices.ts";

/** Prices one resource; the others of the layer are there to be looked at. */
export type Pricing = (
  resource: PricedResource,
  all: readonly PricedResource[],
) => readonly PriceLine[];

const hourly = (usd: number, count: number, what: string) =>
  fixed(`${what}, ${count} × ${HOURS_A_MONTH} h`, usd * HOURS_A_MONTH * count);

/** What costs money, by type. A type that is not here is free by itself. */
export const pricing: Readonly<Record<string, Pricing>> = {
  "aws:ec2/natGateway:NatGateway": () => [
    hourly(HOUR.natGateway, 1, "NAT gateway"),
    usage(USAGE.natGateway),
  ],
  "aws:ec2/eip:Eip": () => [hourly(HOUR.publicIpv4, 1, "public IPv4 address")],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ props }) => {
    if (props["vpcEndpointType"] !== "Interface") return [];
    const zones = listLength(props["subnetIds"]);
    return zones === undefined
      ? [unpriced("its subnets are not known")]
      : [
          hourly(HOUR.interfaceEndpoint, zones, "interface endpoint"),
          usage(USAGE.interfaceEndpoint),
        ];
  },
  "aws:lb/loadBalancer:LoadBalancer": ({ props }) => {
    const zones = listLength(props["subnets"]);
    const addresses =
      props["internal"] === true
        ? []
        : zones === undefined
          ? [unpriced("its subnets, each with a public address, are not known")]
          : [hourly(HOUR.publicIpv4, zones, "public IPv4 address")];
    return [hourly(HOUR.loadBalancer, 1, "load balancer"), ...addresses, usage(USAGE.loadBalancer)];
  },
  "aws:autoscaling/group:Group": fleetLines,
  "aws:rds/instance:Instance": databaseLines,
  "aws:kms/key:Key": () => [fixed("key", MONTH.kmsKey), usage(USAGE.kms)],
  "aws:secretsmanager/secret:Secret": () => [fixed("secret", MONTH.secret)],
  "aws:wafv2/webAcl:WebAcl": ({ props }) => {
    const rules = listLength(props["rules"]) ?? 0;
    return [
      fixed("web ACL", MONTH.webAcl),
      ...(rules === 0 ? [] : [fixed(`rule of a web ACL, ${rules} ×`, MONTH.webAclRule * rules)]),
      usage(USAGE.webAcl),
    ];
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ props }) =>
    props["thresholdMetricId"] === undefined
      ? [fixed("alarm", MONTH.alarm)]
      : [fixed("alarm on an anomaly", MONTH.anomalyAlarm)],
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": () => [
    fixed("composite alarm", MONTH.compositeAlarm),
  ],
  "aws:cloudwatch/dashboard:Dashboard": () => [usage(USAGE.dashboard)],
  "aws:cloudwatch/logGroup:LogGroup": () => [usage(USAGE.logs)],
  "aws:ec2/flowLog:FlowLog": () => [usage(USAGE.flowLogs)],
  "aws:s3/bucket:Bucket": () => [usage(USAGE.bucket)],
  "aws:sns/topic:Topic": () => [usage(USAGE.topic)],
  "aws:backup/plan:Plan": () => [usage(USAGE.backup)],
  "aws:route53/record:Record": () => [usage(USAGE.record)],
};

function listLength(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}
