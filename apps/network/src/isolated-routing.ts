import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import type { Zone } from "./zone.ts";

export interface IsolatedRoutingArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Subnets that have no way out of the VPC and none in, by zone. */
  readonly subnetIds: ReadonlyMap<Zone, pulumi.Input<string>>;
}

/** One route table that leads nowhere but through the VPC. Cost: none. */
export class IsolatedRouting extends pulumi.ComponentResource {
  readonly routeTableId: pulumi.Output<string>;

  constructor(name: string, args: IsolatedRoutingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:IsolatedRouting", name, {}, opts);

    const table = new aws.ec2.RouteTable(
      name,
      { vpcId: args.vpcId, tags: layerNames().tag(name) },
      { parent: this },
    );
    for (const [zone, subnetId] of args.subnetIds) {
      new aws.ec2.RouteTableAssociation(
        `${name}-${zone}`,
        { subnetId, routeTableId: table.id },
        { parent: this },
      );
    }

    this.routeTableId = table.id;
    this.registerOutputs({ routeTableId: this.routeTableId });
  }
}
