import type { Unwrap } from "@pulumi/pulumi";
import type { GroupArgs, GroupState } from "@pulumi/aws/autoscaling/group.js";
import type { AutoScaling, AutoScalingGroup } from "@aws-sdk/client-auto-scaling";

import { hasCode } from "../api-error.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import { refusal } from "../refusal.ts";
import { defineResource } from "../resource-type.ts";
import { drain } from "./drain.ts";
import { exclusionFailures, limitFailures } from "./group-rules.ts";
import { GROUP_PROPERTIES } from "./group-properties.ts";
import {
  endedSettings,
  launchTemplateFrom,
  launchTemplateOf,
  mixedPolicyOf,
  settingsOf,
} from "./group-settings.ts";
import { tagOf, tagsFrom, updateTags } from "./group-tags.ts";
import { needsRefresh, refreshFailures, startRefresh } from "./instance-refresh.ts";
import { fromWire, toWire } from "./wire-names.ts";

type Inputs = Unwrap<GroupArgs>;
type State = Unwrap<GroupState>;

/** Target groups, load balancers and traffic sources that one call takes (Auto Scaling API reference). */
const AT_A_TIME = 10;

/** Source: Auto Scaling API reference, CreateAutoScalingGroup, UpdateAutoScalingGroup. The ID is the name. */
export const resource = defineResource<Inputs, State>({
  token: "aws:autoscaling/group:Group",
  noun: "Auto Scaling Group",
  autoname: { property: "name", maxLength: 255, unlessGiven: "namePrefix" },
  properties: GROUP_PROPERTIES,
  validate: (inputs) => [
    ...prefixFailures(inputs, 229),
    ...exclusionFailures(inputs),
    ...limitFailures(inputs),
    ...refreshFailures(inputs),
  ],

  async create(inputs, call) {
    const autoScaling = await call.aws.autoScaling();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    checkBounds("CreateAutoScalingGroup", inputs);
    if ((await groupNamed(autoScaling, name)) !== undefined) throw taken(name);
    const hooks = inputs.initialLifecycleHooks ?? [];
    const { minSize, maxSize, desiredCapacity } = inputs;
    const size = { MinSize: minSize, MaxSize: maxSize, DesiredCapacity: desiredCapacity };
    await autoScaling.createAutoScalingGroup({
      AutoScalingGroupName: name,
      ...settingsOf(inputs),
      // Hooks have to be there before the first instance is.
      ...(hooks.length > 0 ? { MinSize: 0, MaxSize: 0 } : size),
      LaunchTemplate: launchTemplateOf(inputs),
      MixedInstancesPolicy: mixedPolicyOf(inputs),
      LoadBalancerNames: inputs.loadBalancers,
      TargetGroupARNs: inputs.targetGroupArns,
      TrafficSources: toWire(inputs.trafficSources),
      Tags: (inputs.tags ?? []).map((tag) => tagOf(name, tag)),
    });
    call.created(name);
    for (const hook of hooks) {
      await autoScaling.putLifecycleHook({
        AutoScalingGroupName: name,
        LifecycleHookName: hook.name,
        LifecycleTransition: hook.lifecycleTransition,
        DefaultResult: hook.defaultResult,
        HeartbeatTimeout: hook.heartbeatTimeout,
        NotificationMetadata: hook.notificationMetadata,
        NotificationTargetARN: hook.notificationTargetArn,
        RoleARN: hook.roleArn,
      });
    }
    // moto reads a grace period of 0 as none given, and keeps a policy only if it is repeated.
    if (hooks.length > 0 || inputs.healthCheckGracePeriod === 0) {
      await autoScaling.updateAutoScalingGroup({
        AutoScalingGroupName: name,
        ...size,
        HealthCheckGracePeriod: inputs.healthCheckGracePeriod,
        MixedInstancesPolicy: mixedPolicyOf(inputs),
      });
    }
    await suspend(autoScaling, name, inputs.suspendedProcesses ?? []);
    await collect(autoScaling, name, inputs);
    if (inputs.warmPool !== undefined) await putWarmPool(autoScaling, name, inputs);
    return name;
  },

  async read(name, call, prior) {
    const group = await groupNamed(await call.aws.autoScaling(), name);
    if (group === undefined) return undefined;
    const zones = group.VPCZoneIdentifier ?? "";
    const mixed = group.MixedInstancesPolicy;
    // Zones follow from subnets, and a template has two keys: what an import records has to pass Check.
    const imported = prior.maxSize === undefined;
    return {
      name: group.AutoScalingGroupName,
      namePrefix: prefixOf(group.AutoScalingGroupName, prior.namePrefix),
      availabilityZones: imported && zones !== "" ? undefined : group.AvailabilityZones,
      capacityRebalance: group.CapacityRebalance,
      context: group.Context,
      defaultCooldown: group.DefaultCooldown,
      defaultInstanceWarmup: group.DefaultInstanceWarmup,
      desiredCapacity: group.DesiredCapacity,
      desiredCapacityType: group.DesiredCapacityType,
      enabledMetrics: enabledMetricsOf(group),
      healthCheckGracePeriod: group.HealthCheckGracePeriod,
      healthCheckType: group.HealthCheckType,
      instanceMaintenancePolicy: fromWire(group.InstanceMaintenancePolicy),
      launchConfiguration: group.LaunchConfigurationName,
      // moto shows the template of a policy here too.
      launchTemplate: mixed === undefined ? launchTemplateFrom(group, imported) : undefined,
      loadBalancers: group.LoadBalancerNames,
      maxInstanceLifetime: group.MaxInstanceLifetime,
      maxSize: group.MaxSize,
      minSize: group.MinSize,
      mixedInstancesPolicy: fromWire(mixed),
      placementGroup: group.PlacementGroup,
      protectFromScaleIn: group.NewInstancesProtectedFromScaleIn,
      serviceLinkedRoleArn: group.ServiceLinkedRoleARN,
      // Sorted, because the emulator's order is another one every time.
      suspendedProcesses: (group.SuspendedProcesses ?? [])
        .map(({ ProcessName = "" }) => ProcessName)
        .sort(),
      tags: tagsFrom(group),
      targetGroupArns: group.TargetGroupARNs,
      terminationPolicies: terminationPoliciesOf(group),
      vpcZoneIdentifiers: zones === "" ? [] : zones.split(","),
      warmPool: warmPoolFrom(group),
      arn: group.AutoScalingGroupARN,
      predictedCapacity: group.PredictedCapacity,
      warmPoolSize: group.WarmPoolSize ?? 0,
    };
  },

  async update(name, { before, inputs, changed }, call) {
    const autoScaling = await call.aws.autoScaling();
    const AutoScalingGroupName = name;
    checkBounds("UpdateAutoScalingGroup", inputs);
    const { minSize, maxSize, desiredCapacity } = inputs;
    if (changed(...IN_UPDATE)) {
      await autoScaling.updateAutoScalingGroup({
        AutoScalingGroupName,
        ...settingsOf(inputs),
        ...endedSettings(inputs, changed),
        MinSize: minSize,
        MaxSize: maxSize,
        DesiredCapacity: changed("desiredCapacity") ? desiredCapacity : undefined,
        LaunchTemplate: changed("launchTemplate") ? launchTemplateOf(inputs) : undefined,
        MixedInstancesPolicy: mixedPolicyOf({
          mixedInstancesPolicy: inputs.mixedInstancesPolicy ?? before.mixedInstancesPolicy,
        }),
      });
    }
    if (changed("tags")) await updateTags(autoScaling, name, before.tags, inputs.tags);
    if (changed("loadBalancers")) {
      const { gone, added } = changesOf(before.loadBalancers, inputs.loadBalancers);
      for (const LoadBalancerNames of chunks(gone)) {
        await autoScaling.detachLoadBalancers({ AutoScalingGroupName, LoadBalancerNames });
      }
      for (const LoadBalancerNames of chunks(added)) {
        await autoScaling.attachLoadBalancers({ AutoScalingGroupName, LoadBalancerNames });
      }
    }
    if (changed("targetGroupArns")) {
      const { gone, added } = changesOf(before.targetGroupArns, inputs.targetGroupArns);
      for (const TargetGroupARNs of chunks(gone)) {
        const leaving = { AutoScalingGroupName, TargetGroupARNs };
        await autoScaling.detachLoadBalancerTargetGroups(leaving);
      }
      for (const TargetGroupARNs of chunks(added)) {
        const coming = { AutoScalingGroupName, TargetGroupARNs };
        await autoScaling.attachLoadBalancerTargetGroups(coming);
      }
    }
    if (changed("warmPool")) {
      if (inputs.warmPool === undefined) {
        await autoScaling.deleteWarmPool({ AutoScalingGroupName, ForceDelete: true });
      } else await putWarmPool(autoScaling, name, inputs);
    }
    if (changed("enabledMetrics", "metricsGranularity")) {
      const { gone } = changesOf(before.enabledMetrics, inputs.enabledMetrics);
      if (gone.length > 0) {
        await autoScaling.disableMetricsCollection({ AutoScalingGroupName, Metrics: gone });
      }
      await collect(autoScaling, name, inputs);
    }
    if (changed("suspendedProcesses")) {
      const { gone, added } = changesOf(before.suspendedProcesses, inputs.suspendedProcesses);
      if (gone.length > 0) {
        await autoScaling.resumeProcesses({ AutoScalingGroupName, ScalingProcesses: gone });
      }
      await suspend(autoScaling, name, added);
    }
    // Last, so that the new instances are made with all of it.
    if (inputs.instanceRefresh !== undefined && needsRefresh(inputs, changed)) {
      await startRefresh(autoScaling, name, inputs);
    }
  },

  async delete(name, state, call) {
    const autoScaling = await call.aws.autoScaling();
    const AutoScalingGroupName = name;
    const group = await groupNamed(autoScaling, name);
    if (group === undefined) return;
    if (group.WarmPoolConfiguration !== undefined) {
      await autoScaling.deleteWarmPool({ AutoScalingGroupName, ForceDelete: true });
    }
    await drain(autoScaling, group);
    const request = { AutoScalingGroupName, ForceDelete: state.forceDelete === true };
    try {
      await call.untilReleased(
        () => autoScaling.deleteAutoScalingGroup(request),
        "ResourceInUse*",
        "ScalingActivityInProgress*",
      );
    } catch (error) {
      const gone = hasCode(error, "ValidationError") && /not found/.test((error as Error).message);
      if (!gone) throw error;
    }
  },
});

