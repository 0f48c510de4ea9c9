import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import type { NetworkAclRule } from "./network-acl-rules.ts";

export interface VpcDefaultsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly defaultRouteTableId: pulumi.Input<string>;
  readonly defaultNetworkAclId: pulumi.Input<string>;
  /** Every subnet of the VPC: the network ACL stands around all. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly ingress: readonly NetworkAclRule[];
  readonly egress: readonly NetworkAclRule[];
}

/**
 * What AWS makes with every VPC and uses where nothing else is said, taken over: a security group that lets nothing
 * through (EC2.2), a route table that leads nowhere, and a network ACL with the rules given. Cost: none.
 */
export class VpcDefaults extends pulumi.ComponentResource {
  constructor(name: string, args: VpcDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:VpcDefaults", name, {}, opts);
    const tags = layerNames().tag(name);

    new aws.ec2.DefaultSecurityGroup(
      name,
      { vpcId: args.vpcId, ingress: [], egress: [], tags },
      { parent: this },
    );
    new aws.ec2.DefaultRouteTable(
      name,
      { defaultRouteTableId: args.defaultRouteTableId, routes: [], tags },
      { parent: this },
    );
    new aws.ec2.DefaultNetworkAcl(
      name,
      {
        defaultNetworkAclId: args.defaultNetworkAclId,
        subnetIds: [...args.subnetIds],
        ingress: [...args.ingress],
        egress: [...args.egress],
        tags,
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
