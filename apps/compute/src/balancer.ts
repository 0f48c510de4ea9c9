import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ports } from "@strata/config";
import { layerNames } from "@strata/naming";

export interface BalancerArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Public subnets in at least two zones. */
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupId: pulumi.Input<string>;
  /** Path that a healthy instance answers with status 200. */
  readonly healthCheckPath: string;
  readonly deletionProtection: boolean;
}

/**
 * A public load balancer for HTTP, its listener and its target group.
 * Cost: about $16 a month, plus $3.65 for the public address in each zone, plus traffic.
 */
export class Balancer extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly arnSuffix: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  readonly zoneId: pulumi.Output<string>;
  readonly targetGroupArn: pulumi.Output<string>;
  readonly targetGroupArnSuffix: pulumi.Output<string>;

  constructor(name: string, args: BalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Balancer", name, {}, opts);
    const names = layerNames();

    const balancer = new aws.lb.LoadBalancer(
      names.base("loadBalancer", name),
      {
        loadBalancerType: "application",
        internal: false,
        securityGroups: [args.securityGroupId],
        subnets: args.subnetIds,
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        enableDeletionProtection: args.deletionProtection,
      },
      { parent: this },
    );
    const targets = new aws.lb.TargetGroup(
      names.base("targetGroup", name),
      {
        vpcId: args.vpcId,
        port: ports.app,
        protocol: "HTTP",
        targetType: "instance",
        // Requests are short: a minute is enough to finish them before an instance goes.
        deregistrationDelay: 60,
        healthCheck: {
          enabled: true,
          path: args.healthCheckPath,
          protocol: "HTTP",
          port: "traffic-port",
          matcher: "200",
          interval: 15,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
      },
      { parent: this },
    );
    new aws.lb.Listener(
      name,
      {
        loadBalancerArn: balancer.arn,
        port: ports.http,
        protocol: "HTTP",
        defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
      },
      { parent: this },
    );

    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.targetGroupArn = targets.arn;
    this.targetGroupArnSuffix = targets.arnSuffix;
    this.registerOutputs({
      arn: this.arn,
      arnSuffix: this.arnSuffix,
      dnsName: this.dnsName,
      zoneId: this.zoneId,
      targetGroupArn: this.targetGroupArn,
      targetGroupArnSuffix: this.targetGroupArnSuffix,
    });
  }
}
