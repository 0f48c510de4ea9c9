import { resourceRule, stackRule } from "../../rule.ts";
import { hasUnknown } from "../../unknown.ts";
import { cidrProblem, ipv6CidrProblem } from "../cidr-problem.ts";
import { groupId, groupText, groupTextWords } from "../ec2/security-group.ts";
import { isSet, ofType, text } from "../inputs.ts";
import { isEveryProtocol, portsProblem, protocolProblem } from "../port-problem.ts";
import { theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { problemAt, repeatedPlaces, unlike } from "../value-problem.ts";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const VPC = "aws:ec2/vpc:Vpc";
const PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection";
const TYPES = [
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
];
const PEERS = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];
const SOURCE =
  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html";

export const securityGroupRuleProtocol = resourceRule({
  id: "security-group-rule-protocol",
  ...refusal,
  source: SOURCE,
  types: TYPES,
  fix: "Write tcp, udp, icmp, icmpv6, a number, or -1 for all protocols.",
  check: ({ props }) => {
    const wrong = protocolProblem(props["ipProtocol"]);
    return wrong && problemAt(["ipProtocol"], wrong);
  },
});

export const securityGroupRulePorts = resourceRule({
  id: "security-group-rule-ports",
  ...refusal,
  source: SOURCE,
  types: TYPES,
  fix: "Set fromPort to the lower and toPort to the higher port, of 0 to 65535; leave both out for protocol -1.",
  check: ({ props }) => {
    const { fromPort, ipProtocol, toPort } = props;
    const limits = [fromPort, toPort].filter((port) => typeof port === "number" && port > 0);
    const wrong =
      isEveryProtocol(ipProtocol) && limits.length > 0
        ? "is of all protocols, so all ports are open whatever the rule says"
        : portsProblem(ipProtocol, fromPort, toPort);
    return wrong && problemAt(["fromPort"], wrong);
  },
});

export const securityGroupRulePeer = resourceRule({
  id: "security-group-rule-peer",
  ...refusal,
  source: SOURCE,
  types: TYPES,
  fix:
    "Name one peer: a block of IPv4 in cidrIpv4, of IPv6 in cidrIpv6, a prefix list (pl-…) or a " +
    "group (sg-…) by its id.",
  check: ({ props }) => {
    const { cidrIpv4, cidrIpv6 } = props;
    const v4 = isSet(cidrIpv4) ? cidrProblem(cidrIpv4) : undefined;
    const v6 = isSet(cidrIpv6) ? ipv6CidrProblem(cidrIpv6) : undefined;
    return [
      ...(v4 === undefined ? [] : [problemAt(["cidrIpv4"], v4)]),
      ...(v6 === undefined ? [] : [problemAt(["cidrIpv6"], v6)]),
      ...unlike(props, ["prefixListId"], /^pl-/, "the id of a prefix list, which begins with pl-"),
      ...unlike(props, ["referencedSecurityGroupId"], groupId, "the id of a group begins with sg-"),
    ];
  },
});

export const securityGroupRuleDescription = resourceRule({
  id: "security-group-rule-description",
  ...refusal,
  source: SOURCE,
  types: TYPES,
  fix: `Describe it with ${groupTextWords}.`,
  check: ({ props }) => unlike(props, ["description"], groupText, groupTextWords),
});

export const securityGroupRuleRepeated = stackRule({
  id: "security-group-rule-repeated",
  ...refusal,
  source: SOURCE,
  types: TYPES,
  fix: "Keep one rule for the same group, protocol, ports and peer.",
  checkStack: (resources) =>
    TYPES.flatMap((type) => {
      const rules = ofType(resources, type);
      const keys = rules.map((rule) => {
        const { fromPort, ipProtocol, toPort } = rule.props;
        const idOf = (input: string) =>
          theOne(rule, input, resources, GROUP)?.urn ?? text(rule.props[input]);
        const group = idOf("securityGroupId");
        const peer = PEERS.map(idOf).find(isSet);
        const what = [ipProtocol, fromPort, toPort];
        if (group === undefined || peer === undefined || hasUnknown(what)) return undefined;
        return [group, ...what, peer].join(" ");
      });
      return repeatedPlaces(keys).map((index) => ({
        resource: rules[index]!,
        message: "allows what another rule of the group allows",
      }));
    }),
});

export const securityGroupRuleVpc = stackRule({
  id: "security-group-rule-vpc",
  ...refusal,
  source: SOURCE,
  types: TYPES,
  fix: "Name a group of the same VPC, or of a VPC that is peered with it.",
  checkStack: (resources) => {
    if (ofType(resources, PEERING).length > 0) return [];
    return TYPES.flatMap((type) => ofType(resources, type)).flatMap((resource) => {
      const vpcOf = (input: string) => {
        const group = theOne(resource, input, resources, GROUP);
        return group && theOne(group, "vpcId", resources, VPC);
      };
      const [own, other] = [vpcOf("securityGroupId"), vpcOf("referencedSecurityGroupId")];
      if (own === undefined || other === undefined || own === other) return [];
      const message = `is a group of ${other.name}, and the rule is of ${own.name}`;
      return [{ resource, property: "referencedSecurityGroupId", message }];
    });
  },
});
