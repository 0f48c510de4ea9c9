import { findingsFor } from "../../testing/findings-for.ts";
import { UNKNOWN } from "../../unknown.ts";
import { vpcCidr, vpcDns, vpcTenancy } from "./vpc.ts";

const vpc = (rule: typeof vpcCidr, props: object) =>
  findingsFor(rule, [{ type: "aws:ec2/vpc:Vpc", name: "main", props }]);

it.each(["10.0.0.0/16", "192.168.0.0/28", UNKNOWN, undefined])("passes the block %s", (block) => {
  expect(vpc(vpcCidr, { cidrBlock: block })).toEqual([]);
});

it.each([
  ["10.0.0.0/8", /is a \/8, and a VPC is a \/16 to a \/28/],
  ["10.0.0.0/29", /is a \/29/],
  ["10.0.0.5/16", /last bits/],
  ["10.0.0.0", /no IPv4 block/],
  ["169.254.0.0/16", /no VPC can have/],
])("fails the block %s", (cidrBlock, message) => {
  expect(vpc(vpcCidr, { cidrBlock })).toEqual([expect.stringMatching(message)]);
});

it("passes DNS names with DNS support, and fails them without", () => {
  expect(vpc(vpcDns, { enableDnsHostnames: true })).toEqual([]);
  expect(vpc(vpcDns, { enableDnsHostnames: UNKNOWN, enableDnsSupport: false })).toEqual([]);
  expect(vpc(vpcDns, { enableDnsHostnames: true, enableDnsSupport: false })).toHaveLength(1);
});

it("passes two kinds of tenancy, and fails others", () => {
  expect(vpc(vpcTenancy, { instanceTenancy: "default" })).toEqual([]);
  expect(vpc(vpcTenancy, { instanceTenancy: UNKNOWN })).toEqual([]);
  expect(vpc(vpcTenancy, { instanceTenancy: "host" })).toHaveLength(1);
});
