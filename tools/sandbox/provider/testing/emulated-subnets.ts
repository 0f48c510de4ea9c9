import { awsClients } from "../aws-clients.ts";
import { emulatorAddress } from "./emulated.ts";

/** A VPC with subnets in the emulator, for tests; `end` takes it away again. */
export async function emulatedSubnets(
  count: number,
): Promise<{ vpcId: string; subnetIds: string[]; end: () => Promise<void> }> {
  const ec2 = await awsClients(emulatorAddress(), "us-east-1").ec2();
  const { Vpc } = await ec2.createVpc({ CidrBlock: "10.77.0.0/16" });
  const vpcId = Vpc?.VpcId ?? "";
  const subnetIds: string[] = [];
  for (const [i, letter] of [..."abcdef"].slice(0, count).entries()) {
    const { Subnet } = await ec2.createSubnet({
      VpcId: vpcId,
      CidrBlock: `10.77.${i}.0/24`,
      AvailabilityZone: `us-east-1${letter}`,
    });
    subnetIds.push(Subnet?.SubnetId ?? "");
  }
  const end = async () => {
    for (const SubnetId of subnetIds) await ec2.deleteSubnet({ SubnetId });
    await ec2.deleteVpc({ VpcId: vpcId });
  };
  return { vpcId, subnetIds, end };
}
