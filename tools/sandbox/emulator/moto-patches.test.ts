import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { Backup } from "@aws-sdk/client-backup";
import { Budgets } from "@aws-sdk/client-budgets";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EC2, type InstanceNetworkInterfaceSpecification } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { RDS } from "@aws-sdk/client-rds";
import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";

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

describe("a KMS key", () => {
  const kms = new KMS({ region, credentials, endpoint });
  const make = async () => (await kms.createKey({})).KeyMetadata?.KeyId ?? "";

  it("rotates in the period that it was told, or in a year", async () => {
    const KeyId = await make();
    await kms.enableKeyRotation({ KeyId });
    expect(await kms.getKeyRotationStatus({ KeyId })).toMatchObject({ RotationPeriodInDays: 365 });
    await kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    expect(await kms.getKeyRotationStatus({ KeyId })).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
    });
    await kms.disableKeyRotation({ KeyId });
    const { RotationPeriodInDays } = await kms.getKeyRotationStatus({ KeyId });
    expect(RotationPeriodInDays).toBeUndefined();
    await expect(kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 89 })).rejects.toMatchObject({
      name: "ValidationException",
    });
    await kms.disableKey({ KeyId });
    await expect(kms.enableKeyRotation({ KeyId })).rejects.toMatchObject({
      name: "DisabledException",
    });
    await kms.scheduleKeyDeletion({ KeyId });
  });

  it("is AWS's where it is that of a service", async () => {
    const { KeyMetadata } = await kms.describeKey({ KeyId: "alias/aws/rds" });
    expect(KeyMetadata?.KeyManager).toBe("AWS");
    const own = await make();
    expect((await kms.describeKey({ KeyId: own })).KeyMetadata?.KeyManager).toBe("CUSTOMER");
    await kms.scheduleKeyDeletion({ KeyId: own });
  });

  it("is AWS's where EC2 makes it for the first encrypted volume", async () => {
    const AvailabilityZone = "us-east-1a";
    const { VolumeId, KmsKeyId } = await ec2.createVolume({
      AvailabilityZone,
      Size: 1,
      Encrypted: true,
    });
    const { KeyMetadata } = await kms.describeKey({ KeyId: KmsKeyId });
    expect(KeyMetadata?.KeyManager).toBe("AWS");
    await ec2.deleteVolume({ VolumeId });
  });

  it("is left alone while it waits for its deletion", async () => {
    const KeyId = await make();
    await kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    const AliasName = "alias/strata-pending";
    const Plaintext = Buffer.from("text");
    for (const refused of [
      () => kms.scheduleKeyDeletion({ KeyId }),
      () => kms.enableKey({ KeyId }),
      () => kms.enableKeyRotation({ KeyId }),
      () => kms.updateKeyDescription({ KeyId, Description: "other" }),
      () => kms.tagResource({ KeyId, Tags: [{ TagKey: "a", TagValue: "b" }] }),
      () => kms.createAlias({ AliasName, TargetKeyId: KeyId }),
      () => kms.encrypt({ KeyId, Plaintext }),
    ]) {
      await expect(refused()).rejects.toMatchObject({ name: "KMSInvalidStateException" });
    }
    await kms.cancelKeyDeletion({ KeyId });
    await kms.createAlias({ AliasName, TargetKeyId: KeyId });
    await kms.deleteAlias({ AliasName });
    await kms.scheduleKeyDeletion({ KeyId });
  });
});

