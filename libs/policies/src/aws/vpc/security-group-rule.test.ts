import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as rules from "./security-group-rule.ts";

const rule = (name: string, props: object, madeOf: object = {}): LiteralResource => ({
  type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  name,
  props: {
    ...{ securityGroupId: UNKNOWN, ipProtocol: "tcp", fromPort: 443, toPort: 443 },
    ...{ cidrIpv4: "0.0.0.0/0" },
    ...props,
  },
  madeOf: { securityGroupId: ["app"], ...madeOf },
});
const group = (name: string, vpc: string): LiteralResource => ({
  type: "aws:ec2/securityGroup:SecurityGroup",
  name,
  props: { vpcId: UNKNOWN },
  madeOf: { vpcId: [vpc] },
});
const world = [
  ...["main", "other"].map((name) => ({ type: "aws:ec2/vpc:Vpc", name })),
  ...[group("app", "main"), group("alb", "main"), group("far", "other")],
];
const found = (of: (typeof rules)[keyof typeof rules], ...some: LiteralResource[]) =>
  findingsFor(of, [...world, ...some]);

it("passes a usual rule, and one of which nothing is known", () => {
  for (const one of Object.values(rules)) {
    expect(found(one, rule("https", {}))).toEqual([]);
    const nothing = { ipProtocol: UNKNOWN, fromPort: UNKNOWN, toPort: UNKNOWN, cidrIpv4: UNKNOWN };
    expect(found(one, rule("a", nothing), rule("b", nothing))).toEqual([]);
  }
});

it("fails protocols, ports, peers and descriptions that AWS does not take", () => {
  const once = (of: (typeof rules)[keyof typeof rules], props: object) =>
    expect(found(of, rule("https", props))).toHaveLength(1);
  once(rules.securityGroupRuleProtocol, { ipProtocol: "https" });
  once(rules.securityGroupRulePorts, { fromPort: 444 });
  once(rules.securityGroupRulePorts, { fromPort: undefined });
  once(rules.securityGroupRulePorts, { ipProtocol: "-1" });
  once(rules.securityGroupRulePeer, { cidrIpv4: "10.0.0.1/16" });
  once(rules.securityGroupRulePeer, { cidrIpv4: undefined, cidrIpv6: "0.0.0.0/0" });
  once(rules.securityGroupRulePeer, { cidrIpv4: undefined, prefixListId: "s3" });
  once(rules.securityGroupRulePeer, { cidrIpv4: undefined, referencedSecurityGroupId: "alb" });
  once(rules.securityGroupRuleDescription, { description: "the world's" });
});

it("fails a rule that is there twice, whatever it is called", () => {
  const of = rules.securityGroupRuleRepeated;
  expect(found(of, rule("a", {}), rule("b", { description: "again" }))).toHaveLength(1);
  expect(found(of, rule("a", {}), rule("b", { toPort: 444 }))).toEqual([]);
  const peer = { cidrIpv4: undefined, referencedSecurityGroupId: UNKNOWN };
  const from = (name: string, alb: string) =>
    rule(name, peer, { referencedSecurityGroupId: [alb] });
  expect(found(of, from("a", "alb"), from("b", "alb"))).toHaveLength(1);
  expect(found(of, from("a", "alb"), from("b", "app"))).toEqual([]);
});

it("fails a peer of another VPC that is not peered", () => {
  const peer = { cidrIpv4: undefined, referencedSecurityGroupId: UNKNOWN };
  const from = (name: string) => rule("in", peer, { referencedSecurityGroupId: [name] });
  expect(found(rules.securityGroupRuleVpc, from("far"))).toHaveLength(1);
  expect(found(rules.securityGroupRuleVpc, from("alb"))).toEqual([]);
  const peering = { type: "aws:ec2/vpcPeeringConnection:VpcPeeringConnection", name: "peering" };
  expect(found(rules.securityGroupRuleVpc, from("far"), peering)).toEqual([]);
});
