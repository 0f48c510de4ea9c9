import { UNKNOWN } from "../../unknown.ts";
import type { LiteralResource } from "../findings-for.ts";
import type { MistakesOf } from "../mistake.ts";

const vpc = (name: string, cidrBlock: string): LiteralResource => ({
  type: "aws:ec2/vpc:Vpc",
  name,
  props: { cidrBlock },
});
const group = (name: string, of = "main"): LiteralResource => ({
  type: "aws:ec2/securityGroup:SecurityGroup",
  name,
  props: { name: `strata-prod-${name}`, description: name, vpcId: UNKNOWN },
  madeOf: { vpcId: [of] },
});
const world = [vpc("main", "10.0.0.0/16"), group("app")];
const rule = (
  name: string,
  props: object,
  madeOf: Readonly<Record<string, readonly string[]>> = {},
): LiteralResource => ({
  type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  name,
  props: {
    ...{ securityGroupId: UNKNOWN, ipProtocol: "tcp", fromPort: 443, toPort: 443 },
    ...{ cidrIpv4: "0.0.0.0/0", description: "HTTPS" },
    ...props,
  },
  madeOf: { securityGroupId: ["app"], ...madeOf },
});

export const vpcMistakes: MistakesOf = {
  service: "vpc",
  mistakes: [
    {
      title: "http as a protocol",
      rule: "security-group-rule-protocol",
      resources: [...world, rule("http", { ipProtocol: "http" })],
    },
    {
      title: "a rule with ports from high to low",
      rule: "security-group-rule-ports",
      resources: [...world, rule("high", { fromPort: 65535, toPort: 1024 })],
    },
    {
      title: "a rule for TCP without ports",
      rule: "security-group-rule-ports",
      resources: [...world, rule("all", { fromPort: undefined, toPort: undefined })],
    },
    {
      title: "a rule for all protocols that means one port",
      rule: "security-group-rule-ports",
      resources: [...world, rule("https", { ipProtocol: "-1" })],
    },
    {
      title: "a rule for an address without its prefix",
      rule: "security-group-rule-peer",
      resources: [...world, rule("office", { cidrIpv4: "203.0.113.7" })],
    },
    {
      title: "a rule for a block of IPv4 as IPv6",
      rule: "security-group-rule-peer",
      resources: [...world, rule("world", { cidrIpv4: undefined, cidrIpv6: "0.0.0.0/0" })],
    },
    {
      title: "a rule for a group by its name",
      rule: "security-group-rule-peer",
      resources: [
        ...world,
        rule("alb", { cidrIpv4: undefined, referencedSecurityGroupId: "strata-prod-alb" }),
      ],
    },
    {
      title: "a description of a rule with a quote",
      rule: "security-group-rule-description",
      resources: [...world, rule("world", { description: "The world's HTTPS" })],
    },
    {
      title: "the same rule twice",
      rule: "security-group-rule-repeated",
      resources: [...world, rule("one", {}), rule("two", { description: "TLS" })],
    },
    {
      title: "a rule for a group of another VPC",
      rule: "security-group-rule-vpc",
      resources: [
        ...[...world, vpc("other", "10.1.0.0/16"), group("far", "other")],
        rule(
          "from-far",
          { cidrIpv4: undefined, referencedSecurityGroupId: UNKNOWN },
          { referencedSecurityGroupId: ["far"] },
        ),
      ],
    },
  ],
};
