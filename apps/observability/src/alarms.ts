import type { computeContract } from "@strata/contract-compute";
import type { dataContract } from "@strata/contract-data";
import type { networkContract } from "@strata/contract-network";
import type * as pulumi from "@pulumi/pulumi";

import { isWatched } from "./alarm-level.ts";
import { BalancerAlarms } from "./balancer-alarms.ts";
import { DatabaseAlarms } from "./database-alarms.ts";
import { FleetAlarm } from "./fleet-alarm.ts";
import { NatAlarm } from "./nat-alarm.ts";
import { OutageAlarm } from "./outage-alarm.ts";
import { hasItems } from "./published-list.ts";
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
  if (isWatched("all", level) && (await hasItems(network.natGatewayIds))) {
    const nat = { gatewayIds: network.natGatewayIds, topicArns };
    arns.natPorts = new NatAlarm("nat", nat, opts).arn;
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
