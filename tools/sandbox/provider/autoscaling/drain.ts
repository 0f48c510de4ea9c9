import type { AutoScaling, AutoScalingGroup, Instance } from "@aws-sdk/client-auto-scaling";

import { unlessGone } from "../api-error.ts";

/**
 * Ends all instances of a group, so that none outlives it. The official provider does so unless `forceDelete` leaves it
 * to AWS; the emulator would then leave protected instances and those on standby behind.
 */
export async function drain(autoScaling: AutoScaling, group: AutoScalingGroup): Promise<void> {
  const { AutoScalingGroupName = "" } = group;
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
  // What is left is protected or on standby; ending an instance by name needs neither to be undone.
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
