import { EC2, type InstanceNetworkInterfaceSpecification } from "@aws-sdk/client-ec2";

/** A region that no other test uses. */
const region = "eu-west-3";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const endpoint = process.env.STRATA_TEST_EMULATOR as string;

describe("the primary interface of an instance", () => {
  const ec2 = new EC2({ region, credentials, endpoint });

  async function launch(first: InstanceNetworkInterfaceSpecification): Promise<string> {
    const { Instances } = await ec2.runInstances({
      ImageId: "ami-12c6146b",
      MinCount: 1,
      MaxCount: 1,
      NetworkInterfaces: [{ DeviceIndex: 0, ...first }],
    });
    return Instances?.[0]?.InstanceId ?? "";
  }

  async function subnetId(): Promise<string> {
    const { Subnets } = await ec2.describeSubnets();
    return Subnets?.[0]?.SubnetId ?? "";
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
