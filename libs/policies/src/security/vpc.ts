import { mayReferToAnything } from "../resource.ts";
import { resourceRule, stackRule, type Problem } from "../rule.ts";
import { at, isUnknown, listAt } from "../unknown.ts";
import { isMissing, isOff, isOn, numberOf, securityHub } from "./flag.ts";
import { ofType, partnersOf } from "./pairs.ts";

const VPC = "aws:ec2/vpc:Vpc";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const ACL = "aws:ec2/networkAcl:NetworkAcl";
const DEFAULT_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
const ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule";
const ACL_ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const facts = { group: "security", enforcement: "mandatory" } as const;

export const vpcDefaultGroup = stackRule({
  ...facts,
  id: "vpc-default-group",
  controls: ["EC2.2", "CIS 5.5"],
  source: securityHub("EC2.2"),
  types: [VPC, DEFAULT_GROUP],
  fix: "Take the default group over with a DefaultSecurityGroup that has no rules.",
  checkStack: (resources) => {
    const groups = ofType(resources, DEFAULT_GROUP);
    const missing = ofType(resources, VPC)
      .filter((vpc) => {
        const { partners, cannotTell } = partnersOf(vpc, groups, "vpcId");
        return partners.length === 0 && !cannotTell;
      })
      .map((resource) => ({ resource, message: "leaves its default security group open" }));
    const open = groups.flatMap((resource) =>
      ["ingress", "egress"]
        .filter((direction) => listAt(resource.props, direction).length > 0)
        .map((property) => ({ resource, property, message: "lets traffic through" })),
    );
    return [...missing, ...open];
  },
});

export const flowLogTraffic = resourceRule({
  ...facts,
  id: "flow-log-traffic",
  controls: ["EC2.6", "CIS 3.7"],
  source: securityHub("EC2.6"),
  types: ["aws:ec2/flowLog:FlowLog"],
  fix: 'Set trafficType to "ALL", or to "REJECT" at least.',
  check: ({ props }) => {
    const traffic = props["trafficType"];
    if (isUnknown(traffic) || traffic === "ALL" || traffic === "REJECT") return undefined;
    return { property: "trafficType", message: "does not log what was refused" };
  },
});

export const subnetNoPublicIp = resourceRule({
  ...facts,
  id: "subnet-no-public-ip",
  controls: ["EC2.15"],
  source: securityHub("EC2.15"),
  types: ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"],
  fix: "Set mapPublicIpOnLaunch to false: load balancers and NAT gateways do not need it.",
  check: ({ props }) =>
    isOn(props["mapPublicIpOnLaunch"])
      ? { property: "mapPublicIpOnLaunch", message: "gives everything in it a public address" }
      : undefined,
});

export const naclRemoteShell = resourceRule({
  ...facts,
  id: "nacl-remote-shell",
  controls: ["EC2.21", "CIS 5.2"],
  source: securityHub("EC2.21"),
  types: [ACL, DEFAULT_ACL, ACL_RULE],
  fix: "Deny ports 22 and 3389 from 0.0.0.0/0 and ::/0 with a lower number than what allows them.",
  check: ({ type, props }): Problem[] => {
    const lines = type === ACL_RULE ? standaloneLine(props) : listAt(props, "ingress");
    return REMOTE_SHELL.flatMap((port) => {
      const first = [...lines]
        .filter((line) => isFromWorld(line) && hasPort(line, port))
        .sort((a, b) => lineNumber(a) - lineNumber(b))[0];
      if (first === undefined || lineAction(first) !== "allow") return [];
      const message = `lets the internet reach port ${port}`;
      return [{ ...(type === ACL_RULE ? {} : { property: "ingress" }), message }];
    });
  },
});

export const naclInUse = stackRule({
  ...facts,
  id: "nacl-in-use",
  controls: ["EC2.16"],
  source: securityHub("EC2.16"),
  types: [ACL],
  fix: "Put subnets into the network ACL, or delete it.",
  checkStack: (resources) =>
    ofType(resources, ACL)
      .filter(({ props }) => isMissing(props["subnetIds"]))
      .filter((acl) => {
        const associations = ofType(resources, ACL_ASSOCIATION);
        const { partners, cannotTell } = partnersOf(acl, associations, "networkAclId");
        return partners.length === 0 && !cannotTell;
      })
      .map((resource) => ({ resource, property: "subnetIds", message: "is around no subnet" })),
});

