import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { asgElbHealth, asgInstanceTypes, asgLaunchTemplate, asgZones } from "./autoscaling.ts";

const group = (rule: typeof asgZones, props: object) =>
  findingsFor(rule, [{ type: "aws:autoscaling/group:Group", name: "web", props }]);
const overrides = (...types: unknown[]) => ({
  mixedInstancesPolicy: {
    launchTemplate: { overrides: types.map((instanceType) => ({ instanceType })) },
  },
});

it("wants the load balancer's health checks where there is one", () => {
  const targets = { targetGroupArns: ["arn"] };
  expect(group(asgElbHealth, { ...targets, healthCheckType: "ELB" })).toEqual([]);
  expect(group(asgElbHealth, { healthCheckType: "EC2" })).toEqual([]);
  const expected = ["web (healthCheckType) keeps instances that do not answer"];
  expect(group(asgElbHealth, { ...targets, healthCheckType: "EC2" })).toEqual(expected);
  expect(group(asgElbHealth, targets)).toEqual(expected);
});

it("wants two zones", () => {
  expect(group(asgZones, { vpcZoneIdentifiers: ["a", "b"] })).toEqual([]);
  expect(group(asgZones, { vpcZoneIdentifiers: [UNKNOWN, "b"] })).toEqual([]);
  expect(group(asgZones, { vpcZoneIdentifiers: ["a", "a"] })).toEqual([
    "web (vpcZoneIdentifiers) lives in one zone only",
  ]);
});

it("wants two instance types, or what they need", () => {
  expect(group(asgInstanceTypes, overrides("t4g.micro", "t4g.small"))).toEqual([]);
  expect(group(asgInstanceTypes, overrides(UNKNOWN))).toEqual([]);
  const needs = { launchTemplate: { overrides: [{ instanceRequirements: {} }] } };
  expect(group(asgInstanceTypes, { mixedInstancesPolicy: needs })).toEqual([]);
  const expected = ["web (mixedInstancesPolicy) cannot start where its one type is sold out"];
  expect(group(asgInstanceTypes, {})).toEqual(expected);
  expect(group(asgInstanceTypes, overrides("t4g.micro", "t4g.micro"))).toEqual(expected);
});

it("wants a launch template", () => {
  expect(group(asgLaunchTemplate, { launchTemplate: { id: UNKNOWN } })).toEqual([]);
  expect(group(asgLaunchTemplate, overrides("a"))).toEqual([]);
  expect(group(asgLaunchTemplate, { launchConfiguration: "old" })).toEqual([
    "web (launchTemplate) does not launch from a launch template",
  ]);
  const type = "aws:ec2/launchConfiguration:LaunchConfiguration";
  expect(findingsFor(asgLaunchTemplate, [{ type, name: "old" }])).toHaveLength(1);
});
