import type { Properties, Property } from "../property.ts";
import { isList, type Value } from "../value.ts";
import { MIXED_INSTANCES_POLICY } from "./mixed-instances-policy.ts";

const LIFECYCLE_HOOK: Property = {
  kind: "object",
  fields: {
    name: { kind: "string", required: true },
    lifecycleTransition: { kind: "string", required: true },
    defaultResult: { kind: "string", computed: true },
    heartbeatTimeout: { kind: "number" },
    notificationMetadata: { kind: "string" },
    notificationTargetArn: { kind: "string" },
    roleArn: { kind: "string" },
  },
};

const REFRESH_PREFERENCES: Property = {
  kind: "object",
  fields: {
    alarmSpecification: { kind: "object", fields: { alarms: { kind: "list" } } },
    autoRollback: { kind: "boolean" },
    checkpointDelay: { kind: "string" },
    checkpointPercentages: { kind: "list", of: { kind: "number" } },
    instanceWarmup: { kind: "string" },
    maxHealthyPercentage: { kind: "number", default: 100 },
    minHealthyPercentage: { kind: "number", default: 90 },
    scaleInProtectedInstances: { kind: "string", default: "Ignore" },
    skipMatching: { kind: "boolean", default: false },
    standbyInstances: { kind: "string", default: "Ignore" },
  },
};

/**
 * Only the name and the first hooks need another group (Auto Scaling API reference, UpdateAutoScalingGroup). Tags are a
 * list of their own here: default tags of the provider do not reach a group.
 */
export const GROUP_PROPERTIES = {
  name: { kind: "string", computed: true, replaces: true },
  namePrefix: { kind: "string", computed: true, replaces: true },
  availabilityZoneDistribution: {
    kind: "object",
    computed: true,
    fields: { capacityDistributionStrategy: { kind: "string", default: "balanced-best-effort" } },
    simulated: "moto does not keep the distribution across zones",
  },
  availabilityZones: { kind: "set", computed: true },
  capacityRebalance: { kind: "boolean" },
  capacityReservationSpecification: {
    kind: "object",
    computed: true,
    fields: {
      capacityReservationPreference: { kind: "string", computed: true },
      capacityReservationTarget: {
        kind: "object",
        fields: {
          capacityReservationIds: { kind: "list" },
          capacityReservationResourceGroupArns: { kind: "list" },
        },
      },
    },
    simulated: "moto does not keep capacity reservations",
  },
  context: { kind: "string" },
  defaultCooldown: { kind: "number", computed: true },
  defaultInstanceWarmup: { kind: "number" },
  desiredCapacity: { kind: "number", computed: true },
  desiredCapacityType: { kind: "string" },
  enabledMetrics: { kind: "set" },
  forceDelete: { kind: "boolean", default: false, local: true },
  forceDeleteWarmPool: { kind: "boolean", default: false, local: true },
  healthCheckGracePeriod: { kind: "number", default: 300 },
  healthCheckType: { kind: "string", computed: true },
  ignoreFailedScalingActivities: { kind: "boolean", default: false, local: true },
  initialLifecycleHooks: { kind: "set", of: LIFECYCLE_HOOK, replaces: true, local: true },
  instanceLifecyclePolicy: {
    kind: "object",
    fields: {
      retentionTriggers: { kind: "object", fields: { terminateHookAbandon: { kind: "string" } } },
    },
    simulated: "moto does not keep the lifecycle policy",
  },
  instanceMaintenancePolicy: {
    kind: "object",
    fields: {
      maxHealthyPercentage: { kind: "number", required: true },
      minHealthyPercentage: { kind: "number", required: true },
    },
  },
  instanceRefresh: {
    kind: "object",
    fields: {
      preferences: REFRESH_PREFERENCES,
      strategy: { kind: "string", required: true },
      triggers: { kind: "set" },
    },
    // AWS keeps refreshes, not how the next one shall be.
    local: true,
  },
  launchConfiguration: { kind: "string" },
  launchTemplate: {
    kind: "object",
    computed: true,
    fields: {
      id: { kind: "string", computed: true },
      name: { kind: "string", computed: true },
      version: { kind: "string", computed: true },
    },
  },
  loadBalancers: { kind: "set", computed: true },
  maxInstanceLifetime: { kind: "number" },
  maxSize: { kind: "number", required: true },
  metricsGranularity: {
    kind: "string",
    default: "1Minute",
    simulated: "moto does not keep the granularity of metrics",
  },
  minElbCapacity: { kind: "number", local: true },
  minSize: { kind: "number", required: true },
  mixedInstancesPolicy: MIXED_INSTANCES_POLICY,
  placementGroup: { kind: "string" },
  protectFromScaleIn: { kind: "boolean", default: false },
  region: { kind: "string", computed: true, replaces: true },
  serviceLinkedRoleArn: {
    kind: "string",
    computed: true,
    simulated: "moto knows only the default service-linked role",
  },
  suspendedProcesses: { kind: "set" },
  tags: {
    kind: "set",
    of: {
      kind: "object",
      fields: {
        key: { kind: "string", required: true },
        propagateAtLaunch: { kind: "boolean", required: true },
        value: { kind: "string", required: true },
      },
    },
  },
  targetGroupArns: { kind: "set", computed: true },
  terminationPolicies: { kind: "list", equal: samePolicies },
  trafficSources: {
    kind: "set",
    computed: true,
    of: {
      kind: "object",
      fields: {
        identifier: { kind: "string", required: true },
        type: { kind: "string", computed: true },
      },
    },
    simulated: "moto does not keep traffic sources",
  },
  vpcZoneIdentifiers: { kind: "set", computed: true },
  waitForCapacityTimeout: { kind: "string", default: "10m", local: true },
  waitForElbCapacity: { kind: "number", local: true },
  warmPool: {
    kind: "object",
    fields: {
      instanceReusePolicy: {
        kind: "object",
        computed: true,
        fields: { reuseOnScaleIn: { kind: "boolean", default: false } },
      },
      maxGroupPreparedCapacity: { kind: "number", default: -1 },
      minSize: { kind: "number", default: 0 },
      poolState: { kind: "string", default: "Stopped" },
    },
  },
  arn: { kind: "string", output: true },
  predictedCapacity: { kind: "number", output: true },
  warmPoolSize: { kind: "number", output: true },
} satisfies Properties;

/** AWS has `Default` where the program says nothing. */
function samePolicies(before: Value, after: Value): boolean {
  const text = (policies: Value) =>
    isList(policies) && policies.length > 0 ? policies.join() : "Default";
  return text(before) === text(after);
}