describe("a bucket", () => {
  const s3 = new S3({ region, credentials, endpoint, forcePathStyle: true });
  const Bucket = "strata-configured-eu-west-3";
  const arn = `arn:aws:s3:::${Bucket}`;
  const put = (...Statement: object[]) =>
    s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  const onlyTls = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  beforeAll(() =>
    s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
  );
  afterAll(() => s3.deleteBucket({ Bucket }));
  afterEach(() => s3.deleteBucketPolicy({ Bucket }));

  it("has its owner enforced from the start", async () => {
    const { OwnershipControls } = await s3.getBucketOwnershipControls({ Bucket });
    expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: "BucketOwnerEnforced" }]);
  });

  it("refuses objects for a policy that denies them to everybody, not for a condition or a service", async () => {
    const Key = "object";
    const toServices = {
      Effect: "Deny",
      Principal: { Service: "a" },
      Action: "*",
      Resource: `${arn}/*`,
    };
    await put(onlyTls, toServices);
    await s3.putObject({ Bucket, Key, Body: "text" });
    await s3.deleteObjects({ Bucket, Delete: { Objects: [{ Key }] } });
    expect((await s3.listObjectsV2({ Bucket })).KeyCount).toBe(0);
    const { Condition: _always, ...toAll } = { ...onlyTls, Principal: { AWS: "*" } };
    await put(toAll);
    await expect(s3.putObject({ Bucket, Key, Body: "text" })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  const LoggingEnabled = { TargetBucket: Bucket, TargetPrefix: "logs/" };
  const mayDeliver = (more: object) => ({
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${arn}/logs/*`,
    ...more,
  });

  it.each([
    ["a list", { Resource: [`${arn}/other/*`, `${arn}/logs/*`], Action: ["s3:PutObject"] }],
    ["a pattern", { Resource: `${arn}*`, Action: "s3:*" }],
    ["several services", { Principal: { Service: ["a", "logging.s3.amazonaws.com"] } }],
  ])("takes logs where its policy lets them in by %s", async (_, more) => {
    await put(onlyTls, mayDeliver(more));
    await s3.putBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled } });
    await s3.putBucketLogging({ Bucket, BucketLoggingStatus: {} });
    const { Contents = [] } = await s3.listObjectsV2({ Bucket });
    for (const { Key } of Contents) await s3.deleteObject({ Bucket, Key });
  });

  it.each([
    ["another prefix", { Resource: `${arn}/other/*` }],
    ["another service", { Principal: { Service: "s3.amazonaws.com" } }],
    ["another action", { Action: "s3:GetObject" }],
  ])("refuses logs where its policy lets in %s only", async (_, more) => {
    await put(onlyTls, mayDeliver(more));
    const logging = s3.putBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled } });
    await expect(logging).rejects.toMatchObject({ name: "InvalidTargetBucketForLogging" });
  });

  it("keeps the format of keys of its logs", async () => {
    await put(mayDeliver({}));
    const TargetObjectKeyFormat = {
      PartitionedPrefix: { PartitionDateSource: "EventTime" },
    } as const;
    const wanted = { LoggingEnabled: { ...LoggingEnabled, TargetObjectKeyFormat } };
    await s3.putBucketLogging({ Bucket, BucketLoggingStatus: wanted });
    expect(await s3.getBucketLogging({ Bucket })).toMatchObject(wanted);
    await s3.putBucketLogging({ Bucket, BucketLoggingStatus: {} });
    const { Contents = [] } = await s3.listObjectsV2({ Bucket });
    for (const { Key } of Contents) await s3.deleteObject({ Bucket, Key });
  });

  it("keeps what encryption it blocks", async () => {
    const rule = {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const },
      BlockedEncryptionTypes: { EncryptionType: ["SSE-C" as const] },
      BucketKeyEnabled: true,
    };
    const ServerSideEncryptionConfiguration = { Rules: [rule] };
    await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration });
    expect(await s3.getBucketEncryption({ Bucket })).toMatchObject({
      ServerSideEncryptionConfiguration,
    });
    await s3.deleteBucketEncryption({ Bucket });
  });

  it("keeps all of its lifecycle", async () => {
    const Rules = [
      {
        ID: "old",
        Status: "Enabled" as const,
        Filter: {
          And: { Prefix: "data/", ObjectSizeGreaterThan: 10, Tags: [{ Key: "a", Value: "b" }] },
        },
        NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 3 },
      },
      { ID: "all", Status: "Disabled" as const, Filter: { Prefix: "" }, Expiration: { Days: 1 } },
    ];
    const TransitionDefaultMinimumObjectSize = "varies_by_storage_class";
    await s3.putBucketLifecycleConfiguration({
      Bucket,
      TransitionDefaultMinimumObjectSize,
      LifecycleConfiguration: { Rules },
    });
    expect(await s3.getBucketLifecycleConfiguration({ Bucket })).toMatchObject({
      Rules,
      TransitionDefaultMinimumObjectSize,
    });
    await s3.deleteBucketLifecycle({ Bucket });
    await expect(s3.getBucketLifecycleConfiguration({ Bucket })).rejects.toMatchObject({
      name: "NoSuchLifecycleConfiguration",
    });
  });
});

it("lists option groups, also where there are none", async () => {
  const rds = new RDS({ region, credentials, endpoint });
  const listed = async () => (await rds.describeOptionGroups({})).OptionGroupsList ?? [];
  const before = await listed();
  const OptionGroupName = "strata-listed";
  await rds.createOptionGroup({
    OptionGroupName,
    EngineName: "mysql",
    MajorEngineVersion: "8.0",
    OptionGroupDescription: "a",
  });
  expect(await listed()).toHaveLength(before.length + 1);
  await rds.deleteOptionGroup({ OptionGroupName });
  expect(await listed()).toEqual(before);
});

describe("AWS Backup", () => {
  const backup = new Backup({ region, credentials, endpoint });
  const BackupPlan = {
    BackupPlanName: "strata",
    Rules: [{ RuleName: "daily", TargetBackupVaultName: "strata" }],
  };

  it("finds the tags of a vault and ends them with it, and counts what is in it", async () => {
    const vault = { BackupVaultName: "strata" };
    const { BackupVaultArn } = await backup.createBackupVault({
      ...vault,
      BackupVaultTags: { Name: "strata" },
    });
    const tags = async () => (await backup.listTags({ ResourceArn: BackupVaultArn })).Tags;
    expect(await tags()).toEqual({ Name: "strata" });
    expect(await backup.describeBackupVault(vault)).toMatchObject({ NumberOfRecoveryPoints: 0 });
    await backup.deleteBackupVault(vault);
    await backup.createBackupVault(vault);
    expect(await tags()).toEqual({});
    await backup.deleteBackupVault(vault);
  });

  it("makes a new version of a plan", async () => {
    const { BackupPlanId, VersionId } = await backup.createBackupPlan({ BackupPlan });
    const Rules = [{ RuleName: "hourly", TargetBackupVaultName: "strata" }];
    await backup.updateBackupPlan({ BackupPlanId, BackupPlan: { ...BackupPlan, Rules } });
    const found = await backup.getBackupPlan({ BackupPlanId });
    expect(found).toMatchObject({ BackupPlan: { Rules } });
    expect(found.VersionId).not.toBe(VersionId);
    await backup.deleteBackupPlan({ BackupPlanId });
  });

  it("keeps a plan that has selections, and frees the name of one that is gone", async () => {
    const { BackupPlanId } = await backup.createBackupPlan({ BackupPlan });
    const BackupSelection = {
      SelectionName: "all",
      IamRoleArn: "arn:aws:iam::123456789012:role/backup",
      Resources: ["*"],
    };
    const { SelectionId } = await backup.createBackupSelection({ BackupPlanId, BackupSelection });
    expect(await backup.getBackupSelection({ BackupPlanId, SelectionId })).toMatchObject({
      BackupSelection,
    });
    const listed = async () =>
      (await backup.listBackupSelections({ BackupPlanId })).BackupSelectionsList;
    expect(await listed()).toMatchObject([{ SelectionId, SelectionName: "all" }]);
    await expect(backup.deleteBackupPlan({ BackupPlanId })).rejects.toMatchObject({
      name: "InvalidRequestException",
    });
    await backup.deleteBackupSelection({ BackupPlanId, SelectionId });
    expect(await listed()).toEqual([]);
    await expect(backup.getBackupSelection({ BackupPlanId, SelectionId })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    await backup.deleteBackupPlan({ BackupPlanId });
    await expect(backup.getBackupPlan({ BackupPlanId })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    const again = await backup.createBackupPlan({ BackupPlan });
    await backup.deleteBackupPlan({ BackupPlanId: again.BackupPlanId });
  });
});

/** Source of codes and words: the API reference of each operation, "Errors", and what AWS is seen to answer. */
describe("the network", () => {
  let VpcId = "";
  let RouteTableId = "";
  let InternetGatewayId = "";
  const subnets: string[] = [];
  const s3Service = `com.amazonaws.${region}.s3`;
  const ssmService = `com.amazonaws.${region}.ssm`;
  const refuses = (act: Promise<unknown>, name: string) =>
    expect(act).rejects.toMatchObject({ name });

  beforeAll(async () => {
    VpcId = (await ec2.createVpc({ CidrBlock: "10.45.0.0/16" })).Vpc?.VpcId ?? "";
    const gateway = await ec2.createInternetGateway({});
    InternetGatewayId = gateway.InternetGateway?.InternetGatewayId ?? "";
    RouteTableId = (await ec2.createRouteTable({ VpcId })).RouteTable?.RouteTableId ?? "";
    for (const [block, zone] of ["a", "a", "b"].entries()) {
      const CidrBlock = `10.45.${block}.0/24`;
      const AvailabilityZone = `${region}${zone}`;
      const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock, AvailabilityZone });
      subnets.push(Subnet?.SubnetId ?? "");
    }
  });

  afterAll(async () => {
    for (const SubnetId of subnets) await ec2.deleteSubnet({ SubnetId });
    await ec2.deleteRouteTable({ RouteTableId });
    await ec2.deleteInternetGateway({ InternetGatewayId });
    await ec2.deleteVpc({ VpcId });
  });

  async function address() {
    const { AllocationId = "" } = await ec2.allocateAddress({ Domain: "vpc" });
    const describe = async () => {
      const { Addresses } = await ec2.describeAddresses({ AllocationIds: [AllocationId] });
      return Addresses?.[0];
    };
    return { AllocationId, describe };
  }

  async function natGateway(AllocationId: string) {
    const made = await ec2.createNatGateway({ SubnetId: subnets[0], AllocationId });
    const id = made.NatGateway?.NatGatewayId ?? "";
    const describe = async () => {
      const { NatGateways } = await ec2.describeNatGateways({ NatGatewayIds: [id] });
      return NatGateways?.[0];
    };
    return { id, describe };
  }

  it("says where an address is from, and keeps it while an interface has it", async () => {
    const { AllocationId, describe } = await address();
    expect(await describe()).toMatchObject({
      PublicIpv4Pool: "amazon",
      NetworkBorderGroup: region,
    });
    const made = await ec2.createNetworkInterface({ SubnetId: subnets[0] });
    const { NetworkInterfaceId } = made.NetworkInterface ?? {};
    const { AssociationId } = await ec2.associateAddress({ AllocationId, NetworkInterfaceId });
    await refuses(ec2.releaseAddress({ AllocationId }), "InvalidIPAddress.InUse");
    await ec2.disassociateAddress({ AssociationId });
    await ec2.releaseAddress({ AllocationId });
    await ec2.deleteNetworkInterface({ NetworkInterfaceId });
  });

  it("fails a NAT gateway without an internet gateway, and one whose address is taken", async () => {
    const { AllocationId, describe } = await address();
    const first = await natGateway(AllocationId);
    expect(await first.describe()).toMatchObject({
      State: "failed",
      FailureCode: "Gateway.NotAttached",
      FailureMessage: `Network ${VpcId} has no Internet gateway attached`,
    });
    expect((await describe())?.AssociationId).toBeUndefined();
    await ec2.attachInternetGateway({ InternetGatewayId, VpcId });
    const second = await natGateway(AllocationId);
    expect(await second.describe()).toMatchObject({ State: "available" });
    const third = await natGateway(AllocationId);
    expect(await third.describe()).toMatchObject({
      State: "failed",
      FailureCode: "Resource.AlreadyAssociated",
    });
    await refuses(ec2.createNatGateway({ SubnetId: subnets[0] }), "MissingParameter");
    for (const { id: NatGatewayId } of [first, second, third]) {
      await ec2.deleteNatGateway({ NatGatewayId });
    }
    await ec2.releaseAddress({ AllocationId });
    await ec2.detachInternetGateway({ InternetGatewayId, VpcId });
  });

  it("keeps what a NAT gateway uses, and lets go of it with the gateway", async () => {
    await ec2.attachInternetGateway({ InternetGatewayId, VpcId });
    const { AllocationId, describe } = await address();
    const gateway = await natGateway(AllocationId);
    expect((await gateway.describe())?.NatGatewayAddresses).toMatchObject([
      { AllocationId, IsPrimary: true, PrivateIp: expect.stringMatching(/^10\.45\.0\./) },
    ]);
    const { AssociationId, NetworkInterfaceId } = (await describe()) ?? {};
    const NetworkInterfaceIds = [NetworkInterfaceId ?? ""];
    const interfaces = ec2.describeNetworkInterfaces({ NetworkInterfaceIds });
    expect((await interfaces).NetworkInterfaces?.[0]?.Groups ?? []).toEqual([]);

    await refuses(ec2.releaseAddress({ AllocationId }), "AuthFailure");
    await refuses(ec2.disassociateAddress({ AssociationId }), "AuthFailure");
    await refuses(ec2.deleteSubnet({ SubnetId: subnets[0] }), "DependencyViolation");
    const attachment = { InternetGatewayId, VpcId };
    await refuses(ec2.detachInternetGateway(attachment), "DependencyViolation");

    const route = { RouteTableId, DestinationCidrBlock: "0.0.0.0/0" };
    await ec2.createRoute({ ...route, NatGatewayId: gateway.id });
    await ec2.deleteNatGateway({ NatGatewayId: gateway.id });
    expect(await gateway.describe()).toMatchObject({ State: "deleted" });
    const { RouteTables } = await ec2.describeRouteTables({ RouteTableIds: [RouteTableId] });
    expect(RouteTables?.[0]?.Routes).toMatchObject([{ State: "active" }, { State: "blackhole" }]);
    await refuses(ec2.deleteNatGateway({ NatGatewayId: gateway.id }), "NatGatewayNotFound");
    await refuses(ec2.deleteNatGateway({ NatGatewayId: "nat-0" }), "NatGatewayNotFound");
    const again = ec2.replaceRoute({ ...route, NatGatewayId: gateway.id });
    await refuses(again, "InvalidNatGatewayID.NotFound");
    await ec2.deleteRoute(route);
    await ec2.releaseAddress({ AllocationId });
    await ec2.detachInternetGateway(attachment);
  });

  it("makes one gateway endpoint for a route table, whose routes end with it", async () => {
    const made = { VpcId, ServiceName: s3Service, RouteTableIds: [RouteTableId] };
    const { VpcEndpoint } = await ec2.createVpcEndpoint(made);
    const VpcEndpointId = VpcEndpoint?.VpcEndpointId ?? "";
    await refuses(ec2.createVpcEndpoint(made), "RouteAlreadyExists");
    const Filters = [{ Name: "prefix-list-name", Values: [s3Service] }];
    const { PrefixLists } = await ec2.describePrefixLists({ Filters });
    expect(PrefixLists?.[0]?.Cidrs?.length).toBeGreaterThan(0);
    const DestinationPrefixListId = PrefixLists?.[0]?.PrefixListId;
    const GatewayId = InternetGatewayId;
    const second = ec2.createRoute({ RouteTableId, DestinationPrefixListId, GatewayId });
    await refuses(second, "RouteAlreadyExists");

    await ec2.modifyVpcEndpoint({ VpcEndpointId, PolicyDocument: '{"Statement":[]}' });
    await ec2.modifyVpcEndpoint({ VpcEndpointId, ResetPolicy: true });
    const found = await ec2.describeVpcEndpoints({ VpcEndpointIds: [VpcEndpointId] });
    expect(JSON.parse(found.VpcEndpoints?.[0]?.PolicyDocument ?? "")).toMatchObject({
      Statement: [{ Effect: "Allow" }],
    });
    await ec2.deleteRoute({ RouteTableId, DestinationPrefixListId });
    await ec2.deleteVpcEndpoints({ VpcEndpointIds: [VpcEndpointId] });
    await ec2.deleteVpcEndpoints({ VpcEndpointIds: [VpcEndpointId] });
  });

  it("makes interface endpoints where their names can be resolved, once, and once a zone", async () => {
    const made = (PrivateDnsEnabled: boolean, SubnetIds: string[]) =>
      ec2.createVpcEndpoint({
        VpcId,
        ServiceName: ssmService,
        VpcEndpointType: "Interface",
        PrivateDnsEnabled,
        SubnetIds,
      });
    const [first = "", second = "", third = ""] = subnets;
    await refuses(made(false, [first, second]), "DuplicateSubnetsInSameZone");
    await refuses(made(true, [first, third]), "InvalidParameter");
    await ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: true } });
    const VpcEndpointId = (await made(true, [first])).VpcEndpoint?.VpcEndpointId ?? "";
    await refuses(made(true, [third]), "InvalidParameter");
    const AddSubnetIds = [second];
    const added = ec2.modifyVpcEndpoint({ VpcEndpointId, AddSubnetIds });
    await refuses(added, "DuplicateSubnetsInSameZone");
    await refuses(ec2.deleteSubnet({ SubnetId: first }), "DependencyViolation");
    await ec2.modifyVpcEndpoint({ VpcEndpointId, PrivateDnsEnabled: false });
    const other = (await made(true, [third])).VpcEndpoint?.VpcEndpointId ?? "";
    const on = ec2.modifyVpcEndpoint({ VpcEndpointId, PrivateDnsEnabled: true });
    await refuses(on, "InvalidParameter");
    await ec2.deleteVpcEndpoints({ VpcEndpointIds: [VpcEndpointId, other] });
    await ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: false } });
  });

  it("keeps a VPC while it has an endpoint", async () => {
    const { Vpc } = await ec2.createVpc({ CidrBlock: "10.46.0.0/16" });
    const other = { VpcId: Vpc?.VpcId ?? "" };
    const { VpcEndpoint } = await ec2.createVpcEndpoint({ ...other, ServiceName: s3Service });
    await refuses(ec2.deleteVpc(other), "DependencyViolation");
    await ec2.deleteVpcEndpoints({ VpcEndpointIds: [VpcEndpoint?.VpcEndpointId ?? ""] });
    const Filters = [{ Name: "vpc-id", Values: [other.VpcId] }];
    const { NetworkAcls } = await ec2.describeNetworkAcls({ Filters });
    await ec2.deleteVpc(other);
    const NetworkAclIds = [NetworkAcls?.[0]?.NetworkAclId ?? ""];
    await refuses(ec2.describeNetworkAcls({ NetworkAclIds }), "InvalidNetworkAclID.NotFound");
  });

  it("keeps the ICMP type of an entry of a network ACL, and knows the ones that are not there", async () => {
    const NetworkAclId = (await ec2.createNetworkAcl({ VpcId })).NetworkAcl?.NetworkAclId ?? "";
    const entry = { NetworkAclId, Egress: false, RuleNumber: 7 };
    const IcmpTypeCode = { Type: 8, Code: -1 };
    const what = { Protocol: "1", RuleAction: "allow", CidrBlock: "0.0.0.0/0" } as const;
    await ec2.createNetworkAclEntry({ ...entry, ...what, IcmpTypeCode });
    const { NetworkAcls } = await ec2.describeNetworkAcls({ NetworkAclIds: [NetworkAclId] });
    expect(NetworkAcls?.[0]?.Entries).toMatchObject([{ IcmpTypeCode }]);
    await ec2.deleteNetworkAclEntry(entry);
    await refuses(ec2.deleteNetworkAclEntry(entry), "InvalidNetworkAclEntry.NotFound");
    await ec2.deleteNetworkAcl({ NetworkAclId });
  });

  it("modifies rules of a security group, but neither into another kind nor into one twice", async () => {
    const made = { VpcId, GroupName: "rules", Description: "test" };
    const { GroupId = "" } = await ec2.createSecurityGroup(made);
    const tcp = { IpProtocol: "tcp", FromPort: 80, ToPort: 80 };
    const { SecurityGroupRules = [] } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ ...tcp, IpRanges: [{ CidrIp: "10.0.0.0/8" }, { CidrIp: "10.1.0.0/16" }] }],
    });
    const modify = (SecurityGroupRule: object) => {
      const { SecurityGroupRuleId } = SecurityGroupRules[0] ?? {};
      const rules = [{ SecurityGroupRuleId, SecurityGroupRule }];
      return ec2.modifySecurityGroupRules({ GroupId, SecurityGroupRules: rules });
    };
    await refuses(modify({ ...tcp, CidrIpv6: "::/0" }), "InvalidParameterValue");
    await refuses(modify({ ...tcp, CidrIpv4: "10.1.0.0/16" }), "InvalidPermission.Duplicate");
    await refuses(modify({ IpProtocol: "udp", CidrIpv4: "10.1.0.0/16" }), "InvalidParameterValue");
    await modify({ IpProtocol: "-1", CidrIpv4: "10.2.0.0/16", Description: "all" });
    const Filters = [{ Name: "group-id", Values: [GroupId] }];
    const { SecurityGroupRules: held } = await ec2.describeSecurityGroupRules({ Filters });
    expect(held?.filter(({ IsEgress }) => IsEgress === false)).toMatchObject([
      { IpProtocol: "-1", FromPort: -1, CidrIpv4: "10.2.0.0/16", Description: "all" },
      { IpProtocol: "tcp", FromPort: 80, CidrIpv4: "10.1.0.0/16" },
    ]);
    await ec2.deleteSecurityGroup({ GroupId });
  });
});

