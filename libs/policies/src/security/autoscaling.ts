import { resourceRule } from "../rule.ts";
import { at, hasUnknown, isUnknown, listAt } from "../unknown.ts";
import { isMissing, securityHub } from "./flag.ts";

const GROUP = "aws:autoscaling/group:Group";
const CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";
const facts = { group: "security", enforcement: "mandatory" } as const;

export const asgElbHealth = resourceRule({
  ...facts,
  id: "asg-elb-health",
  controls: ["AutoScaling.1"],
  source: securityHub("AutoScaling.1"),
  types: [GROUP],
  fix: 'Set healthCheckType to "ELB".',
  check: ({ props }) => {
    const hasBalancer = ["targetGroupArns", "loadBalancers", "trafficSources"].some(
      (name) => !isMissing(props[name]),
    );
    const kind = props["healthCheckType"];
    if (!hasBalancer || isUnknown(kind) || String(kind).split(",").includes("ELB"))
      return undefined;
    return { property: "healthCheckType", message: "keeps instances that do not answer" };
  },
});

export const asgZones = resourceRule({
  ...facts,
  id: "asg-zones",
  controls: ["AutoScaling.2"],
  source: securityHub("AutoScaling.2"),
  types: [GROUP],
  fix: "Give it subnets in at least two zones.",
  check: ({ props }) => {
    const places = ["vpcZoneIdentifiers", "availabilityZones"];
    if (places.some((name) => isUnknown(props[name]))) return undefined;
    const count = Math.max(...places.map((name) => new Set(listAt(props, name)).size));
    const property = "vpcZoneIdentifiers";
    return count < 2 ? { property, message: "lives in one zone only" } : undefined;
  },
});

export const asgInstanceTypes = resourceRule({
  ...facts,
  id: "asg-instance-types",
  controls: ["AutoScaling.6"],
  source: securityHub("AutoScaling.6"),
  types: [GROUP],
  fix: "Name two instance types or more (mixedInstancesPolicy).",
  check: ({ props }) => {
    if (hasUnknown(at(props, "mixedInstancesPolicy"))) return undefined;
    const overrides = listAt(props, "mixedInstancesPolicy", "launchTemplate", "overrides");
    const types = new Set(
      overrides.map((one) =>
        JSON.stringify(at(one, "instanceType") ?? at(one, "instanceRequirements")),
      ),
    );
    const isByNeeds = overrides.some((one) => at(one, "instanceRequirements") !== undefined);
    return types.size < 2 && !isByNeeds
      ? { property: "mixedInstancesPolicy", message: "cannot start where its one type is sold out" }
      : undefined;
  },
});

export const asgLaunchTemplate = resourceRule({
  ...facts,
  id: "asg-launch-template",
  controls: ["AutoScaling.3", "AutoScaling.5", "AutoScaling.9"],
  source: securityHub("AutoScaling.9"),
  types: [GROUP, CONFIGURATION],
  fix: "Launch from a launch template.",
  check: ({ type, props }) => {
    if (type === CONFIGURATION) return "is a launch configuration, which AWS has given up";
    const isFromTemplate = ["launchTemplate", "mixedInstancesPolicy"].some(
      (name) => !isMissing(props[name]),
    );
    return isFromTemplate
      ? undefined
      : { property: "launchTemplate", message: "does not launch from a launch template" };
  },
});
