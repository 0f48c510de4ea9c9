import { awsClients } from "../aws-clients.ts";
import { emulatorAddress } from "./emulated.ts";

/** A VPC with subnets in three zones and two security groups, made without the provider under test. */
export interface SampleNetwork {
  readonly vpcId: string;
  readonly subnetIds: readonly [string, string, string];
  readonly securityGroupIds: readonly [string, string];
  remove(): Promise<void>;
}

export async function sampleNetwork(): Promise<SampleNetwork> {
  const ec2 = await awsClients(emulatorAddress(), "us-east-1").ec2();
  const { Vpc } = await ec2.createVpc({ CidrBlock: "10.50.0.0/16" });
  const VpcId = Vpc?.VpcId ?? "";
  const subnet = async (zone: string, block: number) => {
    const CidrBlock = `10.50.${block}.0/24`;
    const made = await ec2.createSubnet({ VpcId, CidrBlock, AvailabilityZone: `us-east-1${zone}` });
    return made.Subnet?.SubnetId ?? "";
  };
  const group = async (GroupName: string) => {
    const made = await ec2.createSecurityGroup({ VpcId, GroupName, Description: "sample" });
    return made.GroupId ?? "";
  };
  const subnetIds = [await subnet("a", 0), await subnet("b", 1), await subnet("c", 2)] as const;
  const securityGroupIds = [await group("first"), await group("second")] as const;
  return {
    vpcId: VpcId,
    subnetIds,
    securityGroupIds,
    async remove() {
      for (const GroupId of securityGroupIds) await ec2.deleteSecurityGroup({ GroupId });
      for (const SubnetId of subnetIds) await ec2.deleteSubnet({ SubnetId });
      await ec2.deleteVpc({ VpcId });
    },
  };
}