describe("RDS", () => {
  const rds = new RDS({ region, credentials, endpoint });
  const kms = new KMS({ region, credentials, endpoint });
  const DBInstanceIdentifier = "strata-watched";
  const DBParameterGroupName = "strata-parameters";
  const OptionGroupName = "strata-options";
  const SubscriptionName = "strata-events";
  const database = {
    DBInstanceIdentifier,
    DBInstanceClass: "db.m7g.large",
    Engine: "mysql",
    EngineVersion: "8.4.6",
    MasterUsername: "strata",
    ManageMasterUserPassword: true,
    AllocatedStorage: 20,
    DBParameterGroupName,
    OptionGroupName,
  };
  const insights = {
    EnablePerformanceInsights: true,
    PerformanceInsightsRetentionPeriod: 465,
    DatabaseInsightsMode: "advanced" as const,
  };
  const absent = `arn:aws:kms:${region}:123456789012:key/absent`;

  beforeAll(async () => {
    await rds.createDBParameterGroup({
      DBParameterGroupName,
      DBParameterGroupFamily: "mysql8.4",
      Description: "test",
    });
    await rds.createOptionGroup({
      OptionGroupName,
      EngineName: "mysql",
      MajorEngineVersion: "8.4",
      OptionGroupDescription: "test",
    });
    await rds.createDBInstance({ ...database, ...insights });
  });

  afterAll(async () => {
    await rds.deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true });
    await rds.deleteDBParameterGroup({ DBParameterGroupName });
    await rds.deleteOptionGroup({ OptionGroupName });
  });

  it("makes a database with all its settings", async () => {
    const { DBInstances } = await rds.describeDBInstances({ DBInstanceIdentifier });
    expect(DBInstances).toMatchObject([
      {
        PerformanceInsightsEnabled: true,
        PerformanceInsightsRetentionPeriod: 465,
        DatabaseInsightsMode: "advanced",
      },
    ]);
  });

  it.each([
    ["insights of a small class", { ...insights, DBInstanceClass: "db.t4g.micro" }],
    ["the advanced mode without insights", { DatabaseInsightsMode: "advanced" as const }],
  ])("refuses to make %s", async (_what, wrong) => {
    await expect(
      rds.createDBInstance({ ...database, ...wrong, DBInstanceIdentifier: "strata-wrong" }),
    ).rejects.toMatchObject({ name: expect.stringMatching(/^InvalidParameterCombination/) });
  });

  it("refuses a key that is not there", async () => {
    await expect(
      rds.createDBInstance({
        ...database,
        DBInstanceIdentifier: "strata-wrong",
        StorageEncrypted: true,
        KmsKeyId: absent,
      }),
    ).rejects.toMatchObject({ name: "KMSKeyNotAccessibleFault" });
  });

  it("refuses changes that do not go together", async () => {
    const { KeyMetadata } = await kms.createKey({});
    const change = (changes: object) => rds.modifyDBInstance({ DBInstanceIdentifier, ...changes });
    for (const wrong of [
      { EnablePerformanceInsights: false },
      { MonitoringInterval: 60 },
      { MasterUserSecretKmsKeyId: KeyMetadata?.Arn },
    ]) {
      await expect(change(wrong)).rejects.toMatchObject({
        name: expect.stringMatching(/^InvalidParameterCombination/),
      });
    }
    await expect(change({ OptionGroupName: "absent" })).rejects.toMatchObject({
      name: expect.stringMatching(/^OptionGroupNotFound/),
    });
    await change({ OptionGroupName: "default:mysql-8-4" });
    await change({ OptionGroupName });
  });

  it("answers who set a parameter, and resets it", async () => {
    const parameter = { ParameterName: "max_connections", ApplyMethod: "immediate" as const };
    const Parameters = [{ ...parameter, ParameterValue: "9" }];
    await rds.modifyDBParameterGroup({ DBParameterGroupName, Parameters });
    const set = () => rds.describeDBParameters({ DBParameterGroupName, Source: "user" });
    expect(await set()).toMatchObject({ Parameters: [{ ...Parameters[0], Source: "user" }] });
    const system = { DBParameterGroupName, Source: "system" };
    expect((await rds.describeDBParameters(system)).Parameters ?? []).toEqual([]);
    await rds.resetDBParameterGroup({ DBParameterGroupName, Parameters: [parameter] });
    expect((await set()).Parameters ?? []).toEqual([]);
  });

  it("keeps parameter and option groups that are used", async () => {
    await expect(rds.deleteDBParameterGroup({ DBParameterGroupName })).rejects.toMatchObject({
      name: expect.stringMatching(/^InvalidDBParameterGroupState/),
    });
    await expect(rds.deleteOptionGroup({ OptionGroupName })).rejects.toMatchObject({
      name: expect.stringMatching(/^InvalidOptionGroupState/),
    });
  });

  it("keeps port and security groups of an option", async () => {
    const option = { OptionName: "MEMCACHED", Port: 11211 };
    await rds.modifyOptionGroup({
      OptionGroupName,
      OptionsToInclude: [{ ...option, VpcSecurityGroupMemberships: ["sg-1"] }],
    });
    expect(await rds.describeOptionGroups({ OptionGroupName })).toMatchObject({
      OptionGroupsList: [
        {
          MajorEngineVersion: "8.4",
          Options: [{ ...option, VpcSecurityGroupMemberships: [{ VpcSecurityGroupId: "sg-1" }] }],
        },
      ],
    });
  });

  it("changes a subscription to events, to sources that are there", async () => {
    const SnsTopicArn = `arn:aws:sns:${region}:123456789012:ops`;
    await rds.createEventSubscription({
      SubscriptionName,
      SnsTopicArn,
      SourceType: "db-instance",
    });
    const add = (SourceIdentifier: string) =>
      rds.addSourceIdentifierToSubscription({ SubscriptionName, SourceIdentifier });
    await add(DBInstanceIdentifier);
    await expect(add("absent")).rejects.toMatchObject({
      name: expect.stringMatching(/^SourceNotFound/),
    });
    const described = () => rds.describeEventSubscriptions({ SubscriptionName });
    expect(await described()).toMatchObject({
      EventSubscriptionsList: [{ Enabled: true, SourceIdsList: [DBInstanceIdentifier] }],
    });
    await rds.modifyEventSubscription({ SubscriptionName, Enabled: false });
    await rds.removeSourceIdentifierFromSubscription({
      SubscriptionName,
      SourceIdentifier: DBInstanceIdentifier,
    });
    expect(await described()).toMatchObject({
      EventSubscriptionsList: [{ Enabled: false, CustomerAwsId: "123456789012" }],
    });
    await rds.deleteEventSubscription({ SubscriptionName });
  });
});