export const sourceDestCheck = resourceRule({
  ...facts,
  id: "source-dest-check",
  controls: ["EC2.180"],
  source: securityHub("EC2.180"),
  types: ["aws:ec2/instance:Instance", "aws:ec2/networkInterface:NetworkInterface"],
  fix: "Leave sourceDestCheck on; NAT gateways need no instance that forwards.",
  check: ({ props }) =>
    props["sourceDestCheck"] === false
      ? { property: "sourceDestCheck", message: "takes and sends packets of others" }
      : undefined,
});

export const endpointPrivateDns = resourceRule({
  ...facts,
  id: "endpoint-private-dns",
  controls: [],
  source:
    "https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#enable-private-dns-names",
  types: [ENDPOINT],
  fix: "Set privateDnsEnabled to true: otherwise clients go on using the public address.",
  check: ({ props }) =>
    props["vpcEndpointType"] === "Interface" && isOff(props["privateDnsEnabled"])
      ? { property: "privateDnsEnabled", message: "is not used by clients that use AWS's names" }
      : undefined,
});

export const endpointEc2 = endpointRule({
  id: "endpoint-ec2",
  controls: ["EC2.10"],
  services: ["ec2"],
});
export const endpointEcr = endpointRule({
  id: "endpoint-ecr",
  controls: ["EC2.55", "EC2.56"],
  services: ["ecr.api", "ecr.dkr"],
});
export const endpointSsm = endpointRule({
  id: "endpoint-ssm",
  controls: ["EC2.57"],
  services: ["ssm"],
});
export const endpointIncidents = endpointRule({
  id: "endpoint-incidents",
  controls: ["EC2.58", "EC2.60"],
  services: ["ssm-contacts", "ssm-incidents"],
});

interface EndpointRule {
  readonly id: string;
  readonly controls: readonly string[];
  /** Names without the region: `ecr.api`. */
  readonly services: readonly string[];
}

/** An interface endpoint for each service, in each VPC. */
function endpointRule({ id, controls, services }: EndpointRule) {
  return stackRule({
    ...facts,
    id,
    controls,
    source: securityHub(controls[0] ?? ""),
    types: [VPC],
    fix: `Add an interface endpoint for ${services.join(" and ")}.`,
    checkStack: (resources) =>
      ofType(resources, VPC).flatMap((vpc) => {
        const endpoints = ofType(resources, ENDPOINT).filter(
          ({ props }) => props["vpcEndpointType"] === "Interface",
        );
        const own = endpoints.filter(
          (one) =>
            partnersOf(vpc, [one], "vpcId").partners.length > 0 || mayReferToAnything(one, "vpcId"),
        );
        if (own.some(({ props }) => isUnknown(props["serviceName"]))) return [];
        const missing = services.filter(
          (service) => !own.some(({ props }) => isServiceOf(props["serviceName"], service)),
        );
        if (missing.length === 0) return [];
        return [
          { resource: vpc, message: `has no interface endpoint for ${missing.join(" and ")}` },
        ];
      }),
  });
}

/** `com.amazonaws.us-east-1.ecr.api` is of `ecr.api`. */
function isServiceOf(name: unknown, service: string): boolean {
  return typeof name === "string" && name.split(".").slice(3).join(".") === service;
}

const REMOTE_SHELL = [22, 3389];
const WORLD = ["0.0.0.0/0", "::/0"];
const TCP_OR_ALL = ["tcp", "6", "-1", "all"];

function standaloneLine(props: unknown): readonly unknown[] {
  return at(props, "egress") === true ? [] : [props];
}

function isFromWorld(line: unknown): boolean {
  return [at(line, "cidrBlock"), at(line, "ipv6CidrBlock")].some((cidr) =>
    WORLD.includes(String(cidr)),
  );
}

function hasPort(line: unknown, port: number): boolean {
  const protocol = String(at(line, "protocol"));
  if (!TCP_OR_ALL.includes(protocol)) return false;
  if (protocol === "-1" || protocol === "all") return true;
  const from = numberOf(at(line, "fromPort"));
  const to = numberOf(at(line, "toPort"));
  return from !== undefined && to !== undefined && from <= port && port <= to;
}

function lineNumber(line: unknown): number {
  return numberOf(at(line, "ruleNo") ?? at(line, "ruleNumber")) ?? 0;
}

function lineAction(line: unknown): unknown {
  return at(line, "action") ?? at(line, "ruleAction");
}
