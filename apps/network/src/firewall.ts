import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import { groupDescriptions, idOf, type FirewallRule, type Group } from "./firewall-rules.ts";

export interface FirewallArgs {
  readonly vpcId: pulumi.Input<string>;
  /** What is allowed. There is a group for each that a rule is of. */
  readonly rules: readonly FirewallRule[];
  /** Addresses of S3, which an endpoint in the VPC knows. */
  readonly s3PrefixListId: pulumi.Input<string>;
}

/**
 * Security groups with each rule as a resource of its own, so that both ends can name each other and a rule can
 * change alone. Cost: none.
 */
export class Firewall extends pulumi.ComponentResource {
  readonly #ids = new Map<Group, pulumi.Output<string>>();

  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:Firewall", name, {}, opts);
    const names = layerNames();

    const ids = this.#ids;
    for (const group of new Set(args.rules.map((rule) => rule.group))) {
      // Without rules in it: the provider takes AWS's own away, which lets everything out.
      const { id } = new aws.ec2.SecurityGroup(
        names.base("securityGroup", group),
        { vpcId: args.vpcId, description: groupDescriptions[group], tags: names.tag(group) },
        { parent: this },
      );
      ids.set(group, id);
    }
    for (const rule of args.rules) {
      const ruleName = `${rule.group}-${rule.direction}-${rule.peer}-${rule.port}`;
      const Rule = RULE_TYPES[rule.direction];
      new Rule(
        ruleName,
        {
          securityGroupId: idOf(ids, rule.group),
          description: rule.description,
          ipProtocol: "tcp",
          fromPort: rule.port,
          toPort: rule.port,
          ...peer(rule, ids, args.s3PrefixListId),
          tags: names.tag(ruleName),
        },
        { parent: this },
      );
    }

    this.registerOutputs({ securityGroupIds: Object.fromEntries(ids) });
  }

  /** @throws Error for a group without rules */
  groupId(group: Group): pulumi.Output<string> {
    return idOf(this.#ids, group);
  }
}

const RULE_TYPES = {
  ingress: aws.vpc.SecurityGroupIngressRule,
  egress: aws.vpc.SecurityGroupEgressRule,
} as const;

function peer(
  rule: FirewallRule,
  ids: ReadonlyMap<Group, pulumi.Output<string>>,
  prefixListId: pulumi.Input<string>,
) {
  switch (rule.peer) {
    case "world":
      return { cidrIpv4: "0.0.0.0/0" };
    case "s3":
      return { prefixListId };
    default:
      return { referencedSecurityGroupId: idOf(ids, rule.peer) };
  }
}
