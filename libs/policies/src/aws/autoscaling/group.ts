import type { PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule, type Problem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { isSet, namedBy, ofType, text } from "../inputs.ts";
import { architectureOf, instanceTypeForm } from "../instance-type.ts";
import { refusal } from "../refusal.ts";
import { tagProblems } from "../tag-problem.ts";
import { noneOf, outside, problemAt, repeatedPlaces, unlike } from "../value-problem.ts";

const GROUP = "aws:autoscaling/group:Group";
const ATTACHMENTS = [
  "aws:autoscaling/attachment:Attachment",
  "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
];
const API = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference";
const GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide";
const CREATE = `${API}/API_CreateAutoScalingGroup.html`;

const DAYS_2 = 2 * 24 * 60 * 60;
const OVERRIDES = 40;
/** Source: Auto Scaling API reference, EnableMetricsCollection. */
const METRICS = [
  ...["GroupMinSize", "GroupMaxSize", "GroupDesiredCapacity", "GroupInServiceInstances"],
  ...["GroupPendingInstances", "GroupStandbyInstances", "GroupTerminatingInstances"],
  ...["GroupTotalInstances", "GroupInServiceCapacity", "GroupPendingCapacity"],
  ...["GroupStandbyCapacity", "GroupTerminatingCapacity", "GroupTotalCapacity"],
  ...["WarmPoolDesiredCapacity", "WarmPoolWarmedCapacity", "WarmPoolPendingCapacity"],
  ...["WarmPoolTerminatingCapacity", "WarmPoolTotalCapacity"],
  ...["GroupAndWarmPoolDesiredCapacity", "GroupAndWarmPoolTotalCapacity"],
];
const TERMINATION = [
  ...["Default", "AllocationStrategy", "OldestLaunchTemplate", "OldestLaunchConfiguration"],
  ...["ClosestToNextInstanceHour", "NewestInstance", "OldestInstance"],
];
const PROCESSES = [
  ...["Launch", "Terminate", "AddToLoadBalancer", "AlarmNotification", "AZRebalance"],
  ...["HealthCheck", "InstanceRefresh", "ReplaceUnhealthy", "ScheduledActions"],
];
const TRANSITIONS = ["EC2_INSTANCE_LAUNCHING", "EC2_INSTANCE_TERMINATING"];

export const autoscalingName = resourceRule({
  id: "autoscaling-group-name",
  ...refusal,
  source: CREATE,
  types: [GROUP],
  fix: "Choose a name of at most 255 printable characters without spaces and colons.",
  check: ({ props }) =>
    ["name", "namePrefix"].flatMap((name) =>
      unlike(
        props,
        [name],
        /^[!-9;-~]{1,255}$/,
        "1 to 255 printable characters, no space, no colon",
      ),
    ),
});

export const autoscalingSize = resourceRule({
  id: "autoscaling-group-size",
  ...refusal,
  source: CREATE,
  types: [GROUP],
  fix: "Keep 0 ≤ minSize ≤ desiredCapacity ≤ maxSize.",
  check: ({ props }) => {
    const { desiredCapacity: desired, maxSize: max, minSize: min } = props;
    const isAbove = (a: unknown, b: unknown) =>
      typeof a === "number" && typeof b === "number" && a > b;
    return [
      ...["minSize", "maxSize", "desiredCapacity"].flatMap((name) =>
        outside(props, [name], [0, Infinity]),
      ),
      ...(isAbove(min, max)
        ? [problemAt(["minSize"], `is ${String(min)}, above the maxSize of ${String(max)}`)]
        : []),
      ...(isAbove(min, desired) || isAbove(desired, max)
        ? [problemAt(["desiredCapacity"], `is ${String(desired)}, outside of minSize to maxSize`)]
        : []),
    ];
  },
});

export const autoscalingHealth = resourceRule({
  id: "autoscaling-group-health",
  ...refusal,
  source: `${GUIDE}/health-checks-overview.html`,
  types: [GROUP],
  fix: "Set healthCheckType to EC2 or ELB, and times to 0 seconds or more.",
  check: ({ props }) => [
    ...unlike(
      props,
      ["healthCheckType"],
      /^(EC2|ELB|EBS|VPC_LATTICE)(,(EC2|ELB|EBS|VPC_LATTICE))*$/,
      "EC2, ELB, EBS or VPC_LATTICE, in capitals",
    ),
    ...["healthCheckGracePeriod", "defaultCooldown", "defaultInstanceWarmup"].flatMap((name) =>
      outside(props, [name], [0, Infinity], " s"),
    ),
  ],
});

export const autoscalingLifetime = resourceRule({
  id: "autoscaling-group-lifetime",
  ...refusal,
  source: `${GUIDE}/asg-max-instance-lifetime.html`,
  types: [GROUP],
  fix: "Set maxInstanceLifetime to seconds of 1 to 365 days (86400 to 31536000), or to 0 for no limit.",
  check: ({ props }) =>
    props["maxInstanceLifetime"] === 0
      ? undefined
      : outside(props, ["maxInstanceLifetime"], [86400, 31536000], " s"),
});

export const autoscalingElbHealth = stackRule({
  id: "autoscaling-group-elb-health",
  ...refusal,
  source: `${GUIDE}/attach-load-balancer-asg.html`,
  types: [GROUP],
  fix: "Set targetGroupArns, or healthCheckType to EC2: without a target group nothing asks the instances.",
  checkStack: (resources) =>
    ofType(resources, GROUP)
      .filter(({ props }) => text(props["healthCheckType"])?.split(",").includes("ELB"))
      .filter(
        ({ props }) =>
          !["targetGroupArns", "loadBalancers", "trafficSources"].some((name) =>
            isSet(props[name]),
          ),
      )
      .filter((group) => !isAttached(group, resources))
      .map((resource) => ({
        resource,
        property: "healthCheckType",
        message: "is ELB, and the group has no target group",
      })),
});

export const autoscalingPlaces = resourceRule({
  id: "autoscaling-group-places",
  ...refusal,
  source: CREATE,
  types: [GROUP],
  fix: "Name subnets (subnet-…), or zones of the region, and target groups by their ARNs.",
  check: ({ props }, context) => {
    const region = text(props["region"]) ?? context.region;
    const each = (name: string, form: RegExp, words: string) =>
      listAt(props, name).flatMap((_, i) => unlike(props, [name, i], form, words));
    const isNowhere =
      Array.isArray(props["vpcZoneIdentifiers"]) &&
      !isSet(props["vpcZoneIdentifiers"]) &&
      !isSet(props["availabilityZones"]);
    return [
      ...(isNowhere
        ? [problemAt(["vpcZoneIdentifiers"], "is empty, so there is no place for an instance")]
        : []),
      ...each("availabilityZones", new RegExp(`^${region}[a-z-]`), `a zone of ${region}`),
      ...each(
        "targetGroupArns",
        /^arn:[\w-]+:elasticloadbalancing:[\w-]+:\d{12}:targetgroup\//,
        "the ARN of a target group, not of a load balancer",
      ),
    ];
  },
});

export const autoscalingTemplate = resourceRule({
  id: "autoscaling-group-template",
  ...refusal,
  source: `${API}/API_LaunchTemplateSpecification.html`,
  types: [GROUP],
  fix: "Name the launch template by its id (lt-…) and a version: a number, $Latest or $Default.",
  check: ({ props }) => {
    const inPolicy = [...["mixedInstancesPolicy", "launchTemplate", "launchTemplateSpecification"]];
    return [
      ...unlike(props, ["launchTemplate", "id"], /^lt-/, "the id of a template, lt-…"),
      ...unlike(props, [...inPolicy, "launchTemplateId"], /^lt-/, "the id of a template, lt-…"),
      ...[
        ["launchTemplate", "version"],
        [...inPolicy, "version"],
      ].flatMap((path) =>
        unlike(props, path, /^(\d+|\$Latest|\$Default)$/, "a number, $Latest or $Default"),
      ),
    ];
  },
});

export const autoscalingRollback = resourceRule({
  id: "autoscaling-group-rollback",
  ...refusal,
  source: `${GUIDE}/instance-refresh-rollback.html`,
  types: [GROUP],
  fix: "Name a version by its number (template.latestVersion) instead of $Latest or $Default.",
  check: ({ props }) => {
    if (at(props, "instanceRefresh", "preferences", "autoRollback") !== true) return undefined;
    const template = props["launchTemplate"];
    const path = ["mixedInstancesPolicy", "launchTemplate", "launchTemplateSpecification"];
    const [where, one] = isSet(template)
      ? [["launchTemplate"], template]
      : [path, at(props, ...path)];
    if (!isSet(one)) return undefined;
    const version = at(one, "version") ?? "$Default";
    return version === "$Latest" || version === "$Default"
      ? problemAt([...where, "version"], `is ${version}, to which no refresh can be taken back`)
      : undefined;
  },
});

export const autoscalingRefresh = resourceRule({
  id: "autoscaling-group-refresh",
  ...refusal,
  source: `${API}/API_RefreshPreferences.html`,
  types: [GROUP],
  fix:
    "Keep minHealthyPercentage to 0 to 100, maxHealthyPercentage to 100 to 200, at most 100 " +
    "apart, and delays to 2 days.",
  check: ({ props }) => {
    const where = ["instanceRefresh", "preferences"];
    const preferences = at(props, ...where);
    const [min, max] = ["minHealthyPercentage", "maxHealthyPercentage"].map((k) =>
      at(preferences, k),
    );
    const points = listAt(preferences, "checkpointPercentages");
    const isRising = points.every(
      (point, i) =>
        i === 0 ||
        isUnknown(point) ||
        Number(point) > Number(points[i - 1]) ||
        isUnknown(points[i - 1]),
    );
    const alarms = listAt(preferences, "alarmSpecification", "alarms");
    return [
      ...noneOf(props, ["instanceRefresh", "strategy"], ["Rolling", "ReplaceRootVolume"]),
      ...outside(props, [...where, "minHealthyPercentage"], [0, 100], " %"),
      ...outside(props, [...where, "maxHealthyPercentage"], [100, 200], " %"),
      ...(typeof min === "number" && typeof max === "number" && max - min > 100
        ? [
            problemAt(
              [...where, "maxHealthyPercentage"],
              "is more than 100 above minHealthyPercentage",
            ),
          ]
        : []),
      ...numberOutside(preferences, "instanceWarmup", [0, Infinity]),
      ...numberOutside(preferences, "checkpointDelay", [0, DAYS_2]),
      ...numberOutside(preferences, "bakeTime", [0, DAYS_2]),
      ...points.flatMap((_, i) =>
        outside(props, [...where, "checkpointPercentages", i], [1, 100], " %"),
      ),
      ...(isRising
        ? []
        : [problemAt([...where, "checkpointPercentages"], "do not rise from one to the next")]),
      ...noneOf(props, [...where, "scaleInProtectedInstances"], ["Refresh", "Ignore", "Wait"]),
      ...noneOf(props, [...where, "standbyInstances"], ["Terminate", "Ignore", "Wait"]),
      ...(alarms.length > 10
        ? [problemAt([...where, "alarmSpecification", "alarms"], `are ${alarms.length}, above 10`)]
        : []),
    ];

    /** Some are texts with a number in them. */
    function numberOutside(values: unknown, name: string, range: readonly [number, number]) {
      const value = at(values, name);
      const number = typeof value === "string" && value !== "" ? Number(value) : value;
      if (Number.isNaN(number)) {
        return [problemAt([...where, name], "is no number of seconds")];
      }
      return outside({ [name]: number }, [name], range, " s").map((problem) => ({
        ...problem,
        property: `${where.join(".")}.${name}`,
      }));
    }
  },
});

const LAUNCH = ["mixedInstancesPolicy", "launchTemplate"];

export const autoscalingOverrides = resourceRule({
  id: "autoscaling-group-overrides",
  ...refusal,
  source: `${API}/API_LaunchTemplateOverrides.html`,
  types: [GROUP],
  fix:
    "List at most 40 instance types, each once, all with a weight of 1 to 999 or none, and no " +
    "requirements beside a type.",
  check: ({ props }) => {
    const where = [...LAUNCH, "overrides"];
    const overrides = listAt(props, ...where);
    const weights = overrides.map((one) => at(one, "weightedCapacity"));
    const isKnown = !weights.some(isUnknown);
    const weighted = weights.filter(isSet);
    return [
      ...(overrides.length > OVERRIDES
        ? [problemAt(where, `are ${overrides.length}, and AWS takes ${OVERRIDES}`)]
        : []),
      ...repeatedPlaces(overrides.map((one) => text(at(one, "instanceType")))).map((i) =>
        problemAt([...where, i, "instanceType"], "is there twice"),
      ),
      ...overrides.flatMap((one, i): Problem[] => [
        ...unlike(props, [...where, i, "instanceType"], instanceTypeForm, "as t3.micro"),
        ...(!isUnknown(one) &&
        isSet(at(one, "instanceType")) &&
        isSet(at(one, "instanceRequirements"))
          ? [problemAt([...where, i], "has a type and requirements at once")]
          : []),
        ...unlike(props, [...where, i, "weightedCapacity"], /^[1-9]\d{0,2}$/, "1 to 999"),
      ]),
      ...(isKnown && weighted.length > 0 && weighted.length < weights.length
        ? [problemAt(where, "have a weight for some, and it is for all or none")]
        : []),
    ];
  },
});

export const autoscalingArchitectures = resourceRule({
  id: "autoscaling-group-architectures",
  ...refusal,
  source: `${GUIDE}/ec2-auto-scaling-mixed-instances-groups-launch-template-overrides.html`,
  types: [GROUP],
  fix: "List types of one architecture, that of the image, or give the others a launch template of their own.",
  check: ({ props }) => {
    const where = [...LAUNCH, "overrides"];
    const overrides = listAt(props, ...where).filter(
      (one) => !isSet(at(one, "launchTemplateSpecification")),
    );
    const types = overrides.map((one) => text(at(one, "instanceType")) ?? "");
    const architectures = new Set(types.map(architectureOf).filter((one) => one !== undefined));
    return architectures.size > 1
      ? problemAt(where, `are of ${[...architectures].join(" and ")}, and one image starts on one`)
      : undefined;
  },
});

export const autoscalingDistribution = resourceRule({
  id: "autoscaling-group-distribution",
  ...refusal,
  source: `${API}/API_InstancesDistribution.html`,
  types: [GROUP],
  fix: "Use AWS's strategies, percentages of 0 to 100, and spotInstancePools of 1 to 20 with lowest-price only.",
  check: ({ props }) => {
    const where = ["mixedInstancesPolicy", "instancesDistribution"];
    const strategy = at(props, ...where, "spotAllocationStrategy");
    const pools = at(props, ...where, "spotInstancePools");
    const isOther = typeof strategy === "string" && strategy !== "lowest-price";
    return [
      ...noneOf(props, [...where, "onDemandAllocationStrategy"], ["prioritized", "lowest-price"]),
      ...noneOf(
        props,
        [...where, "spotAllocationStrategy"],
        [
          ...["price-capacity-optimized", "capacity-optimized"],
          ...["capacity-optimized-prioritized", "lowest-price"],
        ],
      ),
      ...outside(props, [...where, "onDemandPercentageAboveBaseCapacity"], [0, 100], " %"),
      ...outside(props, [...where, "onDemandBaseCapacity"], [0, Infinity]),
      ...(pools === 0 ? [] : outside(props, [...where, "spotInstancePools"], [1, 20])),
      ...(isOther && typeof pools === "number" && pools > 0
        ? [problemAt([...where, "spotInstancePools"], `is for lowest-price, not for ${strategy}`)]
        : []),
    ];
  },
});

export const autoscalingWarmPool = resourceRule({
  id: "autoscaling-group-warm-pool",
  ...refusal,
  source: `${GUIDE}/ec2-auto-scaling-warm-pools.html`,
  types: [GROUP],
  fix: "Use a warm pool with one launch template, and states Stopped, Running or Hibernated.",
  check: ({ props }) => {
    if (!isSet(props["warmPool"])) return undefined;
    const prepared = at(props, "warmPool", "maxGroupPreparedCapacity");
    const max = props["maxSize"];
    return [
      ...(isSet(props["mixedInstancesPolicy"])
        ? [problemAt(["warmPool"], "is set beside mixed instances, which have none")]
        : []),
      ...noneOf(props, ["warmPool", "poolState"], ["Stopped", "Running", "Hibernated"]),
      ...outside(props, ["warmPool", "minSize"], [0, Infinity]),
      ...(typeof prepared === "number" &&
      prepared >= 0 &&
      typeof max === "number" &&
      prepared < Number(props["minSize"])
        ? [problemAt(["warmPool", "maxGroupPreparedCapacity"], "is below the minSize of the group")]
        : []),
    ];
  },
});

export const autoscalingWords = resourceRule({
  id: "autoscaling-group-words",
  ...refusal,
  source: CREATE,
  types: [GROUP],
  fix: "Choose words that the message lists; they are written in AWS's capitals.",
  check: ({ props }) => [
    ...noneOf(props, ["metricsGranularity"], ["1Minute"]),
    ...listAt(props, "enabledMetrics").flatMap((_, i) =>
      noneOf(props, ["enabledMetrics", i], METRICS),
    ),
    ...listAt(props, "suspendedProcesses").flatMap((_, i) =>
      noneOf(props, ["suspendedProcesses", i], PROCESSES),
    ),
    ...listAt(props, "terminationPolicies").flatMap((policy, i) =>
      text(policy)?.startsWith("arn:")
        ? []
        : noneOf(props, ["terminationPolicies", i], TERMINATION),
    ),
  ],
});

export const autoscalingHooks = resourceRule({
  id: "autoscaling-group-hooks",
  ...refusal,
  source: `${API}/API_LifecycleHookSpecification.html`,
  types: [GROUP],
  fix:
    "Set the transition to autoscaling:EC2_INSTANCE_LAUNCHING or …_TERMINATING, heartbeatTimeout " +
    "to 30 to 7200 seconds.",
  check: ({ props }) => {
    const hooks = listAt(props, "initialLifecycleHooks");
    return [
      ...hooks.flatMap((_, i) => {
        const path = ["initialLifecycleHooks", i];
        return [
          ...noneOf(
            props,
            [...path, "lifecycleTransition"],
            TRANSITIONS.map((name) => `autoscaling:${name}`),
          ),
          ...noneOf(props, [...path, "defaultResult"], ["CONTINUE", "ABANDON"]),
          ...outside(props, [...path, "heartbeatTimeout"], [30, 7200], " s"),
        ];
      }),
      ...repeatedPlaces(hooks.map((hook) => text(at(hook, "name")))).map((i) =>
        problemAt(["initialLifecycleHooks", i, "name"], "is the name of another hook"),
      ),
    ];
  },
});

export const autoscalingTags = resourceRule({
  id: "autoscaling-group-tags",
  ...refusal,
  source: `${API}/API_Tag.html`,
  types: [GROUP],
  fix: "Use at most 50 keys, each once, of at most 128 characters and not beginning with aws:.",
  check: ({ props }) =>
    tagProblems(
      listAt(props, "tags").map((tag) => [at(tag, "key"), at(tag, "value")] as const),
    ).map((message) => problemAt(["tags"], message)),
});

function isAttached(group: PolicyResource, resources: readonly PolicyResource[]): boolean {
  return ATTACHMENTS.flatMap((type) => ofType(resources, type)).some(
    (one) =>
      namedBy(resources, one, "autoscalingGroupName", GROUP).includes(group) ||
      isUnknown(one.props["autoscalingGroupName"]),
  );
}
