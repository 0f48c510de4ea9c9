import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as rules from "./group.ts";

const mixed = (overrides: unknown[], instancesDistribution: object = {}) => ({
  launchTemplate: undefined,
  mixedInstancesPolicy: {
    instancesDistribution,
    launchTemplate: {
      launchTemplateSpecification: { launchTemplateId: "lt-1", version: "1" },
      overrides,
    },
  },
});
const refresh = (preferences: object) => ({
  instanceRefresh: { strategy: "Rolling", preferences },
});
const tag = (key: string) => ({ key, value: "x", propagateAtLaunch: true });
const usual = {
  ...{ name: "strata-prod-web", minSize: 2, maxSize: 6, desiredCapacity: 2 },
  ...{ healthCheckType: "ELB", healthCheckGracePeriod: 300, maxInstanceLifetime: 2592000 },
  launchTemplate: { id: "lt-1", version: "3" },
  targetGroupArns: [
    "arn:aws:elasticloadbalancing:us-east-1:777788889999:targetgroup/web/0123456789abcdef",
  ],
  vpcZoneIdentifiers: ["subnet-1"],
  ...{ metricsGranularity: "1Minute", enabledMetrics: ["GroupMaxSize"] },
  tags: [tag("Name")],
  ...refresh({
    ...{ minHealthyPercentage: 90, maxHealthyPercentage: 120, autoRollback: true },
    ...{ instanceWarmup: "120", checkpointPercentages: [20, 100], checkpointDelay: "300" },
  }),
};
const group = (props: object): LiteralResource => ({
  type: "aws:autoscaling/group:Group",
  name: "web",
  props: { ...usual, ...props },
});
const types = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ instanceType: `m${i + 1}.large` }));

it("passes usual groups, whatever is not known of them", () => {
  const two = mixed(
    [
      { instanceType: "t3.micro", weightedCapacity: "1" },
      { instanceType: "t3a.micro", weightedCapacity: "1" },
    ],
    { onDemandAllocationStrategy: "prioritized", onDemandPercentageAboveBaseCapacity: 100 },
  );
  for (const rule of Object.values(rules)) {
    for (const props of [{}, two, mixed([UNKNOWN, { instanceType: "t3.micro" }])]) {
      for (const one of [group(props), ...unknowns(group(props))]) {
        expect(findingsFor(rule, [one])).toEqual([]);
      }
    }
  }
});

it.each<[keyof typeof rules, object]>([
  ["autoscalingName", { name: "web:1" }],
  ["autoscalingName", { name: "web servers" }],
  ["autoscalingName", { name: "x".repeat(256) }],
  ["autoscalingSize", { minSize: 7, desiredCapacity: undefined }],
  ["autoscalingSize", { desiredCapacity: 1 }],
  ["autoscalingSize", { desiredCapacity: 7 }],
  ["autoscalingSize", { minSize: -1 }],
  ["autoscalingHealth", { healthCheckType: "elb" }],
  ["autoscalingHealth", { healthCheckGracePeriod: -1 }],
  ["autoscalingLifetime", { maxInstanceLifetime: 3600 }],
  ["autoscalingElbHealth", { targetGroupArns: [] }],
  ["autoscalingPlaces", { vpcZoneIdentifiers: [] }],
  ["autoscalingPlaces", { availabilityZones: ["eu-west-1a"] }],
  [
    "autoscalingPlaces",
    { targetGroupArns: ["arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/x"] },
  ],
  ["autoscalingTemplate", { launchTemplate: { id: "web", version: "1" } }],
  ["autoscalingTemplate", { launchTemplate: { id: "lt-1", version: "latest" } }],
  ["autoscalingRollback", { launchTemplate: { id: "lt-1", version: "$Latest" } }],
  ["autoscalingRollback", { launchTemplate: { id: "lt-1" } }],
  ["autoscalingRefresh", refresh({ minHealthyPercentage: 110 })],
  ["autoscalingRefresh", refresh({ minHealthyPercentage: 50, maxHealthyPercentage: 200 })],
  ["autoscalingRefresh", refresh({ instanceWarmup: "2m" })],
  ["autoscalingRefresh", refresh({ checkpointDelay: "172801" })],
  ["autoscalingRefresh", refresh({ checkpointPercentages: [50, 20] })],
  ["autoscalingRefresh", refresh({ checkpointPercentages: [0] })],
  ["autoscalingRefresh", refresh({ standbyInstances: "Wait!" })],
  ["autoscalingOverrides", mixed([{ instanceType: "t3.micro" }, { instanceType: "t3.micro" }])],
  ["autoscalingOverrides", mixed(types(41))],
  ["autoscalingOverrides", mixed([{ instanceType: "t3" }])],
  ["autoscalingOverrides", mixed([{ instanceType: "t3.micro", weightedCapacity: "0" }])],
  [
    "autoscalingOverrides",
    mixed([{ instanceType: "t3.micro", weightedCapacity: "1" }, { instanceType: "t3a.micro" }]),
  ],
  ["autoscalingOverrides", mixed([{ instanceType: "t3.micro", instanceRequirements: { a: 1 } }])],
  [
    "autoscalingArchitectures",
    mixed([{ instanceType: "t3.micro" }, { instanceType: "t4g.micro" }]),
  ],
  ["autoscalingDistribution", mixed([], { onDemandAllocationStrategy: "lowest" })],
  ["autoscalingDistribution", mixed([], { onDemandPercentageAboveBaseCapacity: 101 })],
  [
    "autoscalingDistribution",
    mixed([], { spotAllocationStrategy: "capacity-optimized", spotInstancePools: 2 }),
  ],
  ["autoscalingWarmPool", { ...mixed([]), warmPool: { poolState: "Stopped" } }],
  ["autoscalingWarmPool", { warmPool: { poolState: "Paused" } }],
  ["autoscalingWarmPool", { warmPool: { maxGroupPreparedCapacity: 1 } }],
  ["autoscalingWords", { enabledMetrics: ["GroupSize"] }],
  ["autoscalingWords", { metricsGranularity: "5Minute" }],
  ["autoscalingWords", { terminationPolicies: ["Oldest"] }],
  ["autoscalingWords", { suspendedProcesses: ["Launching"] }],
  [
    "autoscalingHooks",
    { initialLifecycleHooks: [{ name: "a", lifecycleTransition: "EC2_INSTANCE_LAUNCHING" }] },
  ],
  ["autoscalingHooks", { initialLifecycleHooks: [{ name: "a", heartbeatTimeout: 10 }] }],
  ["autoscalingHooks", { initialLifecycleHooks: [{ name: "a" }, { name: "a" }] }],
  ["autoscalingTags", { tags: [tag("a"), tag("a")] }],
  ["autoscalingTags", { tags: [tag("aws:autoscaling")] }],
])("%s fails %j", (rule, props) => {
  expect(findingsFor(rules[rule], [group(props)])).toHaveLength(1);
});

it("takes a group that is attached to a target group from outside", () => {
  const attachment = {
    type: "aws:autoscaling/attachment:Attachment",
    name: "a",
    props: { autoscalingGroupName: "strata-prod-web" },
  };
  const one = group({ targetGroupArns: undefined });
  expect(findingsFor(rules.autoscalingElbHealth, [one, attachment])).toEqual([]);
});
