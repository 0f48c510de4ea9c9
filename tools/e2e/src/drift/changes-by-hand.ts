import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";

import type { Cloud } from "../workspace/cloud.ts";
import type { RecordedResource } from "../workspace/recorded-state.ts";

/** What somebody did to one resource, past Pulumi, and how a drift check must tell it. */
export interface ChangeByHand {
  readonly layer: string;
  /** Type and logical name. */
  readonly resource: readonly [type: string, name: string];
  /** @param of finds any other resource of the environment */
  readonly does: (cloud: Cloud, own: RecordedResource, of: Find) => Promise<unknown>;
  /**
   * Every input that differs then, and how, without the places in lists; "gone" where the resource itself is.
   */
  readonly shows: readonly string[] | "gone";
}

export type Find = (type: string, name: string) => RecordedResource;

const SOMEBODY = { Key: "owner", Value: "somebody" };
/** A default tag with another value than the provider gives it is one of the resource's own. */
const OWNER_CHANGED = ["add tags.owner", "update tagsAll.owner"];
/** The same where the program gives the resource no tags of its own. */
const OWNER_CHANGED_ALONE = ["add tags", "update tagsAll.owner"];

const ANYBODY = document({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { AWS: "*" },
});
const EVERYTHING = document({ Effect: "Allow", Action: "*", Resource: "*" });

