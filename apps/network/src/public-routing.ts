import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import type { Zone } from "./zone.ts";

export interface PublicRoutingArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly internetGatewayId: pulumi.Input<string>;
  /** Subnets that the internet shall reach. */
  readonly subnetIds: ReadonlyMap<Zone, pulumi.Input<string>>;
}

/** The way between some subnets and the internet. Cost: none. */
export class PublicRouting extends pulumi.ComponentResource {
  readonly routeTableId: pulumi.Output<string>;
  /** The subnets, as ids that are known once the way to the internet is there. */
  readonly routedSubnetIds: ReadonlyMap<Zone, pulumi.Output<string>>;

  constructor(name: string, args: PublicRoutingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:PublicRouting", name, {}, opts);

    const table = new aws.ec2.RouteTable(
      name,
      {
        vpcId: args.vpcId,
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: args.internetGatewayId }],
        tags: layerNames().tag(name),
      },
      { parent: this },
    );
    const associations = [...args.subnetIds].map(([zone, subnetId]) => {
      const association = new aws.ec2.RouteTableAssociation(
        `${name}-${zone}`,
        { subnetId, routeTableId: table.id },
        { parent: this },
      );
      return [zone, association.subnetId.apply(known)] as const;
    });

    this.routeTableId = table.id;
    this.routedSubnetIds = new Map(associations);
    this.registerOutputs({ routeTableId: this.routeTableId });
  }
}

/** An association can also be with a gateway, which ours never are. */
function known(subnetId: string | undefined): string {
  return subnetId ?? "";
}
