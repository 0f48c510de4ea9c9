import { findingsFor } from "../testing/findings-for.ts";
import { UNKNOWN } from "../unknown.ts";
import { ownSecurityGroup } from "./own-group.ts";

const found = (type: string, props: object) =>
  findingsFor(ownSecurityGroup, [{ type: `aws:${type}`, name: "it", props }]);
const cases = [
  ["ec2/launchTemplate:LaunchTemplate", "vpcSecurityGroupIds"],
  ["lb/loadBalancer:LoadBalancer", "securityGroups"],
  ["rds/instance:Instance", "vpcSecurityGroupIds"],
] as const;

it.each(cases)("passes %s that names a group, or will", (type, property) => {
  expect(found(type, { [property]: ["sg-1"] })).toEqual([]);
  expect(found(type, { [property]: UNKNOWN })).toEqual([]);
});

it.each(cases)("fails %s without one", (type, property) => {
  const message = `it (${property}) is in the default security group of the VPC`;
  expect(found(type, {})).toEqual([message]);
  expect(found(type, { [property]: [] })).toEqual([message]);
});

it("passes a template whose interfaces name theirs, and a network load balancer", () => {
  expect(found("ec2/launchTemplate:LaunchTemplate", { networkInterfaces: [{}] })).toEqual([]);
  expect(found("lb/loadBalancer:LoadBalancer", { loadBalancerType: "network" })).toEqual([]);
});
