import { startEmulatorForTests } from "@strata/sandbox/for-tests";

import { cloudOf, inventory, type Cloud } from "./cloud.ts";

let emulator: Awaited<ReturnType<typeof startEmulatorForTests>>;
let cloud: Cloud;
let empty: Awaited<ReturnType<typeof inventory>>;

beforeAll(async () => {
  emulator = await startEmulatorForTests();
  cloud = cloudOf({
    running: true,
    endpoint: emulator.endpoint,
    region: "us-east-1",
    pid: process.pid,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  empty = await inventory(cloud);
});

afterAll(() => emulator.stop());

/** The kinds that have more than before. */
async function found(): Promise<string[]> {
  const now = await inventory(cloud);
  return Object.keys(now).filter((kind) => (now[kind] ?? []).length > (empty[kind] ?? []).length);
}

it("sees what a network and its neighbours leave", async () => {
  const { ec2 } = cloud;
  const { AllocationId } = await ec2.allocateAddress({ Domain: "vpc" });
  const subnets = await ec2.describeSubnets({});
  const { SubnetId, VpcId } = subnets.Subnets?.[0] ?? {};
  const nat = await ec2.createNatGateway({ SubnetId, ConnectivityType: "private" });
  const endpoint = await ec2.createVpcEndpoint({
    VpcId,
    ServiceName: "com.amazonaws.us-east-1.s3",
    VpcEndpointType: "Gateway",
  });
  expect(await found()).toEqual(expect.arrayContaining(["addresses", "endpoints", "natGateways"]));
  await ec2.deleteNatGateway({ NatGatewayId: nat.NatGateway?.NatGatewayId });
  await ec2.deleteVpcEndpoints({ VpcEndpointIds: [endpoint.VpcEndpoint?.VpcEndpointId ?? ""] });
  await ec2.releaseAddress({ AllocationId });
  expect(await inventory(cloud)).toEqual(empty);
});

it("sees keys, aliases and backups, and no key that waits for its deletion", async () => {
  const { backup, kms } = cloud;
  const { KeyMetadata } = await kms.createKey({});
  const KeyId = KeyMetadata?.KeyId;
  const AliasName = "alias/strata";
  await kms.createAlias({ AliasName, TargetKeyId: KeyId });
  await backup.createBackupVault({ BackupVaultName: "strata" });
  const { BackupPlanId } = await backup.createBackupPlan({
    BackupPlan: {
      BackupPlanName: "strata",
      Rules: [{ RuleName: "daily", TargetBackupVaultName: "strata" }],
    },
  });
  const { SelectionId } = await backup.createBackupSelection({
    BackupPlanId,
    BackupSelection: { SelectionName: "all", IamRoleArn: "arn:aws:iam::123456789012:role/backup" },
  });
  expect(await found()).toEqual([
    "keys",
    "keyAliases",
    "backupPlans",
    "backupSelections",
    "backupVaults",
  ]);
  await backup.deleteBackupSelection({ BackupPlanId, SelectionId });
  await backup.deleteBackupPlan({ BackupPlanId });
  await backup.deleteBackupVault({ BackupVaultName: "strata" });
  await kms.deleteAlias({ AliasName });
  await kms.scheduleKeyDeletion({ KeyId });
  // What a service makes for itself is nobody's leftover.
  await kms.describeKey({ KeyId: "alias/aws/rds" });
  expect(await inventory(cloud)).toEqual(empty);
});

it("sees names, certificates and web ACLs", async () => {
  const { acm, logs, route53, waf } = cloud;
  const logGroupName = "aws-waf-logs-strata";
  await logs.createLogGroup({ logGroupName });
  const { HostedZone } = await route53.createHostedZone({ Name: "a.test", CallerReference: "1" });
  const record = (Action: "CREATE" | "DELETE") =>
    route53.changeResourceRecordSets({
      HostedZoneId: HostedZone?.Id,
      ChangeBatch: {
        Changes: [
          {
            Action,
            ResourceRecordSet: {
              Name: "www.a.test",
              Type: "A",
              TTL: 60,
              ResourceRecords: [{ Value: "192.0.2.1" }],
            },
          },
        ],
      },
    });
  await record("CREATE");
  const { CertificateArn } = await acm.requestCertificate({ DomainName: "a.test" });
  const { Summary } = await waf.createWebACL({
    Name: "strata",
    Scope: "REGIONAL",
    DefaultAction: { Allow: {} },
    VisibilityConfig: {
      CloudWatchMetricsEnabled: false,
      MetricName: "strata",
      SampledRequestsEnabled: false,
    },
  });
  const LogDestinationConfigs = [`arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}`];
  const ResourceArn = Summary?.ARN;
  await waf.putLoggingConfiguration({
    LoggingConfiguration: { ResourceArn, LogDestinationConfigs },
  });
  expect(await found()).toEqual([
    "webAcls",
    "webAclLogging",
    "zones",
    "records",
    "certificates",
    "logGroups",
  ]);
  await waf.deleteLoggingConfiguration({ ResourceArn });
  const { Id, Name, LockToken } = Summary ?? {};
  await waf.deleteWebACL({ Id, Name, LockToken, Scope: "REGIONAL" });
  await logs.deleteLogGroup({ logGroupName });
  await acm.deleteCertificate({ CertificateArn });
  await record("DELETE");
  await route53.deleteHostedZone({ Id: HostedZone?.Id });
  expect(await inventory(cloud)).toEqual(empty);
});

it("sees the groups and subscriptions of databases", async () => {
  const { rds } = cloud;
  await rds.createDBParameterGroup({
    DBParameterGroupName: "strata",
    DBParameterGroupFamily: "mysql8.4",
    Description: "a",
  });
  await rds.createOptionGroup({
    OptionGroupName: "strata",
    EngineName: "mysql",
    MajorEngineVersion: "8.0",
    OptionGroupDescription: "a",
  });
  await rds.createEventSubscription({
    SubscriptionName: "strata",
    SnsTopicArn: "arn:aws:sns:us-east-1:123456789012:a",
  });
  expect(await found()).toEqual(["parameterGroups", "optionGroups", "eventSubscriptions"]);
  await rds.deleteEventSubscription({ SubscriptionName: "strata" });
  await rds.deleteOptionGroup({ OptionGroupName: "strata" });
  await rds.deleteDBParameterGroup({ DBParameterGroupName: "strata" });
  expect(await inventory(cloud)).toEqual(empty);
});

it("sees alarms of both kinds, dashboards, topics, subscriptions and budgets", async () => {
  const { budgets, cloudWatch, sns } = cloud;
  await cloudWatch.putMetricAlarm({
    AlarmName: "one",
    ComparisonOperator: "GreaterThanThreshold",
    EvaluationPeriods: 1,
    MetricName: "CPUUtilization",
    Namespace: "AWS/EC2",
    Period: 60,
    Statistic: "Average",
    Threshold: 1,
  });
  await cloudWatch.putCompositeAlarm({ AlarmName: "all", AlarmRule: "ALARM(one)" });
  await cloudWatch.putDashboard({ DashboardName: "strata", DashboardBody: '{"widgets":[]}' });
  const { TopicArn } = await sns.createTopic({ Name: "strata" });
  await sns.subscribe({ TopicArn, Protocol: "email", Endpoint: "a@example.com" });
  const AccountId = "123456789012";
  await budgets.createBudget({
    AccountId,
    Budget: {
      BudgetName: "strata",
      BudgetType: "COST",
      TimeUnit: "MONTHLY",
      BudgetLimit: { Amount: "10", Unit: "USD" },
    },
  });
  expect(await found()).toEqual([
    "alarms",
    "compositeAlarms",
    "dashboards",
    "topics",
    "subscriptions",
    "budgets",
  ]);
  await budgets.deleteBudget({ AccountId, BudgetName: "strata" });
  // Its subscriptions end with it.
  await sns.deleteTopic({ TopicArn });
  await cloudWatch.deleteDashboards({ DashboardNames: ["strata"] });
  await cloudWatch.deleteAlarms({ AlarmNames: ["one", "all"] });
  expect(await inventory(cloud)).toEqual(empty);
});
