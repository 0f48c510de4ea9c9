import type { EC2 } from "@aws-sdk/client-ec2";

/** An internet gateway that is attached to the VPC; the VPC of a test takes it away. */
export async function attachedGateway(vpcId: string, ec2: EC2): Promise<string> {
  const { InternetGateway } = await ec2.createInternetGateway({});
  const id = InternetGateway?.InternetGatewayId ?? "";
  await ec2.attachInternetGateway({ InternetGatewayId: id, VpcId: vpcId });
  return id;
}

/** A subnet 10.30.`block`.0/24 of the VPC of a test. */
export async function scratchSubnet(
  vpcId: string,
  ec2: EC2,
  block: number,
  zone: string,
): Promise<string> {
  const { Subnet } = await ec2.createSubnet({
    VpcId: vpcId,
    CidrBlock: `10.30.${block}.0/24`,
    AvailabilityZone: zone,
  });
  return Subnet?.SubnetId ?? "";
}