describe("what watches", () => {
  const sns = new SNS({ region, credentials, endpoint });
  const cloudWatch = new CloudWatch({ region, credentials, endpoint });
  const budgets = new Budgets({ region: "us-east-1", credentials, endpoint });

  it("answers what a topic was given, and refuses another topic of its name", async () => {
    const Name = "strata-watching";
    const { TopicArn } = await sns.createTopic({ Name, Tags: [{ Key: "a", Value: "b" }] });
    const change = (AttributeName: string, AttributeValue: string) =>
      sns.setTopicAttributes({ TopicArn, AttributeName, AttributeValue });
    await change("SignatureVersion", "2");
    await change("HTTPSuccessFeedbackSampleRate", "10");
    expect(await sns.getTopicAttributes({ TopicArn })).toMatchObject({
      Attributes: { SignatureVersion: "2", HTTPSuccessFeedbackSampleRate: "10" },
    });
    const invalid = { name: expect.stringMatching(/^InvalidParameter/) as unknown };
    await expect(change("Policy", "no document")).rejects.toMatchObject(invalid);
    await expect(sns.createTopic({ Name, Tags: [{ Key: "a", Value: "c" }] })).rejects.toMatchObject(
      invalid,
    );
    await sns.deleteTopic({ TopicArn });
  });

  it("lets a subscription wait for its confirmation, and keeps it until then", async () => {
    const { TopicArn } = await sns.createTopic({ Name: "strata-waiting" });
    const subscribe = async (Protocol: string, Endpoint: string) =>
      (await sns.subscribe({ TopicArn, Protocol, Endpoint, ReturnSubscriptionArn: true }))
        .SubscriptionArn;
    const email = await subscribe("email", "ops@example.com");
    const attributes = (SubscriptionArn?: string) =>
      sns.getSubscriptionAttributes({ SubscriptionArn });
    expect(await attributes(email)).toMatchObject({ Attributes: { PendingConfirmation: "true" } });
    await expect(sns.unsubscribe({ SubscriptionArn: email })).rejects.toThrow(/pending/);
    const queue = await subscribe("sqs", `arn:aws:sqs:${region}:123456789012:ops`);
    expect(await attributes(queue)).toMatchObject({ Attributes: { PendingConfirmation: "false" } });
    await sns.unsubscribe({ SubscriptionArn: queue });
    await sns.deleteTopic({ TopicArn });
    await expect(attributes(email)).rejects.toMatchObject({
      name: expect.stringMatching(/^NotFound/),
    });
  });

  it("makes composite alarms, and keeps the alarms of their rules", async () => {
    const invalid = { name: expect.stringMatching(/^Validation/) as unknown };
    const composite = { AlarmName: "strata-all", AlarmRule: 'ALARM("strata-one")' };
    await expect(cloudWatch.putCompositeAlarm(composite)).rejects.toMatchObject(invalid);
    await cloudWatch.putMetricAlarm({
      AlarmName: "strata-one",
      Namespace: "AWS/RDS",
      MetricName: "CPUUtilization",
      Statistic: "Average",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
    });
    await cloudWatch.putCompositeAlarm(composite);
    const remove = (...AlarmNames: string[]) => cloudWatch.deleteAlarms({ AlarmNames });
    await expect(remove("strata-one")).rejects.toMatchObject(invalid);
    await remove("strata-all", "strata-one");
    expect((await cloudWatch.describeAlarms({ AlarmNames: ["strata-one"] })).MetricAlarms).toEqual(
      [],
    );
  });

  it("changes the key of a log group to one that lets the service use it", async () => {
    const logs = new CloudWatchLogs({ region, credentials, endpoint });
    const kms = new KMS({ region, credentials, endpoint });
    const logGroupName = "strata-encrypted";
    await logs.createLogGroup({ logGroupName });
    const keyFor = async (Service: string) => {
      const Statement = [{ Effect: "Allow", Principal: { Service }, Action: "*", Resource: "*" }];
      return (await kms.createKey({ Policy: JSON.stringify({ Statement }) })).KeyMetadata?.Arn;
    };
    const held = async () =>
      (await logs.describeLogGroups({ logGroupNamePrefix: logGroupName })).logGroups?.[0]?.kmsKeyId;
    const kmsKeyId = await keyFor(`logs.${region}.amazonaws.com`);
    await logs.associateKmsKey({ logGroupName, kmsKeyId });
    expect(await held()).toBe(kmsKeyId);
    await expect(
      logs.associateKmsKey({ logGroupName, kmsKeyId: await keyFor("s3.amazonaws.com") }),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
    await logs.disassociateKmsKey({ logGroupName });
    expect(await held()).toBeUndefined();
    await logs.deleteLogGroup({ logGroupName });
  });

  it("changes and tags a budget, and answers who is notified", async () => {
    const parts = { AccountId: "123456789012", BudgetName: "strata-costs" };
    const Budget = {
      BudgetName: parts.BudgetName,
      BudgetType: "COST" as const,
      TimeUnit: "MONTHLY" as const,
      BudgetLimit: { Amount: "10", Unit: "USD" },
    };
    const Notification = {
      NotificationType: "ACTUAL" as const,
      ComparisonOperator: "GREATER_THAN" as const,
      Threshold: 80,
    };
    const Subscribers = [{ SubscriptionType: "EMAIL" as const, Address: "ops@example.com" }];
    const ResourceARN = `arn:aws:budgets::${parts.AccountId}:budget/${parts.BudgetName}`;
    await budgets.createBudget({
      AccountId: parts.AccountId,
      Budget,
      ResourceTags: [{ Key: "a", Value: "b" }],
    });
    await budgets.createNotification({ ...parts, Notification, Subscribers });
    await expect(
      budgets.createNotification({ ...parts, Notification, Subscribers }),
    ).rejects.toMatchObject({ name: "DuplicateRecordException" });
    await budgets.updateBudget({
      AccountId: parts.AccountId,
      NewBudget: { ...Budget, BudgetLimit: { Amount: "20", Unit: "USD" } },
    });
    expect(await budgets.describeBudget(parts)).toMatchObject({
      Budget: { BudgetLimit: { Amount: "20.0" } },
    });
    expect(
      await budgets.describeSubscribersForNotification({ ...parts, Notification }),
    ).toMatchObject({ Subscribers });
    await budgets.untagResource({ ResourceARN, ResourceTagKeys: ["a"] });
    await budgets.tagResource({ ResourceARN, ResourceTags: [{ Key: "c", Value: "d" }] });
    expect(await budgets.listTagsForResource({ ResourceARN })).toMatchObject({
      ResourceTags: [{ Key: "c", Value: "d" }],
    });
    await budgets.deleteBudget(parts);
  });
});
