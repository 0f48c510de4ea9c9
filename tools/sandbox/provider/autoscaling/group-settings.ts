import type { Unwrap } from "@pulumi/pulumi";
import type { GroupArgs, GroupState } from "@pulumi/aws/autoscaling/group.js";
import type {
  AutoScalingGroup,
  CreateAutoScalingGroupCommandInput,
  LaunchTemplateSpecification,
  MixedInstancesPolicy,
} from "@aws-sdk/client-auto-scaling";

import { toWire } from "./wire-names.ts";

type Inputs = Unwrap<GroupArgs>;
type State = Unwrap<GroupState>;
type Settings = Omit<CreateAutoScalingGroupCommandInput, "AutoScalingGroupName" | "MinSize">;

/** What both calls take in the same words. */
export function settingsOf(inputs: Inputs): Omit<Settings, "MaxSize"> {
  return {
    AvailabilityZones: inputs.availabilityZones,
    AvailabilityZoneDistribution: toWire(inputs.availabilityZoneDistribution),
    CapacityRebalance: inputs.capacityRebalance ?? false,
    CapacityReservationSpecification: toWire(inputs.capacityReservationSpecification),
    Context: inputs.context,
    DefaultCooldown: inputs.defaultCooldown,
    DefaultInstanceWarmup: inputs.defaultInstanceWarmup,
    DesiredCapacityType: inputs.desiredCapacityType,
    HealthCheckGracePeriod: inputs.healthCheckGracePeriod,
    HealthCheckType: inputs.healthCheckType,
    InstanceLifecyclePolicy: toWire(inputs.instanceLifecyclePolicy),
    InstanceMaintenancePolicy: toWire(inputs.instanceMaintenancePolicy),
    LaunchConfigurationName: inputs.launchConfiguration as string | undefined,
    MaxInstanceLifetime: inputs.maxInstanceLifetime,
    NewInstancesProtectedFromScaleIn: inputs.protectFromScaleIn,
    PlacementGroup: inputs.placementGroup as string | undefined,
    ServiceLinkedRoleARN: inputs.serviceLinkedRoleArn,
    TerminationPolicies: inputs.terminationPolicies,
    VPCZoneIdentifier: inputs.vpcZoneIdentifiers?.join(","),
  };
}

/** What an update has to say of settings that the program gave up: leaving them out would keep them. */
export function endedSettings(
  inputs: Inputs,
  changed: (name: keyof Inputs & string) => boolean,
): Partial<Settings> {
  const ended = (name: keyof Inputs & string) => changed(name) && inputs[name] === undefined;
  return {
    ...(ended("context") ? { Context: "" } : {}),
    ...(ended("defaultInstanceWarmup") ? { DefaultInstanceWarmup: -1 } : {}),
    ...(ended("instanceMaintenancePolicy")
      ? { InstanceMaintenancePolicy: { MinHealthyPercentage: -1, MaxHealthyPercentage: -1 } }
      : {}),
    ...(ended("maxInstanceLifetime") ? { MaxInstanceLifetime: 0 } : {}),
    ...(ended("placementGroup") ? { PlacementGroup: "" } : {}),
    ...(ended("terminationPolicies") ? { TerminationPolicies: ["Default"] } : {}),
  };
}

export function launchTemplateOf({
  launchTemplate,
}: Inputs): LaunchTemplateSpecification | undefined {
  return launchTemplate && { ...templateKey(launchTemplate), Version: launchTemplate.version };
}

/** By ID or by name, never both. */
function templateKey({ id, name }: NonNullable<Inputs["launchTemplate"]>) {
  return id !== undefined && id !== "" ? { LaunchTemplateId: id } : { LaunchTemplateName: name };
}

export function launchTemplateFrom(
  { LaunchTemplate }: AutoScalingGroup,
  byIdOnly: boolean,
): State["launchTemplate"] {
  if (LaunchTemplate === undefined) return undefined;
  const { LaunchTemplateId: id, LaunchTemplateName: name, Version: version } = LaunchTemplate;
  return {
    ...(id === undefined ? {} : { id }),
    ...(name === undefined || byIdOnly ? {} : { name }),
    ...(version === undefined ? {} : { version }),
  };
}

/** Templates by ID or by name, never both: the record has both, and the ID decides. */
export function mixedPolicyOf({
  mixedInstancesPolicy: policy,
}: Pick<Inputs, "mixedInstancesPolicy">): MixedInstancesPolicy | undefined {
  if (policy === undefined) return undefined;
  const wire = toWire<MixedInstancesPolicy>(policy);
  const { LaunchTemplateSpecification: template, Overrides: overrides } = wire.LaunchTemplate ?? {};
  return {
    ...wire,
    LaunchTemplate: {
      LaunchTemplateSpecification: withOneKey(template),
      Overrides: overrides?.map((override) => ({
        ...override,
        LaunchTemplateSpecification: withOneKey(override.LaunchTemplateSpecification),
      })),
    },
  };
}

function withOneKey(
  template: LaunchTemplateSpecification | undefined,
): LaunchTemplateSpecification | undefined {
  if (template?.LaunchTemplateId === undefined) return template;
  return { LaunchTemplateId: template.LaunchTemplateId, Version: template.Version };
}
