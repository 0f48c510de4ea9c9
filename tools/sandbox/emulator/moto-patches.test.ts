import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { Backup } from "@aws-sdk/client-backup";
import { EC2, type InstanceNetworkInterfaceSpecification } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
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