/** Properties that UpdateAutoScalingGroup changes; the others have calls of their own. */
const IN_UPDATE = [
  "availabilityZoneDistribution",
  "availabilityZones",
  "capacityRebalance",
  "capacityReservationSpecification",
  "context",
  "defaultCooldown",
  "defaultInstanceWarmup",
  "desiredCapacity",
  "desiredCapacityType",
  "healthCheckGracePeriod",
  "healthCheckType",
  "instanceLifecyclePolicy",
  "instanceMaintenancePolicy",
  "launchConfiguration",
  "launchTemplate",
  "maxInstanceLifetime",
  "maxSize",
  "minSize",
  "mixedInstancesPolicy",
  "placementGroup",
  "protectFromScaleIn",
  "serviceLinkedRoleArn",
  "terminationPolicies",
  "vpcZoneIdentifiers",
] as const satisfies readonly (keyof Inputs)[];

/** A group that is not there is no error of the API. */
async function groupNamed(
  autoScaling: AutoScaling,
  name: string,
): Promise<AutoScalingGroup | undefined> {
  const { AutoScalingGroups } = await autoScaling.describeAutoScalingGroups({
    AutoScalingGroupNames: [name],
  });
  return AutoScalingGroups?.[0];
}

/** AWS refuses a second group of a name; the emulator would forget the first. */
function taken(name: string): Error {
  return refusal(
    "Auto Scaling: CreateAutoScalingGroup",
    "AlreadyExists",
    `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
  );
}

/** AWS refuses contradictory sizes, the emulator does not. */
function checkBounds(operation: string, { minSize, maxSize, desiredCapacity }: Inputs): void {
  const refuse = (message: string) =>
    refusal(`Auto Scaling: ${operation}`, "ValidationError", message);
  if (maxSize < minSize) {
    throw refuse(`Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`);
  }
  if (desiredCapacity === undefined) return;
  if (desiredCapacity >= minSize && desiredCapacity <= maxSize) return;
  throw refuse(
    `Desired capacity:${desiredCapacity} must be between the specified min size:${minSize} ` +
      `and max size:${maxSize}`,
  );
}

async function suspend(
  autoScaling: AutoScaling,
  AutoScalingGroupName: string,
  ScalingProcesses: string[],
): Promise<void> {
  // An empty list would mean all of them.
  if (ScalingProcesses.length === 0) return;
  await autoScaling.suspendProcesses({ AutoScalingGroupName, ScalingProcesses });
}

async function collect(
  autoScaling: AutoScaling,
  AutoScalingGroupName: string,
  { enabledMetrics = [], metricsGranularity }: Inputs,
): Promise<void> {
  // An empty list would mean all of them.
  if (enabledMetrics.length === 0) return;
  await autoScaling.enableMetricsCollection({
    AutoScalingGroupName,
    Metrics: enabledMetrics,
    Granularity: metricsGranularity,
  });
}

async function putWarmPool(
  autoScaling: AutoScaling,
  AutoScalingGroupName: string,
  { warmPool }: Inputs,
): Promise<void> {
  const max = warmPool?.maxGroupPreparedCapacity;
  await autoScaling.putWarmPool({
    AutoScalingGroupName,
    // -1 is how the provider says "not given".
    MaxGroupPreparedCapacity: max === -1 ? undefined : max,
    MinSize: warmPool?.minSize,
    PoolState: warmPool?.poolState as "Stopped",
    InstanceReusePolicy: toWire(warmPool?.instanceReusePolicy),
  });
}

function enabledMetricsOf({ EnabledMetrics: metrics = [] }: AutoScalingGroup) {
  return metrics.map(({ Metric }) => Metric) as State["enabledMetrics"];
}

/** AWS says `Default` where the program says nothing; the provider says nothing too. */
function terminationPoliciesOf({ TerminationPolicies: policies = [] }: AutoScalingGroup) {
  return policies.join() === "Default" ? undefined : policies;
}

function warmPoolFrom({ WarmPoolConfiguration: pool }: AutoScalingGroup): State["warmPool"] {
  if (pool === undefined) return undefined;
  return {
    maxGroupPreparedCapacity: pool.MaxGroupPreparedCapacity ?? -1,
    minSize: pool.MinSize ?? 0,
    poolState: pool.PoolState ?? "Stopped",
    instanceReusePolicy: { reuseOnScaleIn: pool.InstanceReusePolicy?.ReuseOnScaleIn ?? false },
  };
}

function changesOf(before: readonly string[] = [], after: readonly string[] = []) {
  return {
    gone: before.filter((item) => !after.includes(item)),
    added: after.filter((item) => !before.includes(item)),
  };
}

function chunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / AT_A_TIME);
  return Array.from({ length: count }, (_, i) => items.slice(i * AT_A_TIME, (i + 1) * AT_A_TIME));
}
