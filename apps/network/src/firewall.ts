import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ports } from "@strata/config";
import { layerNames } from "@strata/naming";

export interface FirewallArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Where instances and databases live. */
  readonly privateCidrBlocks: readonly string[];
}

const WORLD = ["0.0.0.0/0"];

/**
 * Who may talk to whom: world → alb → app → db, each on one port. Cost: none.
 *
 * Ingress names the group that calls. Egress names the private subnets instead of the called group:
 * rules stand inside their group, and two groups that name each other could not be created.
 */
export class Firewall extends pulumi.ComponentResource {
  readonly albSecurityGroupId: pulumi.Output<string>;
  readonly appSecurityGroupId: pulumi.Output<string>;
  readonly dbSecurityGroupId: pulumi.Output<string>;

  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:Firewall", name, {}, opts);
    const names = layerNames();
    const privateSubnets = { cidrBlocks: [...args.privateCidrBlocks] };
    const group = (role: string, rules: Rules) =>
      new aws.ec2.SecurityGroup(
        names.base("securityGroup", role),
        { vpcId: args.vpcId, tags: names.tag(role), ...rules },
        { parent: this },
      );

    const alb = group("alb", {
      description: "Load balancer: HTTP from the world",
      ingress: [tcp("HTTP from the world", ports.http, { cidrBlocks: WORLD })],
      egress: [tcp("Instances", ports.app, privateSubnets)],
    });
    const app = group("app", {
      description: "Instances: from the load balancer only",
      ingress: [tcp("From the load balancer", ports.app, { securityGroups: [alb.id] })],
      egress: [tcp("Database", ports.database, privateSubnets)],
    });
    const db = group("db", {
      description: "Database: from the instances only",
      ingress: [tcp("MySQL from the instances", ports.database, { securityGroups: [app.id] })],
      // Explicitly none; without a list AWS's rule that allows everything might stay.
      egress: [],
    });

    this.albSecurityGroupId = alb.id;
    this.appSecurityGroupId = app.id;
    this.dbSecurityGroupId = db.id;
    this.registerOutputs({
      albSecurityGroupId: this.albSecurityGroupId,
      appSecurityGroupId: this.appSecurityGroupId,
      dbSecurityGroupId: this.dbSecurityGroupId,
    });
  }
}

interface Rules {
  readonly description: string;
  readonly ingress: aws.types.input.ec2.SecurityGroupIngress[];
  readonly egress: aws.types.input.ec2.SecurityGroupEgress[];
}

type Peer = { cidrBlocks: string[] } | { securityGroups: pulumi.Input<string>[] };

function tcp(description: string, port: number, peer: Peer) {
  return { description, protocol: "tcp", fromPort: port, toPort: port, ...peer };
}
