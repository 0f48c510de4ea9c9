import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import type { ZoneNames } from "./availability-zones.ts";
import type { PlannedSubnet } from "./subnet-plan.ts";
import type { Zone } from "./zone.ts";

export interface SubnetTierArgs {
  readonly vpcId: pulumi.Input<string>;
  /** The subnets to make, one for each zone. */
  readonly subnets: readonly PlannedSubnet[];
  readonly zoneNames: ZoneNames;
}

/** Subnets of one purpose, one in each zone. No instance gets a public address by itself. Cost: none. */
export class SubnetTier extends pulumi.ComponentResource {
  readonly subnetIds: readonly pulumi.Output<string>[];
  readonly subnetIdByZone: ReadonlyMap<Zone, pulumi.Output<string>>;
  readonly cidrBlocks: readonly string[];

  constructor(name: string, args: SubnetTierArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:SubnetTier", name, {}, opts);
    const names = layerNames();

    const subnets = args.subnets.map(({ zone, cidrBlock }) => {
      const subnet = new aws.ec2.Subnet(
        `${name}-${zone}`,
        {
          vpcId: args.vpcId,
          cidrBlock,
          availabilityZone: args.zoneNames[zone],
          // Load balancers need no such address, and nothing else belongs into a public subnet (EC2.15).
          mapPublicIpOnLaunch: false,
          tags: names.tag(`${name}-${zone}`),
        },
        { parent: this },
      );
      return [zone, subnet.id] as const;
    });

    this.subnetIdByZone = new Map(subnets);
    this.subnetIds = [...this.subnetIdByZone.values()];
    this.cidrBlocks = args.subnets.map(({ cidrBlock }) => cidrBlock);
    this.registerOutputs({ subnetIds: this.subnetIds, cidrBlocks: this.cidrBlocks });
  }
}
