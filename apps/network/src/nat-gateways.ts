import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import type { NetworkSettings } from "./settings.ts";
import type { Zone } from "./zone.ts";

export interface NatGatewaysArgs {
  /** How many: none, one for all zones in the first of them, or one in each. */
  readonly count: NetworkSettings["natGateways"];
  /** Subnets with a route to the internet, by zone. */
  readonly publicSubnetIds: ReadonlyMap<Zone, pulumi.Input<string>>;
}

/**
 * Ways out of private subnets, each with an address of its own that never changes.
 * Cost: about $36.50 a month each with its address, and $0.045/GB.
 */
export class NatGateways extends pulumi.ComponentResource {
  readonly natGatewayIds: readonly pulumi.Output<string>[];
  readonly publicIps: readonly pulumi.Output<string>[];
  /** The gateway that a zone's private subnet takes; no zone is in it when there is no gateway. */
  readonly natGatewayIdByZone: ReadonlyMap<Zone, pulumi.Output<string>>;

  constructor(name: string, args: NatGatewaysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:NatGateways", name, {}, opts);
    const names = layerNames();
    const zones = [...args.publicSubnetIds.keys()];

    const gateways = gatewayZones(args.count, zones).map((zone) => {
      const tags = names.tag(`nat-${zone}`);
      const address = new aws.ec2.Eip(`nat-${zone}`, { domain: "vpc", tags }, { parent: this });
      const gateway = new aws.ec2.NatGateway(
        `nat-${zone}`,
        { allocationId: address.id, subnetId: args.publicSubnetIds.get(zone), tags },
        { parent: this },
      );
      return { zone, id: gateway.id, publicIp: address.publicIp };
    });

    this.natGatewayIds = gateways.map(({ id }) => id);
    this.publicIps = gateways.map(({ publicIp }) => publicIp);
    this.natGatewayIdByZone = new Map(
      zones.flatMap((zone) => {
        const nearest = gateways.find((gateway) => gateway.zone === zone) ?? gateways[0];
        return nearest === undefined ? [] : [[zone, nearest.id]];
      }),
    );
    this.registerOutputs({ natGatewayIds: this.natGatewayIds, publicIps: this.publicIps });
  }
}

/** Zones that get a gateway. */
function gatewayZones(count: NatGatewaysArgs["count"], zones: readonly Zone[]): readonly Zone[] {
  switch (count) {
    case "none":
      return [];
    case "single":
      return zones.slice(0, 1);
    case "perZone":
      return zones;
  }
}
