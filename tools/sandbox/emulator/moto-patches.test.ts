import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { EC2, type InstanceNetworkInterfaceSpecification } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAM } from "@aws-sdk/client-iam";
import { RDS } from "@aws-sdk/client-rds";
import { S3 } from "@aws-sdk/client-s3";

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

/** Source of codes and words: the API reference of each operation, "Errors", and what AWS is seen to answer. */
describe("what is in use", () => {
  const elb = new ElasticLoadBalancingV2({ region, credentials, endpoint });
  const rds = new RDS({ region, credentials, endpoint });
  const autoScaling = new AutoScaling({ region, credentials, endpoint });
  const iam = new IAM({ region, credentials, endpoint });
  const s3 = new S3({ region, credentials, endpoint, forcePathStyle: true });

  const LaunchTemplateName = "strata-in-use";
  const AutoScalingGroupName = "strata-in-use";
  const DBSubnetGroupName = "strata-in-use";
  const DBInstanceIdentifier = "strata-in-use";
  const RoleName = "strata-in-use";
  const InstanceProfileName = "strata-in-use";
  const PolicyName = "strata-in-use";
  const Bucket = "strata-in-use-eu-west-3";

  let VpcId = "";
  let InternetGatewayId = "";
  let RouteTableId = "";
  let AssociationId = "";
  let LoadBalancerArn = "";
  let ListenerArn = "";
  let TargetGroupArn = "";
  let PolicyArn = "";
  /** By the last letter of the zone. The database lives in `a`; the fleet too. */
  const subnets: Record<string, string> = {};
  /** By what uses the group. `named` stands in a rule of `naming`. */
  const groups: Record<string, string> = {};

  beforeAll(async () => {
    VpcId = (await ec2.createVpc({ CidrBlock: "10.44.0.0/16" })).Vpc?.VpcId ?? "";
    InternetGatewayId =
      (await ec2.createInternetGateway({})).InternetGateway?.InternetGatewayId ?? "";
    await ec2.attachInternetGateway({ InternetGatewayId, VpcId });
    for (const [zone, block] of [
      ["a", 0],
      ["b", 1],
      ["c", 2],
    ] as const) {
      const CidrBlock = `10.44.${block}.0/24`;
      const AvailabilityZone = `${region}${zone}`;
      const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock, AvailabilityZone });
      subnets[zone] = Subnet?.SubnetId ?? "";
    }
    for (const GroupName of ["balancer", "instance", "database", "named", "naming"]) {
      const made = await ec2.createSecurityGroup({ VpcId, GroupName, Description: "test" });
      groups[GroupName] = made.GroupId ?? "";
    }
    await ec2.authorizeSecurityGroupIngress({
      GroupId: groups.naming,
      IpPermissions: [
        {
          IpProtocol: "tcp",
          FromPort: 80,
          ToPort: 80,
          UserIdGroupPairs: [{ GroupId: groups.named }, { GroupId: groups.naming }],
        },
      ],
    });
    RouteTableId = (await ec2.createRouteTable({ VpcId })).RouteTable?.RouteTableId ?? "";
    const association = await ec2.associateRouteTable({ RouteTableId, SubnetId: subnets.c });
    AssociationId = association.AssociationId ?? "";

    await makeBalancer();
    await makeDatabase();
    await makeFleet();
    await makeRole();
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
    await s3.putObject({ Bucket, Key: "object", Body: "text" });
  });

  async function makeBalancer(): Promise<void> {
    const { LoadBalancers } = await elb.createLoadBalancer({
      Name: "strata-in-use",
      Subnets: [subnets.b ?? "", subnets.c ?? ""],
      SecurityGroups: [groups.balancer ?? ""],
    });
    LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    await protectBalancer("true");
    const { TargetGroups } = await elb.createTargetGroup({
      Name: "strata-in-use",
      Protocol: "HTTP",
      Port: 80,
      VpcId,
    });
    TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? "";
    const { Listeners } = await elb.createListener({
      LoadBalancerArn,
      Port: 80,
      Protocol: "HTTP",
      DefaultActions: [{ Type: "forward", TargetGroupArn }],
    });
    ListenerArn = Listeners?.[0]?.ListenerArn ?? "";
  }

  async function protectBalancer(Value: "true" | "false"): Promise<void> {
    const Attributes = [{ Key: "deletion_protection.enabled", Value }];
    await elb.modifyLoadBalancerAttributes({ LoadBalancerArn, Attributes });
  }

  async function makeDatabase(): Promise<void> {
    await rds.createDBSubnetGroup({
      DBSubnetGroupName,
      DBSubnetGroupDescription: "test",
      SubnetIds: [subnets.a ?? "", subnets.b ?? "", subnets.c ?? ""],
    });
    await rds.createDBInstance({
      DBInstanceIdentifier,
      DBSubnetGroupName,
      DBInstanceClass: "db.t3.micro",
      Engine: "mysql",
      MasterUsername: "strata",
      MasterUserPassword: "not-a-secret",
      AllocatedStorage: 20,
      AvailabilityZone: `${region}a`,
      VpcSecurityGroupIds: [groups.database ?? ""],
    });
  }

  async function makeFleet(): Promise<void> {
    await ec2.createLaunchTemplate({
      LaunchTemplateName,
      LaunchTemplateData: { ImageId: "ami-12c6146b", SecurityGroupIds: [groups.instance ?? ""] },
    });
    await autoScaling.createAutoScalingGroup({
      AutoScalingGroupName,
      MinSize: 1,
      MaxSize: 1,
      VPCZoneIdentifier: subnets.a,
      LaunchTemplate: { LaunchTemplateName, Version: "1" },
    });
  }

  async function makeRole(): Promise<void> {
    const document = (statement: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const allowed = document({ Effect: "Allow", Action: "s3:ListBucket", Resource: "*" });
    await iam.createRole({
      RoleName,
      AssumeRolePolicyDocument: document({
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "ec2.amazonaws.com" },
      }),
    });
    await iam.createInstanceProfile({ InstanceProfileName });
    await iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName });
    await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: allowed });
    const { Policy } = await iam.createPolicy({ PolicyName, PolicyDocument: allowed });
    PolicyArn = Policy?.Arn ?? "";
    await iam.createPolicyVersion({ PolicyArn, PolicyDocument: allowed });
    await iam.attachRolePolicy({ RoleName, PolicyArn });
  }

  const deleteVpc = () => ec2.deleteVpc({ VpcId });
  const deleteSubnet = (zone: string) => () => ec2.deleteSubnet({ SubnetId: subnets[zone] });
  const deleteGroup = (name: string) => () => ec2.deleteSecurityGroup({ GroupId: groups[name] });
  const deleteRole = () => iam.deleteRole({ RoleName });
  const deletePolicy = () => iam.deletePolicy({ PolicyArn });

  const isInUse = /has dependencies and cannot be deleted/;
  const hasDependent = /^resource sg-\w+ has a dependent object$/;

  it.each<[string, () => Promise<unknown>, string, RegExp]>([
    ["a VPC with subnets", deleteVpc, "DependencyViolation", isInUse],
    ["a subnet of an instance", deleteSubnet("a"), "DependencyViolation", isInUse],
    ["a subnet of a load balancer", deleteSubnet("b"), "DependencyViolation", isInUse],
    ["the group of an instance", deleteGroup("instance"), "DependencyViolation", hasDependent],
    ["the group of a load balancer", deleteGroup("balancer"), "DependencyViolation", hasDependent],
    ["the group of a database", deleteGroup("database"), "DependencyViolation", hasDependent],
    ["a group in another's rule", deleteGroup("named"), "DependencyViolation", hasDependent],
    [
      "an internet gateway, which is attached",
      () => ec2.deleteInternetGateway({ InternetGatewayId }),
      "DependencyViolation",
      /igw-/,
    ],
    [
      "the attachment of the gateway that a public load balancer needs",
      () => ec2.detachInternetGateway({ InternetGatewayId, VpcId }),
      "DependencyViolation",
      /^Network vpc-\w+ has some mapped public address\(es\)\. Please unmap/,
    ],
    [
      "a route table of a subnet",
      () => ec2.deleteRouteTable({ RouteTableId }),
      "DependencyViolation",
      isInUse,
    ],
    [
      "a protected load balancer",
      () => elb.deleteLoadBalancer({ LoadBalancerArn }),
      "OperationNotPermittedException",
      /cannot be deleted because deletion protection is enabled$/,
    ],
    [
      "the target group of a listener",
      () => elb.deleteTargetGroup({ TargetGroupArn }),
      "ResourceInUseException",
      /is currently in use by a listener or a rule$/,
    ],
    [
      "an Auto Scaling group with instances",
      () => autoScaling.deleteAutoScalingGroup({ AutoScalingGroupName }),
      "ResourceInUseFault",
      /^You cannot delete an AutoScalingGroup while there are instances/,
    ],
    [
      "the subnet group of a database",
      () => rds.deleteDBSubnetGroup({ DBSubnetGroupName }),
      "InvalidDBSubnetGroupStateFault",
      /^Cannot delete the subnet group 'strata-in-use' because .*: strata-in-use is still using it\.$/,
    ],
    [
      "a subnet of a database from its subnet group",
      () => rds.modifyDBSubnetGroup({ DBSubnetGroupName, SubnetIds: [subnets.b ?? ""] }),
      "SubnetAlreadyInUse",
      /^Some of the subnets to be deleted are currently in use: subnet-\w+$/,
    ],
    [
      "an instance profile with a role",
      () => iam.deleteInstanceProfile({ InstanceProfileName }),
      "DeleteConflictException",
      /must remove roles from instance profile first/,
    ],
    ["a role in a profile", deleteRole, "DeleteConflictException", /instance profile first/],
    ["an attached policy", deletePolicy, "DeleteConflictException", /attached to entities/],
    ["a bucket with an object", () => s3.deleteBucket({ Bucket }), "BucketNotEmpty", /not empty/],
  ])("refuses to delete %s", async (_what, act, name, message) => {
    const error = await act().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it("lets go of everything in the order of a destroy, and of nothing before its turn", async () => {
    const refuses = (act: () => Promise<unknown>, name: string) =>
      expect(act()).rejects.toMatchObject({ name });

    await autoScaling.deleteAutoScalingGroup({ AutoScalingGroupName, ForceDelete: true });
    await ec2.deleteLaunchTemplate({ LaunchTemplateName });
    await deleteGroup("instance")();
    await refuses(deleteSubnet("a"), "DependencyViolation");

    await protectBalancer("false");
    await elb.deleteListener({ ListenerArn });
    await elb.deleteTargetGroup({ TargetGroupArn });
    await elb.deleteLoadBalancer({ LoadBalancerArn });
    await deleteGroup("balancer")();

    await iam.removeRoleFromInstanceProfile({ InstanceProfileName, RoleName });
    await iam.deleteInstanceProfile({ InstanceProfileName });
    await refuses(deleteRole, "DeleteConflictException");
    await iam.detachRolePolicy({ RoleName, PolicyArn });
    await refuses(deleteRole, "DeleteConflictException");
    await iam.deleteRolePolicy({ RoleName, PolicyName });
    await iam.deleteRole({ RoleName });
    await refuses(deletePolicy, "DeleteConflictException");
    await iam.deletePolicyVersion({ PolicyArn, VersionId: "v2" });
    await deletePolicy();

    await rds.deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true });
    await deleteGroup("database")();
    await deleteSubnet("a")();
    await rds.deleteDBSubnetGroup({ DBSubnetGroupName });

    await deleteSubnet("b")();
    await deleteSubnet("c")();
    await refuses(
      () => ec2.disassociateRouteTable({ AssociationId }),
      "InvalidAssociationID.NotFound",
    );
    await ec2.deleteRouteTable({ RouteTableId });
    await ec2.detachInternetGateway({ InternetGatewayId, VpcId });
    await refuses(deleteVpc, "DependencyViolation");
    await deleteGroup("naming")();
    await deleteGroup("named")();
    await ec2.attachInternetGateway({ InternetGatewayId, VpcId });
    await refuses(deleteVpc, "DependencyViolation");
    await ec2.detachInternetGateway({ InternetGatewayId, VpcId });
    await ec2.deleteInternetGateway({ InternetGatewayId });
    await deleteVpc();

    await s3.deleteObject({ Bucket, Key: "object" });
    await s3.deleteBucket({ Bucket });
  });
});

