import { ACM } from "@aws-sdk/client-acm";
import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { Backup } from "@aws-sdk/client-backup";
import { Budgets } from "@aws-sdk/client-budgets";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EC2 } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { RDS } from "@aws-sdk/client-rds";
import { Route53 } from "@aws-sdk/client-route-53";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SNS } from "@aws-sdk/client-sns";
import { STS } from "@aws-sdk/client-sts";
import { WAFV2 } from "@aws-sdk/client-wafv2";

import type { SandboxFacts } from "./scratch-workspace.ts";

/** Clients of the AWS SDK for the sandbox, made from nothing but what `sandbox:status` prints. */
export function cloudOf({ endpoint, region, credentials }: SandboxFacts) {
  const settings = { endpoint, region, credentials };
  return {
    acm: new ACM(settings),
    autoScaling: new AutoScaling(settings),
    backup: new Backup(settings),
    budgets: new Budgets(settings),
    cloudWatch: new CloudWatch(settings),
    ec2: new EC2(settings),
    elb: new ElasticLoadBalancingV2(settings),
    iam: new IAM(settings),
    kms: new KMS(settings),
    logs: new CloudWatchLogs(settings),
    rds: new RDS(settings),
    route53: new Route53(settings),
    s3: new S3({ ...settings, forcePathStyle: true }),
    secrets: new SecretsManager(settings),
    sns: new SNS(settings),
    sts: new STS(settings),
    waf: new WAFV2(settings),
  };
}

export type Cloud = ReturnType<typeof cloudOf>;

/** Ids and names as the API lists them. */
type Lists = Record<string, readonly (string | undefined)[]>;

/**
 * Everything there is, by kind: ids and names as the API lists them. What AWS only shows for a while after its end is
 * not there: a terminated instance, a deleted NAT gateway or endpoint, a key that waits for its deletion.
 */
export async function inventory(
  cloud: Cloud,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const parts = await Promise.all([
    network(cloud),
    machines(cloud),
    balancing(cloud),
    databases(cloud),
    identities(cloud),
    keysAndStorage(cloud),
    names(cloud),
    monitoring(cloud),
  ]);
  const lists = parts.flatMap((part) => Object.entries(part));
  return Object.fromEntries(lists.map(([kind, ids]) => [kind, ids.map(String).sort()]));
}

async function network({ ec2 }: Cloud): Promise<Lists> {
  const gateways = (await ec2.describeInternetGateways({})).InternetGateways ?? [];
  const natGateways = (await ec2.describeNatGateways({})).NatGateways ?? [];
  const endpoints = (await ec2.describeVpcEndpoints({})).VpcEndpoints ?? [];
  const interfaces = (await ec2.describeNetworkInterfaces({})).NetworkInterfaces ?? [];
  return {
    vpcs: (await ec2.describeVpcs({})).Vpcs?.map((x) => x.VpcId) ?? [],
    subnets: (await ec2.describeSubnets({})).Subnets?.map((x) => x.SubnetId) ?? [],
    gateways: gateways.map((x) => x.InternetGatewayId),
    natGateways: natGateways.filter((x) => x.State !== "deleted").map((x) => x.NatGatewayId),
    addresses: (await ec2.describeAddresses({})).Addresses?.map((x) => x.AllocationId) ?? [],
    endpoints: endpoints
      .filter((x) => String(x.State).toLowerCase() !== "deleted")
      .map((x) => x.VpcEndpointId),
    routeTables: (await ec2.describeRouteTables({})).RouteTables?.map((x) => x.RouteTableId) ?? [],
    networkAcls: (await ec2.describeNetworkAcls({})).NetworkAcls?.map((x) => x.NetworkAclId) ?? [],
    groups: (await ec2.describeSecurityGroups({})).SecurityGroups?.map((x) => x.GroupId) ?? [],
    flowLogs: (await ec2.describeFlowLogs({})).FlowLogs?.map((x) => x.FlowLogId) ?? [],
    interfaces: interfaces.map((x) => x.NetworkInterfaceId),
  };
}

async function machines({ autoScaling, ec2 }: Cloud): Promise<Lists> {
  const templates = (await ec2.describeLaunchTemplates({})).LaunchTemplates ?? [];
  const reservations = (await ec2.describeInstances({})).Reservations ?? [];
  const groups = (await autoScaling.describeAutoScalingGroups({})).AutoScalingGroups ?? [];
  const policies = (await autoScaling.describePolicies({})).ScalingPolicies ?? [];
  return {
    templates: templates.map((x) => x.LaunchTemplateId),
    volumes: (await ec2.describeVolumes({})).Volumes?.map((x) => x.VolumeId) ?? [],
    instances: reservations
      .flatMap((x) => x.Instances ?? [])
      .filter((x) => x.State?.Name !== "terminated")
      .map((x) => x.InstanceId),
    scalingGroups: groups.map((x) => x.AutoScalingGroupName),
    scalingPolicies: policies.map((x) => x.PolicyARN),
  };
}

async function balancing({ elb, waf }: Cloud): Promise<Lists> {
  const balancers = (await elb.describeLoadBalancers({})).LoadBalancers ?? [];
  const listeners = await Promise.all(
    balancers.map(({ LoadBalancerArn }) => elb.describeListeners({ LoadBalancerArn })),
  );
  const targetGroups = (await elb.describeTargetGroups({})).TargetGroups ?? [];
  const webAcls = (await waf.listWebACLs({ Scope: "REGIONAL" })).WebACLs ?? [];
  const logged = await waf.listLoggingConfigurations({ Scope: "REGIONAL" });
  return {
    balancers: balancers.map((x) => x.LoadBalancerArn),
    listeners: listeners.flatMap((x) => x.Listeners ?? []).map((x) => x.ListenerArn),
    targetGroups: targetGroups.map((x) => x.TargetGroupArn),
    webAcls: webAcls.map((x) => x.ARN),
    webAclLogging: logged.LoggingConfigurations?.map((x) => x.ResourceArn) ?? [],
  };
}

