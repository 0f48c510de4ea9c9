import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

export interface VpcArgs {
  /** Addresses of the VPC, /16 to /28. */
  readonly cidrBlock: string;
}

/** A private network with a way out to the internet. Cost: none. */
export class Vpc extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlock: pulumi.Output<string>;
  readonly internetGatewayId: pulumi.Output<string>;
  readonly defaultRouteTableId: pulumi.Output<string>;
  readonly defaultNetworkAclId: pulumi.Output<string>;

  constructor(name: string, args: VpcArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:Vpc", name, {}, opts);
    const tags = layerNames().tag(name);

    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: args.cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, tags },
      { parent: this },
    );
    const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags }, { parent: this });

    this.vpcId = vpc.id;
    this.cidrBlock = vpc.cidrBlock;
    this.internetGatewayId = gateway.id;
    this.defaultRouteTableId = vpc.defaultRouteTableId;
    this.defaultNetworkAclId = vpc.defaultNetworkAclId;
    this.registerOutputs({
      vpcId: this.vpcId,
      cidrBlock: this.cidrBlock,
      internetGatewayId: this.internetGatewayId,
    });
  }
}
