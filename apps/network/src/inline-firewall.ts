import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import { groupDescriptions, idOf, type FirewallRule, type Group } from "./firewall-rules.ts";

export interface InlineFirewallArgs {
  readonly vpcId: pulumi.Input<string>;
  /** What is allowed, each group after those that it lets in. */
  readonly rules: readonly FirewallRule[];
  /** Where instances and databases live. */
  readonly privateCidrBlocks: readonly string[];
}

/**
 * Security groups with their rules inside, as in the seed: no rule is a resource. Cost: none.
 *
 * Ingress names the group that calls. Egress names the private subnets instead of the called group:
 * two groups that name each other could not be created.
 */
export class InlineFirewall extends pulumi.ComponentResource {
  readonly #ids = new Map<Group, pulumi.Output<string>>();

  constructor(name: string, args: InlineFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:Firewall", name, {}, opts);
    const names = layerNames();
    const ids = this.#ids;

    for (const group of new Set(args.rules.map((rule) => rule.group))) {
      const rules = (direction: FirewallRule["direction"]) =>
        args.rules
          .filter((rule) => rule.group === group && rule.direction === direction)
          .map((rule) => inline(rule, ids, args.privateCidrBlocks));
      const { id } = new aws.ec2.SecurityGroup(
        names.base("securityGroup", group),
        {
          vpcId: args.vpcId,
          description: groupDescriptions[group],
          ingress: rules("ingress"),
          // None is said with an empty list; without a list AWS's rule that allows everything might stay.
          egress: rules("egress"),
          tags: names.tag(group),
        },
        { parent: this },
      );
      ids.set(group, id);
    }

    this.registerOutputs({ securityGroupIds: Object.fromEntries(ids) });
  }

  /** @throws Error for a group without rules */
  groupId(group: Group): pulumi.Output<string> {
    return idOf(this.#ids, group);
  }
}

function inline(
  { description, direction, peer, port }: FirewallRule,
  ids: ReadonlyMap<string, pulumi.Output<string>>,
  privateCidrBlocks: readonly string[],
) {
  const rule = { description, protocol: "tcp", fromPort: port, toPort: port };
  if (peer === "world") return { ...rule, cidrBlocks: ["0.0.0.0/0"] };
  if (direction === "egress") return { ...rule, cidrBlocks: [...privateCidrBlocks] };
  return { ...rule, securityGroups: [idOf(ids, peer)] };
}
