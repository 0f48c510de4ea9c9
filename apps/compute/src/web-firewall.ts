import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

export interface WebFirewallArgs {
  /** `count` lets everything pass and only measures what `block` would refuse. */
  readonly mode: "count" | "block";
  /** Requests of one address in five minutes above which it is refused. */
  readonly requestsPer5Minutes: number;
  /** What the firewall stands in front of. */
  readonly loadBalancerArn: pulumi.Input<string>;
}

/**
 * Refuses known attacks and addresses that ask too often, before they reach an instance.
 * Cost: $5 a month, $1 for each of four rules, $0.60 for a million requests.
 */
export class WebFirewall extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: WebFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:WebFirewall", name, {}, opts);
    const names = layerNames();

    const acl = new aws.wafv2.WebAcl(
      names.base("webAcl", name),
      {
        description: "In front of the load balancer",
        scope: "REGIONAL",
        defaultAction: { allow: {} },
        rules: [
          ...MANAGED_RULES.map((group, index) => managedRule(group, index, args.mode)),
          rateRule(args.requestsPer5Minutes, MANAGED_RULES.length, args.mode),
        ],
        visibilityConfig: measured(name),
      },
      { parent: this },
    );
    new aws.wafv2.WebAclAssociation(
      name,
      { webAclArn: acl.arn, resourceArn: args.loadBalancerArn },
      { parent: this },
    );

    this.arn = acl.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/**
 * Rule groups that AWS keeps up to date, in the order in which they are asked. The common ones also refuse bodies above
 * 8 KB: count first where files are uploaded.
 */
const MANAGED_RULES = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesCommonRuleSet",
] as const;

/** A group decides itself what it does to a request; `count` overrides that. */
function managedRule(group: string, priority: number, mode: WebFirewallArgs["mode"]) {
  return {
    name: group,
    priority,
    overrideAction: mode === "block" ? { none: {} } : { count: {} },
    statement: { managedRuleGroupStatement: { vendorName: "AWS", name: group } },
    visibilityConfig: measured(group),
  };
}

function rateRule(limit: number, priority: number, mode: WebFirewallArgs["mode"]) {
  const name = "RequestsOfOneAddress";
  return {
    name,
    priority,
    action: mode === "block" ? { block: {} } : { count: {} },
    statement: { rateBasedStatement: { limit, aggregateKeyType: "IP", evaluationWindowSec: 300 } },
    visibilityConfig: measured(name),
  };
}

function measured(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
