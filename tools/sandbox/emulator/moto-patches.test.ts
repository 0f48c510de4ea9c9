import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { EC2, type InstanceNetworkInterfaceSpecification } from "@aws-sdk/client-ec2";

/** A region that no other test uses. */
const region = "eu-west-3";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const endpoint = process.env.STRATA_TEST_EMULATOR as string;

const ec2 = new EC2({ region, credentials, endpoint });

async function subnetId(): Promise<string> {
  const { Subnets } = await ec2.describeSubnets();
  return Subnets?.[0]?.SubnetId ?? "";
}

describe("the primary interface of an instance", () => {
  async function launch(first: InstanceNetworkInterfaceSpecification): Promise<string> {
    const { Instances } = await ec2.runInstances({
      ImageId: "ami-12c6146b",
      MinCount: 1,
      MaxCount: 1,
      NetworkInterfaces: [{ DeviceIndex: 0, ...first }],
    });
    return Instances?.[0]?.InstanceId ?? "";
  }

  async function interfaceIds(): Promise<(string | undefined)[]> {
    const { NetworkInterfaces = [] } = await ec2.describeNetworkInterfaces();
    return NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
  }

  it("is deleted with it, and ending the instance again is no error", async () => {
    const instance = await launch({ SubnetId: await subnetId() });
    expect(await interfaceIds()).toHaveLength(1);
    await ec2.terminateInstances({ InstanceIds: [instance] });
    expect(await interfaceIds()).toEqual([]);
    await ec2.terminateInstances({ InstanceIds: [instance] });
  });

  it("stays where the launch says so", async () => {
    const instance = await launch({ SubnetId: await subnetId(), DeleteOnTermination: false });
    const ids = await interfaceIds();
    await ec2.terminateInstances({ InstanceIds: [instance] });
    expect(await interfaceIds()).toEqual(ids);
    await ec2.deleteNetworkInterface({ NetworkInterfaceId: ids[0] });
  });

  it("stays where it was there before the instance", async () => {
    const made = await ec2.createNetworkInterface({ SubnetId: await subnetId() });
    const NetworkInterfaceId = made.NetworkInterface?.NetworkInterfaceId;
    const instance = await launch({ NetworkInterfaceId });
    await ec2.terminateInstances({ InstanceIds: [instance] });
    expect(await interfaceIds()).toEqual([NetworkInterfaceId]);
    await ec2.deleteNetworkInterface({ NetworkInterfaceId });
  });
});

describe("a later version of a launch template", () => {
  const autoScaling = new AutoScaling({ region, credentials, endpoint });
  const encoded = (text: string) => Buffer.from(text).toString("base64");

  it("launches instances with its own user data", async () => {
    const LaunchTemplateName = "strata-user-data";
    const data = (text: string) => ({ ImageId: "ami-12c6146b", UserData: encoded(text) });
    await ec2.createLaunchTemplate({ LaunchTemplateName, LaunchTemplateData: data("first") });
    const { LaunchTemplateVersion } = await ec2.createLaunchTemplateVersion({
      LaunchTemplateName,
      LaunchTemplateData: data("second"),
    });
    expect(LaunchTemplateVersion?.LaunchTemplateData?.UserData).toBe(encoded("second"));

    const AutoScalingGroupName = "strata-user-data";
    await autoScaling.createAutoScalingGroup({
      AutoScalingGroupName,
      MinSize: 1,
      MaxSize: 1,
      VPCZoneIdentifier: await subnetId(),
      LaunchTemplate: { LaunchTemplateName, Version: "2" },
    });
    const { AutoScalingGroups } = await autoScaling.describeAutoScalingGroups();
    const InstanceId = AutoScalingGroups?.[0]?.Instances?.[0]?.InstanceId;
    const attribute = await ec2.describeInstanceAttribute({ InstanceId, Attribute: "userData" });
    expect(attribute.UserData?.Value).toBe(encoded("second"));
    await autoScaling.deleteAutoScalingGroup({ AutoScalingGroupName, ForceDelete: true });
    await ec2.deleteLaunchTemplate({ LaunchTemplateName });
  });

  it("refuses user data that is not Base64, as the first does", async () => {
    const LaunchTemplateName = "strata-no-base64";
    await ec2.createLaunchTemplate({ LaunchTemplateName, LaunchTemplateData: {} });
    const LaunchTemplateData = { UserData: "#!/bin/sh" };
    await expect(
      ec2.createLaunchTemplateVersion({ LaunchTemplateName, LaunchTemplateData }),
    ).rejects.toMatchObject({ name: "InvalidUserData.Malformed" });
    await ec2.deleteLaunchTemplate({ LaunchTemplateName });
  });
});
