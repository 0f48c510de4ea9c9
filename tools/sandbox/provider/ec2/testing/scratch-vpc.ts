import type { EC2 } from "@aws-sdk/client-ec2";

import { awsClients } from "../../aws-clients.ts";
import { emulatorAddress } from "../../testing/emulated.ts";

/** A client for what the tests do behind the provider's back. */
export function ec2OfTests(): Promise<EC2> {
  return awsClients(emulatorAddress(), "us-east-1").ec2();
}

/** Runs a test with a VPC (10.30.0.0/16) of its own and removes it afterwards, with the network objects left in it. */
export async function withVpc<T>(
  test: (vpcId: string, ec2: EC2) => Promise<T>,
  options: { readonly ipv6?: true } = {},
): Promise<T> {
  const ec2 = await ec2OfTests();
  const { Vpc } = await ec2.createVpc({
    CidrBlock: "10.30.0.0/16",
    AmazonProvidedIpv6CidrBlock: options.ipv6 ?? false,
  });
  const vpcId = Vpc?.VpcId ?? "";
  try {
    return await test(vpcId, ec2);
  } finally {
    await empty(ec2, vpcId);
    await ec2.deleteVpc({ VpcId: vpcId });
  }
}

/** A failed test must not fail its neighbours through what it left behind. */
async function empty(ec2: EC2, vpcId: string): Promise<void> {
  const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
  const { RouteTables = [] } = await ec2.describeRouteTables({ Filters });
  for (const { RouteTableId, Associations = [] } of RouteTables) {
    if (Associations.some(({ Main }) => Main)) continue;
    for (const { RouteTableAssociationId } of Associations) {
      await ec2.disassociateRouteTable({ AssociationId: RouteTableAssociationId });
    }
    await ec2.deleteRouteTable({ RouteTableId });
  }
  const { Subnets = [] } = await ec2.describeSubnets({ Filters });
  for (const { SubnetId } of Subnets) await ec2.deleteSubnet({ SubnetId });
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({ Filters });
  // A group that stands in a rule of another cannot be deleted.
  for (const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } of SecurityGroups) {
    if (IpPermissions.length > 0) await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions });
    if (IpPermissionsEgress.length === 0) continue;
    await ec2.revokeSecurityGroupEgress({ GroupId, IpPermissions: IpPermissionsEgress });
  }
  for (const { GroupId, GroupName } of SecurityGroups) {
    if (GroupName !== "default") await ec2.deleteSecurityGroup({ GroupId });
  }
  const { InternetGateways = [] } = await ec2.describeInternetGateways({});
  for (const { InternetGatewayId, Attachments = [] } of InternetGateways) {
    if (!Attachments.some((attachment) => attachment.VpcId === vpcId)) continue;
    await ec2.detachInternetGateway({ InternetGatewayId, VpcId: vpcId });
    await ec2.deleteInternetGateway({ InternetGatewayId });
  }
}
