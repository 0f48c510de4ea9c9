import type { Cloud } from "../workspace/cloud.ts";
import type { RecordedResource } from "../workspace/recorded-state.ts";

/**
 * Deletes every resource of the four layers past Pulumi, in an order that AWS allows.
 *
 * @param resources as recorded, of all layers
 */
export async function deleteByHand(
  cloud: Cloud,
  resources: readonly RecordedResource[],
): Promise<void> {
  const each = async (type: string, end: (one: RecordedResource) => Promise<unknown>) => {
    for (const one of resources.filter((resource) => resource.type === type)) await end(one);
  };
  await deleteObservability(cloud, each);
  await deleteCompute(cloud, each);
  await deleteData(cloud, each);
  await deleteNetwork(cloud, each);
}

type Each = (type: string, end: (one: RecordedResource) => Promise<unknown>) => Promise<void>;

async function deleteObservability(
  { cloudWatch, ec2, iam, logs }: Cloud,
  each: Each,
): Promise<void> {
  await each("aws:cloudwatch/metricAlarm:MetricAlarm", ({ id = "" }) =>
    cloudWatch.deleteAlarms({ AlarmNames: [id] }),
  );
  await each("aws:ec2/flowLog:FlowLog", ({ id = "" }) => ec2.deleteFlowLogs({ FlowLogIds: [id] }));
  await each("aws:cloudwatch/logGroup:LogGroup", ({ id }) =>
    logs.deleteLogGroup({ logGroupName: id }),
  );
  await each("aws:iam/rolePolicyAttachment:RolePolicyAttachment", ({ outputs }) =>
    iam.detachRolePolicy({ RoleName: String(outputs.role), PolicyArn: String(outputs.policyArn) }),
  );
  await each("aws:iam/policy:Policy", async ({ id: PolicyArn }) => {
    const { Versions = [] } = await iam.listPolicyVersions({ PolicyArn });
    for (const { VersionId, IsDefaultVersion } of Versions) {
      if (IsDefaultVersion !== true) await iam.deletePolicyVersion({ PolicyArn, VersionId });
    }
    await iam.deletePolicy({ PolicyArn });
  });
}

async function deleteCompute({ autoScaling, ec2, elb, iam }: Cloud, each: Each): Promise<void> {
  await each("aws:autoscaling/group:Group", ({ id }) =>
    autoScaling.deleteAutoScalingGroup({ AutoScalingGroupName: id, ForceDelete: true }),
  );
  await each("aws:ec2/launchTemplate:LaunchTemplate", ({ id }) =>
    ec2.deleteLaunchTemplate({ LaunchTemplateId: id }),
  );
  await each("aws:lb/listener:Listener", ({ id }) => elb.deleteListener({ ListenerArn: id }));
  await each("aws:lb/targetGroup:TargetGroup", ({ id }) =>
    elb.deleteTargetGroup({ TargetGroupArn: id }),
  );
  await each("aws:lb/loadBalancer:LoadBalancer", ({ id }) =>
    elb.deleteLoadBalancer({ LoadBalancerArn: id }),
  );
  await each("aws:iam/instanceProfile:InstanceProfile", async ({ id, outputs }) => {
    const profile = { InstanceProfileName: id };
    await iam.removeRoleFromInstanceProfile({ ...profile, RoleName: String(outputs.role) });
    await iam.deleteInstanceProfile(profile);
  });
  await each("aws:iam/rolePolicy:RolePolicy", ({ outputs }) =>
    iam.deleteRolePolicy({ RoleName: String(outputs.role), PolicyName: String(outputs.name) }),
  );
  // Those of the flow log too.
  await each("aws:iam/role:Role", ({ id }) => iam.deleteRole({ RoleName: id }));
}

async function deleteData({ rds, s3 }: Cloud, each: Each): Promise<void> {
  await each("aws:rds/instance:Instance", ({ outputs }) =>
    rds.deleteDBInstance({
      DBInstanceIdentifier: String(outputs.identifier),
      SkipFinalSnapshot: true,
    }),
  );
  await each("aws:rds/subnetGroup:SubnetGroup", ({ id }) =>
    rds.deleteDBSubnetGroup({ DBSubnetGroupName: id }),
  );
  // Encryption and access block are parts of the bucket.
  await each("aws:s3/bucket:Bucket", ({ id }) => s3.deleteBucket({ Bucket: id }));
}

async function deleteNetwork({ ec2 }: Cloud, each: Each): Promise<void> {
  // An association ends with its subnet.
  await each("aws:ec2/subnet:Subnet", ({ id }) => ec2.deleteSubnet({ SubnetId: id }));
  await each("aws:ec2/routeTable:RouteTable", ({ id }) =>
    ec2.deleteRouteTable({ RouteTableId: id }),
  );
  await each("aws:ec2/internetGateway:InternetGateway", async ({ id, outputs }) => {
    const gateway = { InternetGatewayId: id };
    await ec2.detachInternetGateway({ ...gateway, VpcId: String(outputs.vpcId) });
    await ec2.deleteInternetGateway(gateway);
  });
  // Groups that stand in each other's rules cannot be deleted.
  const type = "aws:ec2/securityGroup:SecurityGroup";
  await each(type, async ({ id: GroupId = "" }) => {
    const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [GroupId] });
    const IpPermissions = SecurityGroups?.[0]?.IpPermissions ?? [];
    if (IpPermissions.length > 0) await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions });
  });
  await each(type, ({ id }) => ec2.deleteSecurityGroup({ GroupId: id }));
  await each("aws:ec2/vpc:Vpc", ({ id }) => ec2.deleteVpc({ VpcId: id }));
}
