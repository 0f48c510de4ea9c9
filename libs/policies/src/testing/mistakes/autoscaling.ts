import { UNKNOWN } from "../../unknown.ts";
import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

const elb = "arn:aws:elasticloadbalancing:us-east-1:777788889999";
const tag = (key: string) => ({ key, value: "web", propagateAtLaunch: true });
const group = (props: object): LiteralResource => ({
  type: "aws:autoscaling/group:Group",
  name: "web",
  props: {
    ...{ name: "strata-prod-web", minSize: 2, maxSize: 6 },
    ...{ healthCheckType: "ELB", healthCheckGracePeriod: 300 },
    launchTemplate: { id: "lt-0123456789abcdef0", version: "3" },
    targetGroupArns: [`${elb}:targetgroup/web/0123456789abcdef`],
    vpcZoneIdentifiers: ["subnet-0123456789abcdef0"],
    ...props,
  },
});
const mixed = (overrides: object[], instancesDistribution: object = {}) =>
  group({
    launchTemplate: undefined,
    mixedInstancesPolicy: {
      instancesDistribution,
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: "lt-0123456789abcdef0", version: "3" },
        overrides,
      },
    },
  });
const refresh = (preferences: object, props: object = {}) =>
  group({ ...props, instanceRefresh: { strategy: "Rolling", preferences } });
const policy = (name: string, props: object): LiteralResource => ({
  type: "aws:autoscaling/policy:Policy",
  name,
  props: { name, autoscalingGroupName: "strata-prod-web", ...props },
});
const tracking = (predefinedMetricType: string, targetValue: number, resourceLabel?: string) => ({
  policyType: "TargetTrackingScaling",
  targetTrackingConfiguration: {
    targetValue,
    predefinedMetricSpecification: { predefinedMetricType, resourceLabel },
  },
});
const steps = (adjustmentType: string, ...stepAdjustments: object[]) => ({
  ...{ policyType: "StepScaling", adjustmentType, stepAdjustments },
});
const step = (from?: string, to?: string, scalingAdjustment = 1) => ({
  metricIntervalLowerBound: from,
  metricIntervalUpperBound: to,
  scalingAdjustment,
});
const notification = (props: object): LiteralResource => ({
  type: "aws:autoscaling/notification:Notification",
  name: "fleet",
  props: {
    groupNames: ["strata-prod-web"],
    notifications: ["autoscaling:EC2_INSTANCE_LAUNCH"],
    topicArn: "arn:aws:sns:us-east-1:777788889999:alarms",
    ...props,
  },
});

