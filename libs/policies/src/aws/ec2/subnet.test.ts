import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { UNKNOWN } from "../../unknown.ts";
import { subnetCidr, subnetInVpc, subnetIpv6, subnetOverlap, subnetZone } from "./subnet.ts";

const vpc = (cidrBlock: unknown): LiteralResource => ({
  type: "aws:ec2/vpc:Vpc",
  name: "main",
  props: { cidrBlock },
  identities: ["vpc-1"],
});
const subnet = (name: string, props: object): LiteralResource => ({
  type: "aws:ec2/subnet:Subnet",
  name,
  props: { vpcId: UNKNOWN, ...props },
  madeOf: { vpcId: ["main"] },
});
const alone = (rule: typeof subnetCidr, props: object) =>
  findingsFor(rule, [{ type: "aws:ec2/subnet:Subnet", name: "a", props }]);

it.each([
  ["10.0.0.0/29", /is a \/29/],
  ["10.0.0.0/15", /is a \/15/],
  ["10.0.1.1/24", /last bits/],
  ["ten", /no IPv4 block/],
])("fails the block %s", (cidrBlock, message) => {
  expect(alone(subnetCidr, { cidrBlock })).toEqual([expect.stringMatching(message)]);
  expect(alone(subnetCidr, { cidrBlock: "10.0.1.0/24" })).toEqual([]);
  expect(alone(subnetCidr, { cidrBlock: UNKNOWN })).toEqual([]);
});

it("fails a subnet outside of its VPC, whether the VPC is traced or its id known", () => {
  const outside = { cidrBlock: "10.1.0.0/24" };
  const expected = ["a (cidrBlock) is 10.1.0.0/24, outside of its VPC, main"];
  expect(findingsFor(subnetInVpc, [vpc("10.0.0.0/16"), subnet("a", outside)])).toEqual(expected);
  const known = { type: "aws:ec2/subnet:Subnet", name: "a", props: { vpcId: "vpc-1", ...outside } };
  expect(findingsFor(subnetInVpc, [vpc("10.0.0.0/16"), known])).toEqual(expected);
});

it("passes a subnet inside of its VPC, of a second block of it, and of what is not known", () => {
  const second: LiteralResource = {
    type: "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
    name: "second",
    props: { vpcId: "vpc-1", cidrBlock: "10.1.0.0/16" },
  };
  const main = vpc("10.0.0.0/16");
  for (const cidrBlock of ["10.0.9.0/24", "10.1.9.0/24", UNKNOWN]) {
    expect(findingsFor(subnetInVpc, [main, second, subnet("a", { cidrBlock })])).toEqual([]);
  }
  const inAny = [vpc(UNKNOWN), subnet("a", { cidrBlock: "10.9.0.0/24" })];
  expect(findingsFor(subnetInVpc, inAny)).toEqual([]);
});

it("fails the second of two subnets that overlap, and passes two that do not", () => {
  const pair = (one: unknown, other: unknown) =>
    findingsFor(subnetOverlap, [
      vpc("10.0.0.0/16"),
      subnet("a", { cidrBlock: one }),
      subnet("b", { cidrBlock: other }),
    ]);
  expect(pair("10.0.0.0/23", "10.0.1.0/24")).toEqual(["b (cidrBlock) has addresses of a"]);
  expect(pair("10.0.0.0/24", "10.0.1.0/24")).toEqual([]);
  expect(pair("10.0.0.0/24", UNKNOWN)).toEqual([]);
});

it.each(["us-east-1a", "us-east-1-bos-1a", "us-east-1-wl1-bos-wlz-1", UNKNOWN, undefined])(
  "passes zone %s",
  (availabilityZone) => {
    expect(alone(subnetZone, { availabilityZone })).toEqual([]);
  },
);

it.each(["eu-west-1a", "us-east-1", "a", "use1-az1"])("fails zone %s", (availabilityZone) => {
  expect(alone(subnetZone, { availabilityZone })).toHaveLength(1);
});

it("fails IPv6 without addresses, and blocks of a size that no subnet has", () => {
  expect(alone(subnetIpv6, { assignIpv6AddressOnCreation: true })).toHaveLength(1);
  expect(alone(subnetIpv6, { ipv6CidrBlock: "2001:db8::/62" })).toHaveLength(1);
  expect(alone(subnetIpv6, { ipv6CidrBlock: "10.0.0.0/16" })).toHaveLength(1);
  expect(alone(subnetIpv6, { ipv6CidrBlock: "2001:db8::/64", ipv6Native: true })).toEqual([]);
  expect(alone(subnetIpv6, { ipv6CidrBlock: UNKNOWN, ipv6Native: true })).toEqual([]);
});
