import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import type { Zone } from "./zone.ts";

export interface PrivateRoutingArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Subnets that nobody reaches from outside, by zone. */
  readonly subnetIds: ReadonlyMap<Zone, pulumi.Input<string>>;
  /** The way out of a zone; a zone without one has none. */
  readonly natGatewayIds: ReadonlyMap<Zone, pulumi.Input<string>>;
}

/**
 * A route table for each zone, so that each can have a NAT gateway of its own, and one that comes or goes changes a
 * route and no subnet. Cost: none.
 */
export class PrivateRouting extends pulumi.ComponentResource {
  readonly routeTableIds: readonly pulumi.Output<string>[];

  constructor(name: string, args: PrivateRoutingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:PrivateRouting", name, {}, opts);
    const names = layerNames();

    this.routeTableIds = [...args.subnetIds].map(([zone, subnetId]) => {
      const resourceName = `${name}-${zone}`;
      const table = new aws.ec2.RouteTable(
        resourceName,
        { vpcId: args.vpcId, tags: names.tag(resourceName) },
        { parent: this },
      );
      const routeTableId = table.id;
      new aws.ec2.RouteTableAssociation(resourceName, { subnetId, routeTableId }, { parent: this });
      const natGatewayId = args.natGatewayIds.get(zone);
      if (natGatewayId !== undefined) {
        // Not inside the table: a list that is taken out again would leave its routes behind.
        new aws.ec2.Route(
          `${resourceName}-out`,
          { routeTableId, destinationCidrBlock: "0.0.0.0/0", natGatewayId },
          { parent: this },
        );
      }
      return routeTableId;
    });
    this.registerOutputs({ routeTableIds: this.routeTableIds });
  }
}