const groups: readonly Mistake[] = [
  {
    title: "a group with a colon in its name",
    rule: "autoscaling-group-name",
    resources: [group({ name: "web:prod" })],
  },
  {
    title: "a group whose least is above its most",
    rule: "autoscaling-group-size",
    resources: [group({ minSize: 8 })],
  },
  {
    title: "a group that wants less than its least",
    rule: "autoscaling-group-size",
    resources: [group({ desiredCapacity: 1 })],
  },
  {
    title: "a group that wants more than its most",
    rule: "autoscaling-group-size",
    resources: [group({ desiredCapacity: 7 })],
  },
  {
    title: "health checks in small letters",
    rule: "autoscaling-group-health",
    resources: [group({ healthCheckType: "elb" })],
  },
  {
    title: "a negative time to start",
    rule: "autoscaling-group-health",
    resources: [group({ healthCheckGracePeriod: -1 })],
  },
  {
    title: "health checks of a load balancer that the group has not",
    rule: "autoscaling-group-elb-health",
    resources: [group({ targetGroupArns: undefined })],
  },
  {
    title: "a load balancer as a target group",
    rule: "autoscaling-group-places",
    resources: [group({ targetGroupArns: [`${elb}:loadbalancer/app/web/0123456789abcdef`] })],
  },
  {
    title: "a group in no subnet",
    rule: "autoscaling-group-places",
    resources: [group({ vpcZoneIdentifiers: [] })],
  },
  {
    title: "the version latest of a launch template",
    rule: "autoscaling-group-template",
    resources: [group({ launchTemplate: { id: "lt-0123456789abcdef0", version: "latest" } })],
  },
  {
    title: "a launch template by its name in id",
    rule: "autoscaling-group-template",
    resources: [group({ launchTemplate: { id: "strata-prod-web", version: "3" } })],
  },
  {
    title: "a rollback to $Latest",
    rule: "autoscaling-group-rollback",
    resources: [
      refresh(
        { minHealthyPercentage: 90, autoRollback: true },
        { launchTemplate: { id: "lt-0123456789abcdef0", version: "$Latest" } },
      ),
    ],
  },
  {
    title: "a refresh that skips protected instances in the wrong word",
    rule: "autoscaling-group-refresh",
    resources: [refresh({ minHealthyPercentage: 90, scaleInProtectedInstances: "Skip" })],
  },
  {
    title: "a refresh whose checkpoints go down",
    rule: "autoscaling-group-refresh",
    resources: [refresh({ minHealthyPercentage: 90, checkpointPercentages: [50, 20, 100] })],
  },
  {
    title: "a refresh that waits three days at a checkpoint",
    rule: "autoscaling-group-refresh",
    resources: [
      refresh({
        ...{ minHealthyPercentage: 90, checkpointPercentages: [50, 100] },
        checkpointDelay: "259200",
      }),
    ],
  },
  {
    title: "a warm-up with a unit",
    rule: "autoscaling-group-refresh",
    resources: [refresh({ minHealthyPercentage: 90, instanceWarmup: "5m" })],
  },
  {
    title: "an instance type twice",
    rule: "autoscaling-group-overrides",
    resources: [mixed([{ instanceType: "t3.micro" }, { instanceType: "t3.micro" }])],
  },
  {
    title: "41 instance types",
    rule: "autoscaling-group-overrides",
    resources: [mixed(Array.from({ length: 41 }, (_, i) => ({ instanceType: `m${i + 1}.large` })))],
  },
  {
    title: "a weight for one of two instance types",
    rule: "autoscaling-group-overrides",
    resources: [
      mixed([{ instanceType: "t3.micro", weightedCapacity: "1" }, { instanceType: "t3.small" }]),
    ],
  },
  {
    title: "instance types of two architectures for one image",
    rule: "autoscaling-group-architectures",
    resources: [mixed([{ instanceType: "t3.micro" }, { instanceType: "t4g.micro" }])],
  },
  {
    title: "more than all instances on demand",
    rule: "autoscaling-group-distribution",
    resources: [
      mixed([{ instanceType: "t3.micro" }], { onDemandPercentageAboveBaseCapacity: 101 }),
    ],
  },
  {
    title: "pools of spot instances with another strategy",
    rule: "autoscaling-group-distribution",
    resources: [
      mixed([{ instanceType: "t3.micro" }], {
        ...{ spotAllocationStrategy: "price-capacity-optimized", spotInstancePools: 2 },
      }),
    ],
  },
  {
    title: "a strategy for instances on demand that is for spot instances",
    rule: "autoscaling-group-distribution",
    resources: [
      mixed([{ instanceType: "t3.micro" }], {
        onDemandAllocationStrategy: "price-capacity-optimized",
      }),
    ],
  },
  {
    title: "a metric that groups do not have",
    rule: "autoscaling-group-words",
    resources: [group({ enabledMetrics: ["GroupRunningInstances"] })],
  },
  {
    title: "an unknown way to choose who ends",
    rule: "autoscaling-group-words",
    resources: [group({ terminationPolicies: ["Oldest"] })],
  },
  {
    title: "a warm pool that is paused",
    rule: "autoscaling-group-warm-pool",
    resources: [group({ warmPool: { poolState: "Paused" } })],
  },
  {
    title: "a hook that waits 10 seconds",
    rule: "autoscaling-group-hooks",
    resources: [
      group({
        initialLifecycleHooks: [
          {
            name: "start",
            lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
            heartbeatTimeout: 10,
          },
        ],
      }),
    ],
  },
  {
    title: "a tag of a group with a key of 129 characters",
    rule: "autoscaling-group-tags",
    resources: [group({ tags: [tag("k".repeat(129))] })],
  },
  {
    title: "two tags of a group with one key",
    rule: "autoscaling-group-tags",
    resources: [group({ tags: [tag("Team"), tag("Team")] })],
  },
];

const label = "app/web/0123456789abcdef/targetgroup/web/0123456789abcdef";