it("keeps a DB subnet group that is modified", async () => {
  const rds = new RDS({ region, credentials, endpoint });
  const DBSubnetGroupName = "strata-modified";
  const SubnetIds = [await subnetId()];
  await rds.createDBSubnetGroup({
    DBSubnetGroupName,
    DBSubnetGroupDescription: "first",
    SubnetIds,
  });
  await rds.modifyDBSubnetGroup({
    DBSubnetGroupName,
    DBSubnetGroupDescription: "second",
    SubnetIds,
  });
  const { DBSubnetGroups } = await rds.describeDBSubnetGroups({ DBSubnetGroupName });
  expect(DBSubnetGroups).toMatchObject([{ DBSubnetGroupDescription: "second" }]);
  await rds.deleteDBSubnetGroup({ DBSubnetGroupName });
  await expect(rds.modifyDBSubnetGroup({ DBSubnetGroupName, SubnetIds })).rejects.toMatchObject({
    name: "DBSubnetGroupNotFoundFault",
  });
});

describe("a rule of a security group that names a group", () => {
  let GroupId: string | undefined;
  const rule = (Description: string) => ({
    GroupId,
    IpPermissions: [
      {
        IpProtocol: "tcp",
        FromPort: 80,
        ToPort: 80,
        UserIdGroupPairs: [{ GroupId, Description }],
      },
    ],
  });
  const description = async () => {
    const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [GroupId ?? ""] });
    return SecurityGroups?.[0]?.IpPermissions?.[0]?.UserIdGroupPairs?.[0]?.Description;
  };

  beforeAll(async () => {
    const made = { GroupName: "strata-descriptions", Description: "test" };
    ({ GroupId } = await ec2.createSecurityGroup(made));
    await ec2.authorizeSecurityGroupIngress(rule("first"));
  });

  afterAll(() => ec2.deleteSecurityGroup({ GroupId }));

  it("is given another description", async () => {
    await ec2.updateSecurityGroupRuleDescriptionsIngress(rule("second"));
    expect(await description()).toBe("second");
  });

  it("is there once, whatever it is described as", async () => {
    await expect(ec2.authorizeSecurityGroupIngress(rule("other"))).rejects.toMatchObject({
      name: "InvalidPermission.Duplicate",
    });
    await ec2.revokeSecurityGroupIngress(rule("yet another"));
    expect(await description()).toBeUndefined();
  });
});