/** At least one change to every resource type of the four layers, to be made all at once. */
export const changesByHand: readonly ChangeByHand[] = [
  {
    layer: "network",
    resource: ["aws:ec2/vpc:Vpc", "main"],
    does: async ({ ec2 }, { id: VpcId = "" }) => {
      await ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: false } });
      await ec2.modifyVpcAttribute({ VpcId, EnableDnsSupport: { Value: false } });
      await ec2.createTags({ Resources: [VpcId], Tags: [SOMEBODY] });
    },
    shows: ["update enableDnsHostnames", "update enableDnsSupport", ...OWNER_CHANGED],
  },
  {
    layer: "network",
    resource: ["aws:ec2/internetGateway:InternetGateway", "main"],
    does: ({ ec2 }, { id = "" }) => ec2.deleteTags({ Resources: [id], Tags: [{ Key: "Name" }] }),
    shows: ["delete tags.Name", "delete tagsAll.Name"],
  },
  {
    layer: "network",
    resource: ["aws:ec2/subnet:Subnet", "public-a"],
    does: async ({ ec2 }, { id: SubnetId = "" }) => {
      await ec2.modifySubnetAttribute({ SubnetId, MapPublicIpOnLaunch: { Value: true } });
      const EnableResourceNameDnsARecordOnLaunch = { Value: true };
      await ec2.modifySubnetAttribute({ SubnetId, EnableResourceNameDnsARecordOnLaunch });
    },
    shows: ["update mapPublicIpOnLaunch", "update enableResourceNameDnsARecordOnLaunch"],
  },
  {
    layer: "network",
    resource: ["aws:ec2/subnet:Subnet", "private-b"],
    does: ({ ec2 }, { id = "" }) => ec2.createTags({ Resources: [id], Tags: [SOMEBODY] }),
    shows: [...OWNER_CHANGED],
  },
  {
    layer: "network",
    resource: ["aws:ec2/routeTable:RouteTable", "public"],
    does: ({ ec2 }, { id: RouteTableId }, of) =>
      ec2.createRoute({
        RouteTableId,
        DestinationCidrBlock: "192.168.0.0/16",
        GatewayId: of("aws:ec2/internetGateway:InternetGateway", "main").id,
      }),
    shows: ["add routes[]"],
  },
  {
    layer: "network",
    resource: ["aws:ec2/subnet:Subnet", "private-c"],
    does: ({ ec2 }, { id = "" }) => ec2.deleteTags({ Resources: [id], Tags: [{ Key: "layer" }] }),
    shows: ["delete tagsAll.layer"],
  },
  {
    layer: "network",
    resource: ["aws:ec2/routeTableAssociation:RouteTableAssociation", "public-b"],
    does: async ({ ec2 }, { id: AssociationId }, of) => {
      const { mainRouteTableId } = of("aws:ec2/vpc:Vpc", "main").outputs;
      const RouteTableId = String(mainRouteTableId);
      await ec2.replaceRouteTableAssociation({ AssociationId, RouteTableId });
    },
    shows: ["update routeTableId"],
  },
  {
    layer: "network",
    resource: ["aws:ec2/routeTableAssociation:RouteTableAssociation", "public-c"],
    does: ({ ec2 }, { id: AssociationId }) => ec2.disassociateRouteTable({ AssociationId }),
    shows: "gone",
  },
  {
    layer: "network",
    resource: ["aws:ec2/securityGroup:SecurityGroup", "strata-local-network-alb"],
    does: async ({ ec2 }, { id: GroupId = "" }) => {
      const IpRanges = [{ CidrIp: "0.0.0.0/0" }];
      await ec2.authorizeSecurityGroupIngress({
        GroupId,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges }],
      });
      await ec2.createTags({ Resources: [GroupId], Tags: [SOMEBODY] });
    },
    shows: ["add ingress[]", ...OWNER_CHANGED],
  },
  {
    layer: "network",
    resource: ["aws:ec2/securityGroup:SecurityGroup", "strata-local-network-app"],
    does: async ({ ec2 }, { id: GroupId = "" }) => {
      const found = await ec2.describeSecurityGroups({ GroupIds: [GroupId] });
      const IpPermissions = found.SecurityGroups?.[0]?.IpPermissionsEgress;
      await ec2.revokeSecurityGroupEgress({ GroupId, IpPermissions });
    },
    shows: ["delete egress[]"],
  },
  {
    layer: "network",
    resource: ["aws:ec2/securityGroup:SecurityGroup", "strata-local-network-db"],
    does: async ({ ec2 }, { id: GroupId }, of) => {
      const app = of("aws:ec2/securityGroup:SecurityGroup", "strata-local-network-app").id;
      const port = { IpProtocol: "tcp", FromPort: 3306, ToPort: 3306 };
      const from = (Description: string) => [
        { ...port, UserIdGroupPairs: [{ GroupId: app, Description }] },
      ];
      await ec2.updateSecurityGroupRuleDescriptionsIngress({
        GroupId,
        IpPermissions: from("For whom?"),
      });
      const IpRanges = [{ CidrIp: "0.0.0.0/0" }];
      await ec2.authorizeSecurityGroupEgress({
        GroupId,
        IpPermissions: [{ IpProtocol: "-1", IpRanges }],
      });
    },
    shows: ["update ingress[]", "add egress[]"],
  },
  {
    layer: "data",
    resource: ["aws:s3/bucket:Bucket", "data"],
    does: ({ s3 }, { id: Bucket }) =>
      s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: "team", Value: "nobody" }] } }),
    shows: [
      "add tags",
      "add tagsAll.team",
      "delete tagsAll.project",
      "delete tagsAll.environment",
      "delete tagsAll.layer",
      "delete tagsAll.owner",
      'delete tagsAll["managed-by"]',
      "delete tagsAll.repository",
    ],
  },
  {
    layer: "data",
    resource: [
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "data-encryption",
    ],
    does: ({ s3 }, { id: Bucket }) =>
      s3.putBucketEncryption({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }],
        },
      }),
    shows: ["update rules[]"],
  },
  {
    layer: "data",
    resource: [
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "logs-encryption",
    ],
    does: ({ s3 }, { id: Bucket }) =>
      s3.putBucketEncryption({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
              BucketKeyEnabled: true,
            },
          ],
        },
      }),
    shows: ["update rules[]"],
  },
  {
    layer: "data",
    resource: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "data-public-access"],
    does: ({ s3 }, { id: Bucket }) =>
      s3.putPublicAccessBlock({
        Bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: false,
          BlockPublicPolicy: false,
          IgnorePublicAcls: false,
          RestrictPublicBuckets: false,
        },
      }),
    shows: [
      "update blockPublicAcls",
      "update blockPublicPolicy",
      "update ignorePublicAcls",
      "update restrictPublicBuckets",
    ],
  },
  {
    layer: "data",
    resource: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "logs-public-access"],
    does: ({ s3 }, { id: Bucket }) => s3.deletePublicAccessBlock({ Bucket }),
    shows: "gone",
  },
  {
    layer: "data",
    resource: ["aws:rds/subnetGroup:SubnetGroup", "strata-local-data-main"],
    does: async ({ rds }, { id: DBSubnetGroupName, outputs }, of) => {
      await rds.modifyDBSubnetGroup({
        DBSubnetGroupName,
        DBSubnetGroupDescription: "changed",
        SubnetIds: ["a", "b"].map(
          (zone) => of("aws:ec2/subnet:Subnet", `private-${zone}`).id ?? "",
        ),
      });
      await rds.addTagsToResource({ ResourceName: String(outputs.arn), Tags: [SOMEBODY] });
    },
    shows: ["update description", "delete subnetIds[]", ...OWNER_CHANGED_ALONE],
  },
  {
    layer: "data",
    resource: ["aws:rds/instance:Instance", "main"],
    does: async ({ rds }, { outputs }, of) => {
      const ResourceName = String(outputs.arn);
      await rds.removeTagsFromResource({ ResourceName, TagKeys: ["layer"] });
      await rds.modifyDBInstance({
        DBInstanceIdentifier: String(outputs.identifier),
        ApplyImmediately: true,
        NewDBInstanceIdentifier: "somebody-renamed-it",
        AllocatedStorage: 40,
        AllowMajorVersionUpgrade: true,
        AutoMinorVersionUpgrade: false,
        BackupRetentionPeriod: 7,
        CACertificateIdentifier: "rds-ca-rsa4096-g1",
        CopyTagsToSnapshot: false,
        DBInstanceClass: "db.t3.small",
        DeletionProtection: true,
        EnableIAMDatabaseAuthentication: false,
        EngineVersion: "9.1.0",
        MonitoringInterval: 60,
        MonitoringRoleArn: String(of("aws:iam/role:Role", "strata-local-compute-web").outputs.arn),
        MultiAZ: true,
        PubliclyAccessible: true,
        StorageType: "gp2",
        VpcSecurityGroupIds: [
          of("aws:ec2/securityGroup:SecurityGroup", "strata-local-network-app").id ?? "",
        ],
      });
    },
    shows: [
      "update allocatedStorage",
      "update autoMinorVersionUpgrade",
      "update backupRetentionPeriod",
      "update caCertIdentifier",
      "update copyTagsToSnapshot",
      "update deletionProtection",
      "update engineVersion",
      "update iamDatabaseAuthenticationEnabled",
      "update identifier",
      "update instanceClass",
      "update monitoringInterval",
      "update multiAz",
      "update publiclyAccessible",
      "update storageType",
      "update vpcSecurityGroupIds[]",
      "delete tagsAll.layer",
    ],
  },
  {
    layer: "compute",
    resource: ["aws:lb/loadBalancer:LoadBalancer", "strata-local-compute-web"],
    does: async ({ elb }, { id: LoadBalancerArn = "" }, of) => {
      await elb.modifyLoadBalancerAttributes({
        LoadBalancerArn,
        Attributes: [
          { Key: "client_keep_alive.seconds", Value: "60" },
          { Key: "deletion_protection.enabled", Value: "true" },
          { Key: "idle_timeout.timeout_seconds", Value: "120" },
          { Key: "routing.http.desync_mitigation_mode", Value: "monitor" },
          { Key: "routing.http.drop_invalid_header_fields.enabled", Value: "false" },
          { Key: "routing.http.preserve_host_header.enabled", Value: "true" },
          {
            Key: "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
            Value: "true",
          },
          { Key: "routing.http.xff_client_port.enabled", Value: "true" },
          { Key: "routing.http.xff_header_processing.mode", Value: "remove" },
          { Key: "routing.http2.enabled", Value: "false" },
          { Key: "waf.fail_open.enabled", Value: "true" },
          { Key: "zonal_shift.config.enabled", Value: "true" },
        ],
      });
      const app = of("aws:ec2/securityGroup:SecurityGroup", "strata-local-network-app").id ?? "";
      await elb.setSecurityGroups({ LoadBalancerArn, SecurityGroups: [app] });
      const Subnets = ["a", "b"].map((zone) => of("aws:ec2/subnet:Subnet", `public-${zone}`).id);
      await elb.setSubnets({ LoadBalancerArn, Subnets: Subnets.map(String) });
      await elb.addTags({ ResourceArns: [LoadBalancerArn], Tags: [SOMEBODY] });
    },
    shows: [
      "update clientKeepAlive",
      "update desyncMitigationMode",
      "update dropInvalidHeaderFields",
      "update enableDeletionProtection",
      "update enableHttp2",
      "update enableTlsVersionAndCipherSuiteHeaders",
      "update enableWafFailOpen",
      "update enableXffClientPort",
      "update enableZonalShift",
      "update idleTimeout",
      "update preserveHostHeader",
      "update xffHeaderProcessingMode",
      "update securityGroups[]",
      "delete subnets[]",
      ...OWNER_CHANGED_ALONE,
    ],
  },
  {
    layer: "compute",
    resource: ["aws:lb/targetGroup:TargetGroup", "strata-local-compute-web"],
    does: async ({ elb }, { id: TargetGroupArn = "" }) => {
      await elb.modifyTargetGroup({
        TargetGroupArn,
        HealthCheckPath: "/else",
        HealthCheckIntervalSeconds: 60,
        HealthyThresholdCount: 5,
        Matcher: { HttpCode: "200-299" },
      });
      await elb.modifyTargetGroupAttributes({
        TargetGroupArn,
        Attributes: [
          { Key: "deregistration_delay.timeout_seconds", Value: "10" },
          { Key: "slow_start.duration_seconds", Value: "30" },
        ],
      });
      await elb.removeTags({ ResourceArns: [TargetGroupArn], TagKeys: ["owner"] });
    },
    shows: [
      "update deregistrationDelay",
      "update healthCheck.healthyThreshold",
      "update healthCheck.interval",
      "update healthCheck.matcher",
      "update healthCheck.path",
      "update slowStart",
      "delete tagsAll.owner",
    ],
  },
  {
    layer: "compute",
    resource: ["aws:lb/listener:Listener", "web"],
    does: async ({ elb }, { id: ListenerArn = "" }) => {
      await elb.modifyListener({
        ListenerArn,
        Port: 8080,
        DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "503" } }],
      });
      await elb.addTags({ ResourceArns: [ListenerArn], Tags: [SOMEBODY] });
    },
    shows: [
      "update port",
      "update defaultActions[].type",
      "add defaultActions[].fixedResponse",
      "delete defaultActions[].targetGroupArn",
      ...OWNER_CHANGED_ALONE,
    ],
  },
  {
    layer: "compute",
    resource: ["aws:iam/role:Role", "strata-local-compute-web"],
    does: async ({ iam }, { id: RoleName }) => {
      await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: ANYBODY });
      await iam.updateRole({ RoleName, Description: "changed", MaxSessionDuration: 7200 });
      await iam.putRolePermissionsBoundary({
        RoleName,
        PermissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      });
      await iam.tagRole({ RoleName, Tags: [SOMEBODY] });
    },
    shows: [
      "update assumeRolePolicy",
      "update description",
      "update maxSessionDuration",
      "add permissionsBoundary",
      ...OWNER_CHANGED_ALONE,
    ],
  },
  {
    layer: "compute",
    resource: ["aws:iam/rolePolicy:RolePolicy", "strata-local-compute-web-data"],
    does: ({ iam }, { outputs }) =>
      iam.putRolePolicy({
        RoleName: String(outputs.role),
        PolicyName: String(outputs.name),
        PolicyDocument: EVERYTHING,
      }),
    shows: ["update policy"],
  },
  {
    layer: "compute",
    resource: ["aws:iam/rolePolicy:RolePolicy", "strata-local-compute-web-logs"],
    does: ({ iam }, { outputs }) =>
      iam.deleteRolePolicy({ RoleName: String(outputs.role), PolicyName: String(outputs.name) }),
    shows: "gone",
  },
  {
    layer: "compute",
    resource: ["aws:iam/instanceProfile:InstanceProfile", "strata-local-compute-web"],
    does: async ({ iam }, { id: InstanceProfileName, outputs }) => {
      const RoleName = String(outputs.role);
      await iam.removeRoleFromInstanceProfile({ InstanceProfileName, RoleName });
      await iam.untagInstanceProfile({ InstanceProfileName, TagKeys: ["layer"] });
    },
    shows: ["delete role", "delete tagsAll.layer"],
  },
  {
    layer: "compute",
    resource: ["aws:ec2/launchTemplate:LaunchTemplate", "strata-local-compute-web"],
    does: async ({ ec2 }, { id: LaunchTemplateId = "" }, of) => {
      const versions = { LaunchTemplateId, Versions: ["$Latest"] };
      const { LaunchTemplateVersions } = await ec2.describeLaunchTemplateVersions(versions);
      const data = LaunchTemplateVersions?.[0]?.LaunchTemplateData;
      // What the template launches; its own tags are among them here.
      const ofInstances = (data?.TagSpecifications ?? []).filter(
        ({ ResourceType }) => ResourceType === "instance",
      );
      await ec2.createLaunchTemplateVersion({
        LaunchTemplateId,
        LaunchTemplateData: {
          ...(data as RequestLaunchTemplateData),
          BlockDeviceMappings: data?.BlockDeviceMappings?.map((mapping) => ({
            ...mapping,
            Ebs: { ...mapping.Ebs, VolumeSize: 100 },
          })) as RequestLaunchTemplateData["BlockDeviceMappings"],
          IamInstanceProfile: { Arn: "arn:aws:iam::123456789012:instance-profile/somebody" },
          ImageId: "ami-12c6146b",
          InstanceType: "t3.large",
          MetadataOptions: { ...data?.MetadataOptions, HttpTokens: "optional" },
          Monitoring: { Enabled: true },
          SecurityGroupIds: [
            of("aws:ec2/securityGroup:SecurityGroup", "strata-local-network-db").id ?? "",
          ],
          TagSpecifications: ofInstances.map((spec) => ({
            ...spec,
            Tags: [...(spec.Tags ?? []).filter(({ Key }) => Key !== SOMEBODY.Key), SOMEBODY],
          })),
          UserData: Buffer.from("#!/bin/sh").toString("base64"),
        },
      });
      await ec2.createTags({ Resources: [LaunchTemplateId], Tags: [SOMEBODY] });
    },
    shows: [
      "update blockDeviceMappings[].ebs.volumeSize",
      "update iamInstanceProfile.arn",
      "update imageId",
      "update instanceType",
      "update metadataOptions.httpTokens",
      "update monitoring.enabled",
      "delete tagSpecifications[]",
      "delete tagSpecifications[]",
      "update tagSpecifications[].tags.owner",
      "update userData",
      "update vpcSecurityGroupIds[]",
      ...OWNER_CHANGED_ALONE,
    ],
  },
  {
    layer: "compute",
    resource: ["aws:autoscaling/group:Group", "strata-local-compute-web"],
    does: async ({ autoScaling }, { id: AutoScalingGroupName = "", outputs }, of) => {
      const TargetGroupARNs = outputs.targetGroupArns as string[];
      await autoScaling.detachLoadBalancerTargetGroups({ AutoScalingGroupName, TargetGroupARNs });
      await autoScaling.updateAutoScalingGroup({
        AutoScalingGroupName,
        MinSize: 1,
        MaxSize: 7,
        HealthCheckType: "EC2",
        HealthCheckGracePeriod: 60,
        NewInstancesProtectedFromScaleIn: true,
        VPCZoneIdentifier: of("aws:ec2/subnet:Subnet", "private-a").id,
        LaunchTemplate: {
          LaunchTemplateId: of("aws:ec2/launchTemplate:LaunchTemplate", "strata-local-compute-web")
            .id,
          Version: "2",
        },
      });
      const ScalingProcesses = ["AZRebalance"];
      await autoScaling.suspendProcesses({ AutoScalingGroupName, ScalingProcesses });
      await autoScaling.createOrUpdateTags({
        Tags: [
          {
            ...SOMEBODY,
            ResourceId: AutoScalingGroupName,
            ResourceType: "auto-scaling-group",
            PropagateAtLaunch: true,
          },
        ],
      });
    },
    shows: [
      "update healthCheckGracePeriod",
      "update healthCheckType",
      "update launchTemplate.version",
      "update maxSize",
      "update minSize",
      "update protectFromScaleIn",
      "add suspendedProcesses",
      "update tags[]",
      "delete targetGroupArns[]",
      "delete vpcZoneIdentifiers[]",
      "delete vpcZoneIdentifiers[]",
    ],
  },
  {
    layer: "observability",
    resource: ["aws:cloudwatch/logGroup:LogGroup", "app"],
    does: async ({ logs }, { id: logGroupName, outputs }) => {
      await logs.putRetentionPolicy({ logGroupName, retentionInDays: 365 });
      await logs.tagResource({ resourceArn: String(outputs.arn), tags: { owner: "somebody" } });
    },
    shows: ["update retentionInDays", ...OWNER_CHANGED_ALONE],
  },
  {
    layer: "observability",
    resource: ["aws:cloudwatch/logGroup:LogGroup", "flow"],
    does: ({ logs }, { id: logGroupName }) => logs.deleteRetentionPolicy({ logGroupName }),
    shows: ["update retentionInDays"],
  },
  {
    layer: "observability",
    resource: ["aws:iam/role:Role", "strata-local-observability-flow"],
    does: ({ iam }, { id: RoleName }) =>
      iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: ANYBODY }),
    shows: ["update assumeRolePolicy"],
  },
  {
    layer: "observability",
    resource: ["aws:iam/policy:Policy", "strata-local-observability-flow"],
    does: async ({ iam }, { id: PolicyArn }) => {
      await iam.createPolicyVersion({ PolicyArn, PolicyDocument: EVERYTHING, SetAsDefault: true });
      await iam.tagPolicy({ PolicyArn, Tags: [SOMEBODY] });
    },
    shows: ["update policy", ...OWNER_CHANGED_ALONE],
  },
  {
    layer: "observability",
    resource: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "flow"],
    does: ({ iam }, { outputs }) =>
      iam.detachRolePolicy({
        RoleName: String(outputs.role),
        PolicyArn: String(outputs.policyArn),
      }),
    shows: "gone",
  },
  {
    layer: "observability",
    resource: ["aws:ec2/flowLog:FlowLog", "flow"],
    does: ({ ec2 }, { id = "" }) => ec2.createTags({ Resources: [id], Tags: [SOMEBODY] }),
    shows: [...OWNER_CHANGED],
  },
  {
    layer: "observability",
    resource: ["aws:cloudwatch/metricAlarm:MetricAlarm", "rds-cpu"],
    does: ({ cloudWatch }, { id: AlarmName }) =>
      cloudWatch.putMetricAlarm({
        AlarmName,
        MetricName: "Another",
        Namespace: "AWS/EC2",
        Dimensions: [{ Name: "DBInstanceIdentifier", Value: "another" }],
        AlarmDescription: "changed",
        AlarmActions: ["arn:aws:sns:us-east-1:123456789012:somebody"],
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
        EvaluationPeriods: 5,
        Period: 60,
        Statistic: "Maximum",
        Threshold: 99,
        TreatMissingData: "ignore",
      }),
    shows: [
      "add alarmActions",
      "update alarmDescription",
      "update comparisonOperator",
      "update dimensions.DBInstanceIdentifier",
      "update evaluationPeriods",
      "update metricName",
      "update namespace",
      "update period",
      "update statistic",
      "update threshold",
      "update treatMissingData",
    ],
  },
  {
    layer: "observability",
    resource: ["aws:cloudwatch/metricAlarm:MetricAlarm", "alb-5xx"],
    does: async ({ cloudWatch }, { id = "", outputs }) => {
      await cloudWatch.disableAlarmActions({ AlarmNames: [id] });
      await cloudWatch.tagResource({ ResourceARN: String(outputs.arn), Tags: [SOMEBODY] });
    },
    shows: ["update actionsEnabled", ...OWNER_CHANGED_ALONE],
  },
];

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
