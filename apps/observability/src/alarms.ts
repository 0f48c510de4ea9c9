import type { computeContract } from "@strata/contract-compute";
import type { dataContract } from "@strata/contract-data";
import type { networkContract } from "@strata/contract-network";
import type * as pulumi from "@pulumi/pulumi";

import { isWatched } from "./alarm-level.ts";
import { BalancerAlarms } from "./balancer-alarms.ts";
import { DatabaseAlarms } from "./database-alarms.ts";
import { FleetAlarm } from "./fleet-alarm.ts";
import { NatAlarms } from "./nat-alarms.ts";
import { OutageAlarm } from "./outage-alarm.ts";
import { publishedItems, publishedNames } from "./published-items.ts";
import type { ObservabilitySettings } from "./settings.ts";
import { TrafficAlarm } from "./traffic-alarm.ts";

/** The layers that are watched. */
export interface Watched {
  readonly network: ReturnType<typeof networkContract.read>;
  readonly data: ReturnType<typeof dataContract.read>;
  readonly compute: ReturnType<typeof computeContract.read>;
}

/** Makes every alarm that the settings ask for, and gives the ARN of each by what it watches. */
export async function alarms(
  { network, data, compute }: Watched,
  settings: ObservabilitySettings,
  topicArns: readonly pulumi.Input<string>[],
  opts: pulumi.ComponentResourceOptions,
): Promise<Readonly<Record<string, pulumi.Output<string>>>> {
  const { alarms: level } = settings;
  const loadBalancerArnSuffix = compute.albArnSuffix;

  const database = new DatabaseAlarms(
    "rds",
    {
      instanceIdentifier: data.dbInstanceIdentifier,
      maxConnections: data.dbMaxConnections,
      allocatedStorageGiB: data.dbAllocatedStorageGiB,
      level,
      cpuPercent: settings.rdsCpuPercent,
      connectionsPercent: settings.rdsConnectionsPercent,
      freeStoragePercent: settings.rdsFreeStoragePercent,
      freeMemoryPercent: settings.rdsFreeMemoryPercent,
      latencyMilliseconds: settings.rdsLatencyMilliseconds,
      topicArns,
    },
    opts,
  );
  const balancer = new BalancerAlarms(
    "alb",
    {
      loadBalancerArnSuffix,
      targetGroupArnSuffix: compute.targetGroupArnSuffix,
      level,
      unhealthyHosts: settings.albUnhealthyHosts,
      hosts: compute.asgMinSize,
      errors: settings.alb5xxErrors,
      responseMilliseconds: settings.albResponseMilliseconds,
      topicArns,
      seedParity: settings.seedParity,
    },
    opts,
  );
  const arns = { ...database.arns, ...balancer.arns };

  if (isWatched("standard", level)) {
    const fleet = { groupName: compute.asgName, minSize: compute.asgMinSize, topicArns };
    arns.asgInService = new FleetAlarm("asg", fleet, opts).arn;
  }
  if (isWatched("all", level)) {
    const gateways = await natGateways(network);
    Object.assign(arns, new NatAlarms("nat", { gateways, topicArns }, opts).arns);
  }
  if (settings.anomalyDetection) {
    const traffic = { loadBalancerArnSuffix, topicArns };
    arns.traffic = new TrafficAlarm("traffic", traffic, opts).arn;
  }
  if (settings.compositeAlarm) {
    const outage = { alarmNames: balancer.outageAlarmNames, topicArns };
    arns.outage = new OutageAlarm("outage", outage, opts).arn;
  }
  return arns;
}

/** The gateways with the letters of their zones: the first zone has the first, and none is left out between. */
async function natGateways({ natGatewayIds, availabilityZones }: Watched["network"]) {
  const ids = await publishedItems("the list of NAT gateways of network", natGatewayIds);
  if (ids.length === 0) return [];
  const zones = await publishedNames("the list of zones of network", availabilityZones);
  return ids.map((id, index) => ({ id, zone: zones[index]?.slice(-1) ?? String(index + 1) }));
}