const template = (props: object): LiteralResource => ({
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  name: "template",
  props: { name: "strata-prod-web", ...props },
});
const launched = (input: string, props: object): LiteralResource => ({
  ...group({ launchTemplate: undefined, ...props }),
  madeOf: { [input]: ["template"] },
});
const ofTemplate = {
  launchTemplate: {
    launchTemplateSpecification: { launchTemplateId: UNKNOWN, version: "1" },
    overrides: [{ instanceType: "t3.micro" }],
  },
};
const anImage = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

const launches: readonly Mistake[] = [
  {
    title: "a launch template without an image",
    rule: "autoscaling-group-launchable",
    resources: [
      template({ instanceType: "t3.micro" }),
      launched("launchTemplate", { launchTemplate: { id: UNKNOWN, version: "1" } }),
    ],
  },
  {
    title: "a launch template without an instance type",
    rule: "autoscaling-group-launchable",
    resources: [
      template({ imageId: anImage }),
      launched("launchTemplate", { launchTemplate: { id: UNKNOWN, version: "1" } }),
    ],
  },
  {
    title: "mixed instances of a template that asks for spot instances",
    rule: "autoscaling-group-market",
    resources: [
      template({
        ...{ imageId: anImage, instanceType: "t3.micro" },
        instanceMarketOptions: { marketType: "spot" },
      }),
      launched("mixedInstancesPolicy", { mixedInstancesPolicy: ofTemplate }),
    ],
  },
];

const policies: readonly Mistake[] = [
  {
    title: "a metric to track that Auto Scaling does not have",
    rule: "scaling-policy-target",
    resources: [policy("cpu", tracking("CPUUtilization", 60))],
  },
  {
    title: "a target of 120 % of CPU",
    rule: "scaling-policy-target",
    resources: [policy("cpu", tracking("ASGAverageCPUUtilization", 120))],
  },
  {
    title: "requests to track by an ARN",
    rule: "scaling-policy-requests",
    resources: [
      policy("requests", tracking("ALBRequestCountPerTarget", 500, `${elb}:loadbalancer/${label}`)),
    ],
  },
  {
    title: "two policies that track CPU",
    rule: "scaling-policy-once",
    resources: [
      policy("one", tracking("ASGAverageCPUUtilization", 60)),
      policy("two", tracking("ASGAverageCPUUtilization", 80)),
    ],
  },
  {
    title: "a policy of no step",
    rule: "scaling-policy-kind",
    resources: [policy("steps", steps("ChangeInCapacity"))],
  },
  {
    title: "steps with a gap",
    rule: "scaling-policy-steps",
    resources: [policy("steps", steps("ChangeInCapacity", step("0", "10"), step("20")))],
  },
  {
    title: "steps that overlap",
    rule: "scaling-policy-steps",
    resources: [policy("steps", steps("ChangeInCapacity", step("0", "20"), step("10")))],
  },
  {
    title: "a step to a negative capacity",
    rule: "scaling-policy-amounts",
    resources: [policy("steps", steps("ExactCapacity", step("0", undefined, -1)))],
  },
  {
    title: "a least change beside a change by numbers",
    rule: "scaling-policy-amounts",
    resources: [
      policy("simple", {
        ...{ policyType: "SimpleScaling", adjustmentType: "ChangeInCapacity" },
        ...{ scalingAdjustment: 1, minAdjustmentMagnitude: 2 },
      }),
    ],
  },
];

const notifications: readonly Mistake[] = [
  {
    title: "an event without its prefix",
    rule: "autoscaling-notification-events",
    resources: [notification({ notifications: ["EC2_INSTANCE_LAUNCH"] })],
  },
  {
    title: "a topic of another region",
    rule: "autoscaling-notification-topic",
    resources: [notification({ topicArn: "arn:aws:sns:eu-west-1:777788889999:alarms" })],
  },
  {
    title: "a FIFO topic for events of a group",
    rule: "autoscaling-notification-topic",
    resources: [
      {
        type: "aws:sns/topic:Topic",
        name: "alarms",
        props: { name: "alarms.fifo", fifoTopic: true },
      },
      { ...notification({ topicArn: UNKNOWN }), madeOf: { topicArn: ["alarms"] } },
    ],
  },
];

export const autoscalingMistakes: MistakesOf = {
  service: "autoscaling",
  mistakes: [...groups, ...launches, ...policies, ...notifications],
};