it("gives each database a resource id of its own, by which it is found", async () => {
  const rds = new RDS({ region, credentials, endpoint });
  const ids: string[] = [];
  for (const DBInstanceIdentifier of ["strata-first", "strata-second"]) {
    const { DBInstance } = await rds.createDBInstance({
      DBInstanceIdentifier,
      DBInstanceClass: "db.t3.micro",
      Engine: "mysql",
      MasterUsername: "strata",
      MasterUserPassword: "not-a-secret",
      AllocatedStorage: 20,
    });
    ids.push(DBInstance?.DbiResourceId ?? "");
  }
  expect(ids).toEqual([
    expect.stringMatching(/^db-[A-Z0-9]{26}$/),
    expect.stringMatching(/^db-[A-Z0-9]{26}$/),
  ]);
  const Filters = [{ Name: "dbi-resource-id", Values: [ids[1] ?? ""] }];
  const { DBInstances } = await rds.describeDBInstances({ Filters });
  expect(DBInstances).toMatchObject([{ DBInstanceIdentifier: "strata-second" }]);
  for (const DBInstanceIdentifier of ["strata-first", "strata-second"]) {
    await rds.deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true });
  }
});

it("encrypts every bucket, also where nobody says so any more", async () => {
  const s3 = new S3({ region, credentials, endpoint, forcePathStyle: true });
  const Bucket = "strata-encrypted-eu-west-3";
  const algorithm = async () => {
    const { ServerSideEncryptionConfiguration: encryption } = await s3.getBucketEncryption({
      Bucket,
    });
    return encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  };
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const } }];
  await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
  expect(await algorithm()).toBe("AES256");
  await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
  expect(await algorithm()).toBe("aws:kms");
  await s3.deleteBucketEncryption({ Bucket });
  expect(await algorithm()).toBe("AES256");
  await s3.deleteBucket({ Bucket });
  await expect(algorithm()).rejects.toMatchObject({ name: "NoSuchBucket" });
});
