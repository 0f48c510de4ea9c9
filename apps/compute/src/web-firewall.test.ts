import { record } from "@strata/testing";

import { WebFirewall, type WebFirewallArgs } from "./web-firewall.ts";

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly action?: object;
  readonly overrideAction?: object;
  readonly statement: { readonly rateBasedStatement?: object };
}

async function aclOf(mode: WebFirewallArgs["mode"]) {
  const args = { mode, requestsPer5Minutes: 500, loadBalancerArn: "arn:aws:elb:1" };
  const { resources } = await record({ project: "compute" }, () => new WebFirewall("web", args));
  const inputs = (type: string) => resources.find((one) => one.type === type)?.inputs;
  return {
    acl: inputs("aws:wafv2/webAcl:WebAcl") as { rules: Rule[]; visibilityConfig: object },
    association: inputs("aws:wafv2/webAclAssociation:WebAclAssociation"),
  };
}

it.each([
  ["block", { none: {} }, { block: {} }],
  ["count", { count: {} }, { count: {} }],
] as const)("does what it says in the mode %s", async (mode, groups, rate) => {
  const { acl } = await aclOf(mode);
  expect(
    acl.rules.map(({ name, overrideAction, action }) => [name, overrideAction ?? action]),
  ).toEqual([
    ["AWSManagedRulesAmazonIpReputationList", groups],
    ["AWSManagedRulesKnownBadInputsRuleSet", groups],
    ["AWSManagedRulesCommonRuleSet", groups],
    ["RequestsOfOneAddress", rate],
  ]);
});

it("asks its rules in an order of their own, and measures each", async () => {
  const { acl } = await aclOf("block");
  expect(acl.rules.map(({ priority }) => priority)).toEqual([0, 1, 2, 3]);
  const measured = { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
  for (const one of [acl, ...acl.rules]) {
    expect(one).toHaveProperty("visibilityConfig", expect.objectContaining(measured));
  }
});

it("counts the requests of an address over five minutes", async () => {
  const { acl } = await aclOf("block");
  expect(acl.rules.at(-1)?.statement.rateBasedStatement).toEqual({
    limit: 500,
    aggregateKeyType: "IP",
    evaluationWindowSec: 300,
  });
});

it("stands in front of the balancer, and lets pass what no rule refuses", async () => {
  const { acl, association } = await aclOf("block");
  expect(acl).toMatchObject({ scope: "REGIONAL", defaultAction: { allow: {} } });
  expect(association).toMatchObject({ resourceArn: "arn:aws:elb:1" });
});
