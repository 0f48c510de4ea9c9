import { randomUUID } from "node:crypto";

import { awsClients } from "../../aws-clients.ts";
import { emulatorAddress } from "../../testing/emulated.ts";

/** An empty Auto Scaling group, made without the provider under test. */
export async function scratchGroup(): Promise<{ name: string; remove: () => Promise<void> }> {
  const clients = awsClients(emulatorAddress(), "us-east-1");
  const autoScaling = await clients.autoScaling();
  const ec2 = await clients.ec2();
  const name = `strata-${randomUUID()}`;
  await ec2.createLaunchTemplate({
    LaunchTemplateName: name,
    LaunchTemplateData: { ImageId: "ami-12c6146b", InstanceType: "t3.micro" },
  });
  await autoScaling.createAutoScalingGroup({
    AutoScalingGroupName: name,
    MinSize: 0,
    MaxSize: 2,
    AvailabilityZones: ["us-east-1a"],
    LaunchTemplate: { LaunchTemplateName: name, Version: "1" },
  });
  const remove = async () => {
    await autoScaling.deleteAutoScalingGroup({ AutoScalingGroupName: name, ForceDelete: true });
    await ec2.deleteLaunchTemplate({ LaunchTemplateName: name });
  };
  return { name, remove };
}
