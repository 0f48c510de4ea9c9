import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EC2 } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAM } from "@aws-sdk/client-iam";
import { RDS } from "@aws-sdk/client-rds";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";

import type { SandboxFacts } from "./scratch-workspace.ts";

/** Clients of the AWS SDK for the sandbox, made from nothing but what `sandbox:status` prints. */
export function cloudOf({ endpoint, region, credentials }: SandboxFacts) {
  const settings = { endpoint, region, credentials };
  return {
    autoScaling: new AutoScaling(settings),
    cloudWatch: new CloudWatch(settings),
    ec2: new EC2(settings),
    elb: new ElasticLoadBalancingV2(settings),
    iam: new IAM(settings),
    logs: new CloudWatchLogs(settings),
    rds: new RDS(settings),
    s3: new S3({ ...settings, forcePathStyle: true }),
    secrets: new SecretsManager(settings),
  };
}

export type Cloud = ReturnType<typeof cloudOf>;

/** Everything there is, by kind: ids and names as the API lists them. */
export async function inventory(
  cloud: Cloud,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { autoScaling, cloudWatch, ec2, elb, iam, logs, rds, s3, secrets } = cloud;
  const balancers = (await elb.describeLoadBalancers({})).LoadBalancers ?? [];
  const listeners = await Promise.all(
    balancers.map(({ LoadBalancerArn }) => elb.describeListeners({ LoadBalancerArn })),
  );
  const lists: Record<string, (string | undefined)[]> = {
    vpcs: (await ec2.describeVpcs({})).Vpcs?.map((x) => x.VpcId) ?? [],
    subnets: (await ec2.describeSubnets({})).Subnets?.map((x) => x.SubnetId) ?? [],
    gateways:
      (await ec2.describeInternetGateways({})).InternetGateways?.map((x) => x.InternetGatewayId) ??
      [],
    routeTables: (await ec2.describeRouteTables({})).RouteTables?.map((x) => x.RouteTableId) ?? [],
    groups: (await ec2.describeSecurityGroups({})).SecurityGroups?.map((x) => x.GroupId) ?? [],
    templates:
      (await ec2.describeLaunchTemplates({})).LaunchTemplates?.map((x) => x.LaunchTemplateId) ?? [],
    flowLogs: (await ec2.describeFlowLogs({})).FlowLogs?.map((x) => x.FlowLogId) ?? [],
    interfaces:
      (await ec2.describeNetworkInterfaces({})).NetworkInterfaces?.map(
        (x) => x.NetworkInterfaceId,
      ) ?? [],
    volumes: (await ec2.describeVolumes({})).Volumes?.map((x) => x.VolumeId) ?? [],
    instances:
      (await ec2.describeInstances({})).Reservations?.flatMap((x) => x.Instances ?? [])
        .filter((x) => x.State?.Name !== "terminated")
        .map((x) => x.InstanceId) ?? [],
    balancers: balancers.map((x) => x.LoadBalancerArn),
    listeners: listeners.flatMap((x) => x.Listeners ?? []).map((x) => x.ListenerArn),
    targetGroups:
      (await elb.describeTargetGroups({})).TargetGroups?.map((x) => x.TargetGroupArn) ?? [],
    scalingGroups:
      (await autoScaling.describeAutoScalingGroups({})).AutoScalingGroups?.map(
        (x) => x.AutoScalingGroupName,
      ) ?? [],
    databases:
      (await rds.describeDBInstances({})).DBInstances?.map((x) => x.DBInstanceIdentifier) ?? [],
    databaseSubnets:
      (await rds.describeDBSubnetGroups({})).DBSubnetGroups?.map((x) => x.DBSubnetGroupName) ?? [],
    snapshots:
      (await rds.describeDBSnapshots({})).DBSnapshots?.map((x) => x.DBSnapshotIdentifier) ?? [],
    buckets: (await s3.listBuckets({})).Buckets?.map((x) => x.Name) ?? [],
    roles: (await iam.listRoles({})).Roles?.map((x) => x.RoleName) ?? [],
    policies: (await iam.listPolicies({ Scope: "Local" })).Policies?.map((x) => x.Arn) ?? [],
    profiles:
      (await iam.listInstanceProfiles({})).InstanceProfiles?.map((x) => x.InstanceProfileName) ??
      [],
    secrets: (await secrets.listSecrets({})).SecretList?.map((x) => x.Name) ?? [],
    logGroups: (await logs.describeLogGroups({})).logGroups?.map((x) => x.logGroupName) ?? [],
    alarms: (await cloudWatch.describeAlarms({})).MetricAlarms?.map((x) => x.AlarmName) ?? [],
  };
  return Object.fromEntries(
    Object.entries(lists).map(([kind, ids]) => [kind, ids.map(String).sort()]),
  );
}
