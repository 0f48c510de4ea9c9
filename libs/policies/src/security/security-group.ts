import type { PolicyResource } from "../resource.ts";
import { refersTo } from "../resource.ts";
import { resourceRule, stackRule, type Problem } from "../rule.ts";
import { at, isUnknown, listAt } from "../unknown.ts";
import { numberOf, securityHub } from "./flag.ts";
import { ofType } from "./pairs.ts";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const TYPES = [GROUP, DEFAULT_GROUP, OLD_RULE, INGRESS, EGRESS];
const facts = { group: "security", enforcement: "mandatory" } as const;

export const sgRemoteShell = resourceRule({
  ...facts,
  id: "sg-remote-shell",
  controls: ["EC2.13", "EC2.14", "EC2.53", "EC2.54", "CIS 5.3", "CIS 5.4"],
  source: securityHub("EC2.53"),
  types: TYPES,
  fix: "Close ports 22 and 3389; Session Manager needs no open port.",
  check: (resource) =>
    worldConnections(resource, "ingress").flatMap((one) =>
      [22, 3389]
        .filter((port) => includesPort(one, port))
        .map((port) => problem(one, `lets the internet reach port ${port}`)),
    ),
});

export const sgWorldPorts = resourceRule({
  ...facts,
  id: "sg-world-ports",
  controls: ["EC2.18"],
  source: securityHub("EC2.18"),
  types: TYPES,
  fix: "Let the internet reach 80 and 443 over TCP only.",
  check: (resource) =>
    worldConnections(resource, "ingress")
      .filter((one) => !one.isUnknown)
      .filter(
        ({ protocol, from, to }) =>
          !["tcp", "6"].includes(protocol) || from !== to || ![80, 443].includes(from ?? -1),
      )
      .map((one) => problem(one, `lets the internet reach ${portsText(one)}`)),
});

export const sgHighRiskPorts = resourceRule({
  ...facts,
  id: "sg-high-risk-ports",
  controls: ["EC2.19"],
  source: securityHub("EC2.19"),
  types: TYPES,
  fix: "Name the security group that may connect instead of the whole internet.",
  check: (resource) =>
    worldConnections(resource, "ingress").flatMap((one) => {
      const open = HIGH_RISK.filter((port) => includesPort(one, port));
      if (open.length === 0) return [];
      const rest = open.length > 3 ? " and others" : "";
      const which = `${open.slice(0, 3).join(", ")}${rest}`;
      return [problem(one, `lets the internet reach high-risk ports: ${which}`)];
    }),
});

export const sgEgressWorld = resourceRule({
  ...facts,
  id: "sg-egress-world",
  controls: ["CKV_AWS_382", "AVD-AWS-0104"],
  source:
    "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_layered.html",
  types: TYPES,
  fix: "Name the group, the prefix list or the addresses that are needed.",
  check: (resource) =>
    worldConnections(resource, "egress").map((one) =>
      problem(one, "lets connections out to the whole internet"),
    ),
});

export const sgNoMixedRules = stackRule({
  ...facts,
  id: "sg-no-mixed-rules",
  controls: [],
  source: "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/",
  types: [GROUP, DEFAULT_GROUP],
  fix: "Write all rules of the group inside of it, or all as resources: otherwise each takes the other's away.",
  checkStack: (resources) => {
    const rules = ofType(resources, OLD_RULE, INGRESS, EGRESS);
    return ofType(resources, GROUP, DEFAULT_GROUP)
      .filter(({ props }) =>
        ["ingress", "egress"].some((direction) => listAt(props, direction).length > 0),
      )
      .filter((group) => rules.some((rule) => refersTo(rule, "securityGroupId", group)))
      .map((resource) => ({ resource, message: "has rules inside and rules as resources" }));
  },
});

/** EC2.19: ports of file shares, mail, databases, consoles and the like. */
const HIGH_RISK = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500,
  5601, 8080, 8088, 8888, 9200, 9300,
];

/** One allowed connection between a group and the whole internet. */
interface Connection {
  /** Where it stands in the resource; undefined for a rule that is a resource. */
  readonly property?: string;
  readonly protocol: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Whether protocol or ports are not known yet. */
  readonly isUnknown: boolean;
}

function problem({ property }: Connection, message: string): Problem {
  return property === undefined ? { message } : { property, message };
}

function worldConnections(
  { type, props }: PolicyResource,
  direction: "ingress" | "egress",
): readonly Connection[] {
  if (type === GROUP || type === DEFAULT_GROUP) {
    return listAt(props, direction)
      .map((rule, index) => connection(rule, `${direction}[${index}]`))
      .filter((one) => one !== undefined);
  }
  const own = type === OLD_RULE ? props["type"] : type === INGRESS ? "ingress" : "egress";
  const found = own === direction ? connection(props) : undefined;
  return found === undefined ? [] : [found];
}

function connection(rule: unknown, property?: string): Connection | undefined {
  const cidrs = [
    ...listAt(rule, "cidrBlocks"),
    ...listAt(rule, "ipv6CidrBlocks"),
    at(rule, "cidrIpv4"),
    at(rule, "cidrIpv6"),
  ];
  if (!cidrs.some(isWorld)) return undefined;
  const protocol = at(rule, "ipProtocol") ?? at(rule, "protocol");
  const [from, to] = [at(rule, "fromPort"), at(rule, "toPort")];
  return {
    ...(property === undefined ? {} : { property }),
    protocol: String(protocol).toLowerCase(),
    from: numberOf(from),
    to: numberOf(to),
    isUnknown: [protocol, from, to].some(isUnknown),
  };
}

/** The whole internet, or half of it: two halves are a known way around. */
function isWorld(cidr: unknown): boolean {
  return typeof cidr === "string" && /\/[01]$/.test(cidr);
}

function includesPort({ protocol, from, to, isUnknown }: Connection, port: number): boolean {
  if (isUnknown) return false;
  if (protocol === "-1" || protocol === "all") return true;
  if (!["tcp", "6", "udp", "17"].includes(protocol)) return false;
  if (from === undefined || to === undefined) return true;
  return (from <= port && port <= to) || from === -1;
}

function portsText({ protocol, from, to }: Connection): string {
  if (protocol === "-1" || protocol === "all") return "every port";
  if (from === undefined || to === undefined) return `every port of ${protocol}`;
  return from === to ? `port ${from} (${protocol})` : `ports ${from} to ${to} (${protocol})`;
}
