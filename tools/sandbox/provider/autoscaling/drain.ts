import type { AutoScaling, AutoScalingGroup, Instance } from "@aws-sdk/client-auto-scaling";

import { unlessGone } from "../api-error.ts";

/** Instances that one call protects (Auto Scaling API reference, SetInstanceProtection). */
const AT_A_TIME = 50;

/**
 * Ends all instances of a group, so that none outlives it. The official provider does so unless `forceDelete` leaves it
 * to AWS; the emulator would then leave protected instances and those on standby behind.
 */
export async function drain(autoScaling: AutoScaling, group: AutoScalingGroup): Promise<void> {
  const { AutoScalingGroupName = "", Instances: instances = [] } = group;
  const protectedIds = idsOf(instances.filter((instance) => instance.ProtectedFromScaleIn));
  for (let i = 0; i < protectedIds.length; i += AT_A_TIME) {
    await autoScaling.setInstanceProtection({
      AutoScalingGroupName,
      InstanceIds: protectedIds.slice(i, i + AT_A_TIME),
      ProtectedFromScaleIn: false,
    });
  }
  // moto cannot scale a group whose target group is gone.
  for (const arn of group.TargetGroupARNs ?? []) {
    const leaving = { AutoScalingGroupName, TargetGroupARNs: [arn] };
    await unlessGone(
      autoScaling.detachLoadBalancerTargetGroups(leaving),
      "TargetGroupNotFound*",
      "InvalidTarget*",
    );
  }
  const none = { MinSize: 0, MaxSize: 0, DesiredCapacity: 0 };
  await autoScaling.updateAutoScalingGroup({ AutoScalingGroupName, ...none });
  for (;;) {
    const left = await autoScaling.describeAutoScalingGroups({
      AutoScalingGroupNames: [AutoScalingGroupName],
    });
    const [InstanceId] = idsOf(left.AutoScalingGroups?.[0]?.Instances ?? []);
    if (InstanceId === undefined) return;
    const ShouldDecrementDesiredCapacity = false;
    await autoScaling.terminateInstanceInAutoScalingGroup({
      InstanceId,
      ShouldDecrementDesiredCapacity,
    });
  }
}

function idsOf(instances: readonly Instance[]): string[] {
  return instances.flatMap(({ InstanceId }) => (InstanceId === undefined ? [] : [InstanceId]));
}
