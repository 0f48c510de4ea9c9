import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { layerNames } from "@strata/naming";

import type { EndpointService } from "./endpoint-services.ts";

export interface InterfaceEndpointsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly services: readonly EndpointService[];
  /** Where the endpoints get their addresses. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
}

/**
 * APIs of AWS with addresses inside the VPC, under their usual names.
 * Cost: about $7.30 a month for each, times zones, and $0.01/GB.
 */
export class InterfaceEndpoints extends pulumi.ComponentResource {
  constructor(name: string, args: InterfaceEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:InterfaceEndpoints", name, {}, opts);
    const { region } = environment(pulumi.getStack());

    for (const service of args.services) {
      new aws.ec2.VpcEndpoint(
        service,
        {
          vpcId: args.vpcId,
          vpcEndpointType: "Interface",
          serviceName: `com.amazonaws.${region}.${service}`,
          privateDnsEnabled: true,
          subnetIds: [...args.subnetIds],
          securityGroupIds: [args.securityGroupId],
          tags: layerNames().tag(service),
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
