import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as rules from "./vpc-endpoint.ts";

type Rule = (typeof rules)[keyof typeof rules];
const endpoint = (name: string, props: object, madeOf: object = {}): LiteralResource => ({
  type: "aws:ec2/vpcEndpoint:VpcEndpoint",
  name,
  props: { vpcId: UNKNOWN, serviceName: "com.amazonaws.us-east-1.ssm", ...props },
  madeOf: { vpcId: ["main"], ...madeOf },
});
const vpc = (name: string, props: object = { enableDnsHostnames: true }): LiteralResource => ({
  type: "aws:ec2/vpc:Vpc",
  name,
  props,
});
const subnet = (name: string, availabilityZone: unknown, of = "main"): LiteralResource => ({
  type: "aws:ec2/subnet:Subnet",
  name,
  props: { vpcId: UNKNOWN, availabilityZone },
  madeOf: { vpcId: [of] },
});
const one = (rule: Rule, props: object) => findingsFor(rule, [vpc("main"), endpoint("e", props)]);
const s3 = { serviceName: "com.amazonaws.us-east-1.s3" };

it("fails services of another region, and names that are not whole", () => {
  const service = (serviceName: unknown, more = {}) =>
    one(rules.vpcEndpointService, { serviceName, ...more });
  expect(service("com.amazonaws.eu-west-1.ssm")).toHaveLength(1);
  expect(service("ssm")).toHaveLength(1);
  expect(service("com.amazonaws.us-east-1.ssm")).toEqual([]);
  expect(service("com.amazonaws.s3-global.accesspoint")).toEqual([]);
  expect(service("com.amazonaws.eu-west-1.ssm", { serviceRegion: "eu-west-1" })).toEqual([]);
  expect(service(UNKNOWN)).toEqual([]);
});

it("fails kinds that the service does not have, and properties of another kind", () => {
  const kind = (props: object) => one(rules.vpcEndpointKind, props);
  expect(kind({})).toHaveLength(1);
  expect(kind({ ...s3, subnetIds: ["subnet-1"] })).toHaveLength(1);
  expect(kind({ ...s3, privateDnsEnabled: true })).toHaveLength(1);
  expect(kind({ vpcEndpointType: "Interface", routeTableIds: [UNKNOWN] })).toHaveLength(1);
  expect(kind({ vpcEndpointType: "Interface", subnetIds: UNKNOWN })).toEqual([]);
  expect(kind({ ...s3, routeTableIds: [UNKNOWN] })).toEqual([]);
  expect(kind({ serviceName: UNKNOWN })).toEqual([]);
  expect(one(rules.vpcEndpointAddresses, { ipAddressType: "ipv5" })).toHaveLength(1);
  expect(one(rules.vpcEndpointAddresses, { ipAddressType: UNKNOWN })).toEqual([]);
});

it("fails private names in a VPC without names", () => {
  const found = (props: object) =>
    findingsFor(rules.vpcEndpointPrivateDns, [
      vpc("main", props),
      endpoint("e", { privateDnsEnabled: true }),
    ]);
  expect(found({})).toHaveLength(1);
  expect(found({ enableDnsHostnames: true, enableDnsSupport: false })).toHaveLength(1);
  expect(found({ enableDnsHostnames: true })).toEqual([]);
  expect(found({ enableDnsHostnames: UNKNOWN })).toEqual([]);
});

it("fails two subnets of one zone, and one of another VPC", () => {
  const found = (zone: unknown, of = "main") =>
    findingsFor(rules.vpcEndpointZones, [
      ...[vpc("main"), vpc("other"), subnet("a", "us-east-1a"), subnet("b", zone, of)],
      endpoint("e", { subnetIds: [UNKNOWN, UNKNOWN] }, { subnetIds: ["a", "b"] }),
    ]);
  expect(found("us-east-1a")).toEqual(["e (subnetIds) has two subnets in us-east-1a"]);
  expect(found("us-east-1b", "other")).toHaveLength(1);
  expect(found("us-east-1b")).toEqual([]);
  expect(found(UNKNOWN)).toEqual([]);
});

it("fails a second endpoint of a service where there can be one", () => {
  const table = { type: "aws:ec2/routeTable:RouteTable", name: "table" };
  const found = (...endpoints: LiteralResource[]) =>
    findingsFor(rules.vpcEndpointOnce, [vpc("main"), table, ...endpoints]);
  const names = { vpcEndpointType: "Interface", privateDnsEnabled: true };
  const gateway = (name: string) =>
    endpoint(name, { ...s3, routeTableIds: [UNKNOWN] }, { routeTableIds: ["table"] });
  expect(found(endpoint("a", names), endpoint("b", names))).toHaveLength(1);
  expect(found(endpoint("a", names), endpoint("b", { ...names, ...s3 }))).toEqual([]);
  expect(found(gateway("a"), gateway("b"))).toHaveLength(1);
  expect(found(gateway("a"), endpoint("b", { ...s3, ...names }))).toEqual([]);
});