async function databases({ rds }: Cloud): Promise<Lists> {
  const subnetGroups = (await rds.describeDBSubnetGroups({})).DBSubnetGroups ?? [];
  const parameterGroups = (await rds.describeDBParameterGroups({})).DBParameterGroups ?? [];
  const optionGroups = (await rds.describeOptionGroups({})).OptionGroupsList ?? [];
  const subscriptions = (await rds.describeEventSubscriptions({})).EventSubscriptionsList ?? [];
  const snapshots = (await rds.describeDBSnapshots({})).DBSnapshots ?? [];
  return {
    databases:
      (await rds.describeDBInstances({})).DBInstances?.map((x) => x.DBInstanceIdentifier) ?? [],
    databaseSubnets: subnetGroups.map((x) => x.DBSubnetGroupName),
    // Those of AWS come with their first use and stay.
    parameterGroups: parameterGroups
      .map((x) => x.DBParameterGroupName)
      .filter((x) => x?.startsWith("default.") !== true),
    optionGroups: optionGroups
      .map((x) => x.OptionGroupName)
      .filter((x) => x?.startsWith("default:") !== true),
    eventSubscriptions: subscriptions.map((x) => x.CustSubscriptionId),
    snapshots: snapshots.map((x) => x.DBSnapshotIdentifier),
  };
}

async function identities({ iam }: Cloud): Promise<Lists> {
  const profiles = (await iam.listInstanceProfiles({})).InstanceProfiles ?? [];
  return {
    roles: (await iam.listRoles({})).Roles?.map((x) => x.RoleName) ?? [],
    policies: (await iam.listPolicies({ Scope: "Local" })).Policies?.map((x) => x.Arn) ?? [],
    profiles: profiles.map((x) => x.InstanceProfileName),
  };
}

async function keysAndStorage({ backup, kms, s3, secrets }: Cloud): Promise<Lists> {
  const keys = await Promise.all(
    ((await kms.listKeys({})).Keys ?? []).map(({ KeyId }) => kms.describeKey({ KeyId })),
  );
  const aliases = (await kms.listAliases({})).Aliases ?? [];
  const plans = (await backup.listBackupPlans({})).BackupPlansList ?? [];
  const selections = await Promise.all(
    plans.map(({ BackupPlanId }) => backup.listBackupSelections({ BackupPlanId })),
  );
  return {
    // Those of AWS services come with their first use and stay.
    keys: keys
      .map((x) => x.KeyMetadata)
      .filter((x) => x?.KeyManager === "CUSTOMER" && x.KeyState !== "PendingDeletion")
      .map((x) => x?.KeyId),
    keyAliases: aliases.map((x) => x.AliasName).filter((x) => x?.startsWith("alias/aws/") !== true),
    backupPlans: plans.map((x) => x.BackupPlanId),
    backupSelections: selections
      .flatMap((x) => x.BackupSelectionsList ?? [])
      .map((x) => x.SelectionId),
    backupVaults:
      (await backup.listBackupVaults({})).BackupVaultList?.map((x) => x.BackupVaultName) ?? [],
    buckets: (await s3.listBuckets({})).Buckets?.map((x) => x.Name) ?? [],
    secrets: (await secrets.listSecrets({})).SecretList?.map((x) => x.Name) ?? [],
  };
}

async function names({ acm, route53 }: Cloud): Promise<Lists> {
  const zones = (await route53.listHostedZones({})).HostedZones ?? [];
  const records = await Promise.all(
    zones.map(async ({ Id, Name }) => {
      const { ResourceRecordSets = [] } = await route53.listResourceRecordSets({
        HostedZoneId: Id,
      });
      // Those that a zone comes with.
      const own = ResourceRecordSets.filter(
        (x) => x.Name !== Name || !/^(NS|SOA)$/.test(x.Type ?? ""),
      );
      return own.map((x) => `${x.Name ?? ""} ${x.Type ?? ""} in ${Id ?? ""}`);
    }),
  );
  const certificates = (await acm.listCertificates({})).CertificateSummaryList ?? [];
  return {
    zones: zones.map((x) => x.Id),
    records: records.flat(),
    certificates: certificates.map((x) => x.CertificateArn),
  };
}

async function monitoring({ budgets, cloudWatch, logs, sns, sts }: Cloud): Promise<Lists> {
  const alarms = await cloudWatch.describeAlarms({ AlarmTypes: ["CompositeAlarm", "MetricAlarm"] });
  const dashboards = (await cloudWatch.listDashboards({})).DashboardEntries ?? [];
  const subscriptions = (await sns.listSubscriptions({})).Subscriptions ?? [];
  const AccountId = (await sts.getCallerIdentity({})).Account;
  return {
    alarms: alarms.MetricAlarms?.map((x) => x.AlarmName) ?? [],
    compositeAlarms: alarms.CompositeAlarms?.map((x) => x.AlarmName) ?? [],
    dashboards: dashboards.map((x) => x.DashboardName),
    logGroups: (await logs.describeLogGroups({})).logGroups?.map((x) => x.logGroupName) ?? [],
    topics: (await sns.listTopics({})).Topics?.map((x) => x.TopicArn) ?? [],
    subscriptions: subscriptions.map((x) => `${x.Endpoint ?? ""} of ${x.TopicArn ?? ""}`),
    budgets: (await budgets.describeBudgets({ AccountId })).Budgets?.map((x) => x.BudgetName) ?? [],
  };
}
