import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as gateway from "./gateway.ts";

const made = (
  type: string,
  name: string,
  madeOf: Record<string, string[]> = {},
  props: object = {},
): LiteralResource => ({
  type: `aws:ec2/${type[0]!.toLowerCase()}${type.slice(1)}:${type}`,
  name,
  props: { ...Object.fromEntries(Object.keys(madeOf).map((input) => [input, UNKNOWN])), ...props },
  madeOf,
});
const vpc = (name: string) => made("Vpc", name);
const subnet = (name: string, of = "main") =>
  made("Subnet", name, { vpcId: [of] }, { cidrBlock: "10.0.0.0/24" });
const nat = (name: string, madeOf: Record<string, string[]>, props: object = {}) =>
  made("NatGateway", name, { subnetId: ["a"], ...madeOf }, props);

it("fails an Elastic IP address of EC2-Classic, and one with two places or none", () => {
  const eip = (rule: typeof gateway.eipDomain, props: object) =>
    findingsFor(rule, [made("Eip", "ip", {}, props)]);
  expect(eip(gateway.eipDomain, { domain: "standard" })).toHaveLength(1);
  expect(eip(gateway.eipDomain, { domain: "vpc" })).toEqual([]);
  expect(eip(gateway.eipOneTarget, { instance: "i-1", networkInterface: UNKNOWN })).toHaveLength(1);
  expect(eip(gateway.eipOneTarget, { associateWithPrivateIp: "10.0.0.5" })).toHaveLength(1);
  expect(eip(gateway.eipOneTarget, { instance: UNKNOWN })).toEqual([]);
});

it("fails a second internet gateway of a VPC", () => {
  const igw = (name: string, of: string) => made("InternetGateway", name, { vpcId: [of] });
  const both = (other: string) =>
    findingsFor(gateway.internetGatewayOnce, [
      ...[vpc("main"), vpc("other")],
      ...[igw("one", "main"), igw("two", other)],
    ]);
  expect(both("main")).toEqual(["two (vpcId) is the second internet gateway of the VPC"]);
  expect(both("other")).toEqual([]);
});

it("fails NAT gateways that share an address or name one instead of its id", () => {
  const found = (...gateways: LiteralResource[]) =>
    findingsFor(gateway.natGatewayAddress, [
      ...[vpc("main"), subnet("a"), made("Eip", "ip"), made("Eip", "ip2")],
      ...gateways,
    ]);
  const one = nat("one", { allocationId: ["ip"] });
  expect(found(one, nat("two", { allocationId: ["ip"] }))).toHaveLength(1);
  expect(found(one, nat("two", { allocationId: ["ip2"] }))).toEqual([]);
  expect(found(nat("one", {}, { allocationId: "203.0.113.7" }))).toHaveLength(1);
  expect(found(nat("one", {}, { allocationId: "eipalloc-1" }))).toEqual([]);
});

it.each([
  ["10.0.0.9", 0],
  ["10.0.0.3", 1],
  ["10.0.0.255", 1],
  ["10.0.1.9", 1],
  [UNKNOWN, 0],
])("finds of a NAT gateway at %s problems: %s", (privateIp, count) => {
  const resources = [vpc("main"), subnet("a"), nat("one", {}, { privateIp })];
  expect(findingsFor(gateway.natGatewayPrivateIp, resources)).toHaveLength(count);
});

it("fails a NAT gateway in a VPC that has no internet gateway", () => {
  const found = (props: object, ...more: LiteralResource[]) =>
    findingsFor(gateway.natGatewayWayOut, [
      ...[vpc("main"), vpc("other"), subnet("a"), nat("one", {}, props)],
      ...more,
    ]);
  const igw = (of: string) => made("InternetGateway", "igw", { vpcId: [of] });
  expect(found({})).toEqual(["one (subnetId) is in main, which has no internet gateway"]);
  expect(found({}, igw("other"))).toHaveLength(1);
  expect(found({}, igw("main"))).toEqual([]);
  expect(found({}, made("InternetGateway", "igw", {}, { vpcId: UNKNOWN }))).toEqual([]);
  expect(found({ connectivityType: "private" })).toEqual([]);
});

it("fails a subnet with two route tables, or one of another VPC", () => {
  const table = (name: string, of: string) => made("RouteTable", name, { vpcId: [of] });
  const association = (name: string, of: string) =>
    made("RouteTableAssociation", name, { subnetId: ["a"], routeTableId: [of] });
  const world = [
    ...[vpc("main"), vpc("other"), subnet("a"), table("t1", "main"), table("t2", "other")],
    association("one", "t1"),
  ];
  expect(findingsFor(gateway.routeTableAssociationOnce, world)).toEqual([]);
  expect(findingsFor(gateway.routeTableAssociationVpc, world)).toEqual([]);
  const more = [...world, association("two", "t2")];
  expect(findingsFor(gateway.routeTableAssociationOnce, more)).toHaveLength(1);
  expect(findingsFor(gateway.routeTableAssociationVpc, more)).toEqual([
    "two (routeTableId) is of other, and the subnet of main",
  ]);
});
