import { UNKNOWN } from "../unknown.ts";
import { findingsFor, type LiteralResource } from "../testing/findings-for.ts";
import {
  endpointEc2,
  endpointEcr,
  endpointIncidents,
  endpointPrivateDns,
  endpointSsm,
  flowLogTraffic,
  naclInUse,
  naclRemoteShell,
  sourceDestCheck,
  subnetNoPublicIp,
  vpcDefaultGroup,
} from "./vpc.ts";

const vpc: LiteralResource = { type: "aws:ec2/vpc:Vpc", name: "main", identities: ["vpc-1"] };
const one = (rule: typeof flowLogTraffic, type: string, props: object) =>
  findingsFor(rule, [{ type, name: "it", props }]);

describe("default security group", () => {
  const group = (props: object) => ({
    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    name: "default",
    props: { ingress: [], egress: [], ...props },
  });

  it("passes one that is taken over and shut, or may be", () => {
    expect(findingsFor(vpcDefaultGroup, [vpc, group({ vpcId: "vpc-1" })])).toEqual([]);
    expect(findingsFor(vpcDefaultGroup, [vpc, group({ vpcId: UNKNOWN })])).toEqual([]);
  });

  it("fails one that is left as it is, or has rules", () => {
    const left = ["main leaves its default security group open"];
    expect(findingsFor(vpcDefaultGroup, [vpc])).toEqual(left);
    expect(findingsFor(vpcDefaultGroup, [vpc, group({ vpcId: "vpc-2" })])).toEqual(left);
    expect(findingsFor(vpcDefaultGroup, [vpc, group({ vpcId: "vpc-1", egress: [{}] })])).toEqual([
      "default (egress) lets traffic through",
    ]);
  });
});

it("wants a flow log of what was refused", () => {
  const log = (trafficType: unknown) =>
    one(flowLogTraffic, "aws:ec2/flowLog:FlowLog", { trafficType });
  for (const kind of ["ALL", "REJECT", UNKNOWN]) expect(log(kind)).toEqual([]);
  expect(log("ACCEPT")).toEqual(["it (trafficType) does not log what was refused"]);
});

it("wants subnets without public addresses", () => {
  const subnet = (props: object) => one(subnetNoPublicIp, "aws:ec2/subnet:Subnet", props);
  expect(subnet({})).toEqual([]);
  expect(subnet({ mapPublicIpOnLaunch: true })).toHaveLength(1);
});

describe("network ACL", () => {
  const TYPE = "aws:ec2/networkAcl:NetworkAcl";
  const line = (ruleNo: number, action: string, change: object = {}) => ({
    ...{ ruleNo, action, protocol: "tcp", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 65535 },
    ...change,
  });
  const acl = (...ingress: unknown[]) => one(naclRemoteShell, TYPE, { ingress });

  it("passes ports that an earlier line denies, and those of others", () => {
    const denied = [22, 3389].map((port) => line(port, "deny", { fromPort: port, toPort: port }));
    expect(acl(...denied, line(9000, "allow"))).toEqual([]);
    expect(acl(line(1, "allow", { fromPort: 443, toPort: 443 }))).toEqual([]);
    expect(acl(line(1, "allow", { cidrBlock: "10.0.0.0/16" }))).toEqual([]);
    expect(acl(line(1, "allow", { protocol: "udp" }))).toEqual([]);
    expect(one(naclRemoteShell, TYPE, { ingress: UNKNOWN })).toEqual([]);
  });

  it("fails ports that are open, over IPv6 and by every protocol, too", () => {
    const both = [22, 3389].map((port) => `it (ingress) lets the internet reach port ${port}`);
    expect(acl(line(1, "allow"), line(2, "deny"))).toEqual(both);
    expect(acl(line(1, "allow", { cidrBlock: undefined, ipv6CidrBlock: "::/0" }))).toEqual(both);
    expect(acl(line(1, "allow", { protocol: "-1", fromPort: 0, toPort: 0 }))).toEqual(both);
  });

  it("fails a line that is a resource", () => {
    const props = {
      ruleNumber: 1,
      ruleAction: "allow",
      protocol: "6",
      cidrBlock: "0.0.0.0/0",
      fromPort: 22,
      toPort: 22,
    };
    const type = "aws:ec2/networkAclRule:NetworkAclRule";
    expect(one(naclRemoteShell, type, props)).toEqual(["it lets the internet reach port 22"]);
    expect(one(naclRemoteShell, type, { ...props, egress: true })).toEqual([]);
  });

  it("wants to be around a subnet", () => {
    const made: LiteralResource = { type: TYPE, name: "acl", identities: ["acl-1"] };
    expect(findingsFor(naclInUse, [{ ...made, props: { subnetIds: [UNKNOWN] } }])).toEqual([]);
    const association = {
      type: "aws:ec2/networkAclAssociation:NetworkAclAssociation",
      name: "one",
      props: { networkAclId: "acl-1" },
    };
    expect(findingsFor(naclInUse, [made, association])).toEqual([]);
    expect(findingsFor(naclInUse, [made])).toEqual(["acl (subnetIds) is around no subnet"]);
  });
});

it("wants no instance that forwards", () => {
  const type = "aws:ec2/networkInterface:NetworkInterface";
  expect(one(sourceDestCheck, type, {})).toEqual([]);
  expect(one(sourceDestCheck, type, { sourceDestCheck: false })).toHaveLength(1);
});

describe("interface endpoint", () => {
  const endpoint = (service: unknown, props: object = {}) => ({
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    name: String(service),
    props: {
      vpcId: "vpc-1",
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      serviceName: typeof service === "string" ? `com.amazonaws.us-east-1.${service}` : service,
      ...props,
    },
  });

  it.each([
    [endpointEc2, ["ec2"]],
    [endpointEcr, ["ecr.api", "ecr.dkr"]],
    [endpointIncidents, ["ssm-contacts", "ssm-incidents"]],
    [endpointSsm, ["ssm"]],
  ] as const)("is wanted: %j", (rule, services) => {
    const all = services.map((service) => endpoint(service));
    expect(findingsFor(rule, [vpc, ...all])).toEqual([]);
    expect(findingsFor(rule, [vpc, endpoint(UNKNOWN)])).toEqual([]);
    expect(findingsFor(rule, [vpc, ...all.slice(1)])).toEqual([
      `main has no interface endpoint for ${services[0]}`,
    ]);
    const elsewhere = services.map((service) => endpoint(service, { vpcId: "vpc-2" }));
    expect(findingsFor(rule, [vpc, ...elsewhere])).toHaveLength(1);
    const gateways = services.map((service) => endpoint(service, { vpcEndpointType: "Gateway" }));
    expect(findingsFor(rule, [vpc, ...gateways])).toHaveLength(1);
  });

  it("is used under AWS's own names", () => {
    expect(findingsFor(endpointPrivateDns, [endpoint("ssm")])).toEqual([]);
    expect(
      findingsFor(endpointPrivateDns, [
        endpoint("s3", { vpcEndpointType: "Gateway", privateDnsEnabled: false }),
      ]),
    ).toEqual([]);
    expect(
      findingsFor(endpointPrivateDns, [endpoint("ssm", { privateDnsEnabled: false })]),
    ).toHaveLength(1);
  });
});
