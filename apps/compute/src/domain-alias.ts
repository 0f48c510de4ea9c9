import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface DomainAliasArgs {
  readonly domainName: string;
  /** Public zone that answers for the name. */
  readonly hostedZoneId: string;
  readonly balancerDnsName: pulumi.Input<string>;
  readonly balancerZoneId: pulumi.Input<string>;
}

/** Lets a name lead to the load balancer. Cost: none, Route 53 takes nothing for queries of an alias. */
export class DomainAlias extends pulumi.ComponentResource {
  constructor(name: string, args: DomainAliasArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:DomainAlias", name, {}, opts);

    new aws.route53.Record(
      name,
      {
        zoneId: args.hostedZoneId,
        name: args.domainName,
        type: "A",
        aliases: [
          {
            name: args.balancerDnsName,
            zoneId: args.balancerZoneId,
            evaluateTargetHealth: true,
          },
        ],
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}
