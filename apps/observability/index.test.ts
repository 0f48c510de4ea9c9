import { environments, parseSettings } from "@strata/config";
import {
  environmentsOf,
  identities,
  inputsByIdentity,
  record,
  recordThroughHost,
  settingsIn,
  valueOf,
} from "@strata/testing";

import observability from "./index.ts";
import { observabilitySettings } from "./src/settings.ts";

const folder = import.meta.dirname;
const outputs = {
  network: {
    vpcId: "vpc-1",
    natGatewayIds: ["nat-1", "nat-2", "nat-3"],
  },
  data: {
    dbInstanceIdentifier: "strata-local-data-main",
    dbMaxConnections: 61,
    dbAllocatedStorageGiB: 20,
  },
  compute: {
    albArnSuffix: "app/web/1",
    targetGroupArnSuffix: "targetgroup/web/1",
    asgName: "web",
    asgMinSize: 2,
    webAclArns: ["arn:aws:wafv2:us-east-1:123456789012:regional/webacl/web/1"],
  },
};

/** What observability finds in an environment. */
function worldOf(stack: string) {
  const settings = settingsIn(folder, "observability", stack);
  return { project: "observability", stack, settings, outputs };
}
const runs = new Map<string, ReturnType<typeof runOf>>();
const runOf = (stack: string) => record(worldOf(stack), observability);
function run(stack: string) {
  const known = runs.get(stack) ?? runOf(stack);
  runs.set(stack, known);
  return known;
}

async function inputsOf(stack: string, type: string, name: string) {
  const { resources } = await run(stack);
  return resources.find((resource) => resource.type === type && resource.name === name)?.inputs;
}

async function namesOf(stack: string, type: string): Promise<string[]> {
  const { resources } = await run(stack);
  return resources
    .filter((one) => one.type === type)
    .map(({ name }) => name)
    .sort();
}

it("makes exactly the resources of the seed in seed, under names that never change", async () => {
  const { resources } = await run("seed");
  expect(identities(resources)).toEqual([
    "aws:cloudwatch/logGroup:LogGroup app",
    "aws:cloudwatch/logGroup:LogGroup flow",
    "aws:cloudwatch/metricAlarm:MetricAlarm alb-5xx",
    "aws:cloudwatch/metricAlarm:MetricAlarm alb-unhealthy-hosts",
    "aws:cloudwatch/metricAlarm:MetricAlarm rds-connections",
    "aws:cloudwatch/metricAlarm:MetricAlarm rds-cpu",
    "aws:ec2/flowLog:FlowLog flow",
    "aws:iam/policy:Policy strata-seed-observability-flow",
    "aws:iam/role:Role strata-seed-observability-flow",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment flow",
    "pulumi:providers:aws aws",
    "strata:observability:AppLog app",
    "strata:observability:BalancerAlarms alb",
    "strata:observability:DatabaseAlarms rds",
    "strata:observability:FlowLog flow",
  ]);
});

it.each(["local", "prod"])("makes exactly these resources in %s", async (stack) => {
  const { resources } = await run(stack);
  expect(identities(resources)).toEqual([
    "aws:autoscaling/notification:Notification asg",
    "aws:budgets/budget:Budget account",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm outage",
    "aws:cloudwatch/dashboard:Dashboard overview",
    "aws:cloudwatch/logGroup:LogGroup app",
    "aws:cloudwatch/logGroup:LogGroup flow",
    "aws:cloudwatch/logGroup:LogGroup waf",
    "aws:cloudwatch/metricAlarm:MetricAlarm alb-5xx",
    "aws:cloudwatch/metricAlarm:MetricAlarm alb-elb-5xx",
    "aws:cloudwatch/metricAlarm:MetricAlarm alb-healthy-hosts",
    "aws:cloudwatch/metricAlarm:MetricAlarm alb-response-time",
    "aws:cloudwatch/metricAlarm:MetricAlarm alb-unhealthy-hosts",
    "aws:cloudwatch/metricAlarm:MetricAlarm asg-in-service",
    "aws:cloudwatch/metricAlarm:MetricAlarm nat-ports",
    "aws:cloudwatch/metricAlarm:MetricAlarm rds-connections",
    "aws:cloudwatch/metricAlarm:MetricAlarm rds-cpu",
    "aws:cloudwatch/metricAlarm:MetricAlarm rds-free-memory",
    "aws:cloudwatch/metricAlarm:MetricAlarm rds-free-storage",
    "aws:cloudwatch/metricAlarm:MetricAlarm rds-read-latency",
    "aws:cloudwatch/metricAlarm:MetricAlarm rds-write-latency",
    "aws:cloudwatch/metricAlarm:MetricAlarm traffic-requests",
    "aws:ec2/flowLog:FlowLog flow",
    `aws:iam/policy:Policy strata-${stack}-observability-flow`,
    `aws:iam/role:Role strata-${stack}-observability-flow`,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment flow",
    "aws:kms/alias:Alias main",
    "aws:kms/key:Key main",
    "aws:rds/eventSubscription:EventSubscription rds-db-cluster",
    "aws:rds/eventSubscription:EventSubscription rds-db-instance",
    "aws:rds/eventSubscription:EventSubscription rds-db-parameter-group",
    "aws:rds/eventSubscription:EventSubscription rds-db-security-group",
    `aws:sns/topic:Topic strata-${stack}-observability-alarms`,
    "aws:sns/topicPolicy:TopicPolicy alarms",
    `aws:sns/topicSubscription:TopicSubscription alarms-${stack}@example.com`,
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration waf",
    "pulumi:providers:aws aws",
    "strata:observability:AlarmTopic alarms",
    "strata:observability:AppLog app",
    "strata:observability:BalancerAlarms alb",
    "strata:observability:Budget account",
    "strata:observability:Dashboard overview",
    "strata:observability:DatabaseAlarms rds",
    "strata:observability:DatabaseEvents rds",
    "strata:observability:EncryptionKey main",
    "strata:observability:FleetAlarm asg",
    "strata:observability:FleetEvents asg",
    "strata:observability:FlowLog flow",
    "strata:observability:NatAlarm nat",
    "strata:observability:OutageAlarm outage",
    "strata:observability:TrafficAlarm traffic",
    "strata:observability:WebAclLog waf",
  ]);
});

it.each([
  ["seed", 4, 0],
  ["dev", 4, 0],
  ["staging", 10, 1],
  ["prod", 14, 1],
])("has %s with %i alarms and %i for outages", async (stack, alarms, outages) => {
  expect(await namesOf(stack, ALARM)).toHaveLength(alarms);
  expect(await namesOf(stack, "aws:cloudwatch/compositeAlarm:CompositeAlarm")).toHaveLength(
    outages,
  );
});

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

it.each(["dev", "staging", "prod"])(
  "tells in %s when any alarm goes off, and when all is well",
  async (stack) => {
    const { resources } = await run(stack);
    const topicArn = `arn:aws:sns:us-east-1:123456789012:strata-${stack}-observability-alarms`;
    const alarms = resources.filter(({ type }) => /(Metric|Composite)Alarm$/.test(type));
    expect(alarms.length).toBeGreaterThanOrEqual(4);
    for (const { name, inputs } of alarms) {
      expect([name, inputs]).toEqual([
        name,
        expect.objectContaining({ alarmActions: [topicArn], okActions: [topicArn] }),
      ]);
    }
  },
);

it("watches no NAT gateway and logs no firewall where there is none", async () => {
  const none = {
    ...outputs,
    network: { ...outputs.network, natGatewayIds: [] },
    compute: { ...outputs.compute, webAclArns: [] },
  };
  const { resources } = await record({ ...worldOf("prod"), outputs: none }, observability);
  const names = identities(resources).filter((one) => /nat-|waf/.test(one));
  expect(names).toEqual([]);
});

it("watches every NAT gateway with one alarm", async () => {
  const metric = (NatGatewayId: string) => ({
    namespace: "AWS/NATGateway",
    metricName: "ErrorPortAllocation",
    dimensions: { NatGatewayId },
    stat: "Sum",
    period: 300,
  });
  expect(await inputsOf("prod", ALARM, "nat-ports")).toMatchObject({
    threshold: 0,
    comparisonOperator: "GreaterThanThreshold",
    metricQueries: [
      { id: "refused", expression: "SUM(METRICS())", returnData: true },
      { id: "gateway1", metric: metric("nat-1") },
      { id: "gateway2", metric: metric("nat-2") },
      { id: "gateway3", metric: metric("nat-3") },
    ],
  });
});

it("wakes people when users get errors or hosts are too few", async () => {
  const outage = await inputsOf("prod", "aws:cloudwatch/compositeAlarm:CompositeAlarm", "outage");
  const name = (alarm: string) => `ALARM("strata-prod-observability-alb-${alarm}")`;
  expect(outage?.["alarmRule"]).toBe(["5xx", "elb-5xx", "healthy-hosts"].map(name).join(" OR "));
});

it("expects the requests of other weeks", async () => {
  const alarm = await inputsOf("prod", ALARM, "traffic-requests");
  expect(alarm).toMatchObject({
    comparisonOperator: "LessThanLowerThreshold",
    thresholdMetricId: "usual",
    metricQueries: [
      { id: "requests", metric: { metricName: "RequestCount", stat: "Sum" } },
      { id: "usual", expression: "ANOMALY_DETECTION_BAND(requests, 2)" },
    ],
  });
  expect(Object.keys(alarm ?? {})).not.toContain("threshold");
});

it("encrypts every log group and the topic with its own key in prod, and keeps events a year", async () => {
  const { resources } = await run("prod");
  const groups = resources.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
  const key = "arn:aws:kms:us-east-1:123456789012:key/main";
  expect(groups.map(({ inputs }) => inputs)).toEqual(
    ["/aws/app/prod", "/aws/vpc/flowlogs/prod", "aws-waf-logs-prod"].map((name) => ({
      name,
      retentionInDays: 365,
      kmsKeyId: key,
    })),
  );
  const topic = resources.find(({ type }) => type === "aws:sns/topic:Topic");
  expect(topic?.inputs).toEqual({ kmsMasterKeyId: key });
});

it("lets its key be used for its log groups, and by all that publish to the topic", async () => {
  const key = await inputsOf("prod", "aws:kms/key:Key", "main");
  expect(key).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
  const { Statement } = JSON.parse(String(key?.["policy"])) as {
    Statement: { Sid: string; Principal: object; Condition?: object }[];
  };
  const account = "arn:aws:iam::777788889999";
  const group = "arn:aws:logs:us-east-1:777788889999:log-group:";
  expect(Statement.map(({ Sid, Principal, Condition }) => [Sid, Principal, Condition])).toEqual([
    ["Account", { AWS: `${account}:root` }, undefined],
    [
      "Logs",
      { Service: "logs.us-east-1.amazonaws.com" },
      {
        ArnEquals: {
          "kms:EncryptionContext:aws:logs:arn": [
            `${group}/aws/app/prod`,
            `${group}/aws/vpc/flowlogs/prod`,
            `${group}aws-waf-logs-prod`,
          ],
        },
      },
    ],
    [
      "Messages",
      {
        Service: ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.rds.amazonaws.com"],
      },
      undefined,
    ],
    [
      "MessagesOfTheFleet",
      {
        AWS: `${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
      },
      undefined,
    ],
  ]);
});

it("lets services publish for its own account only, and nobody without TLS", async () => {
  const policy = await inputsOf("prod", "aws:sns/topicPolicy:TopicPolicy", "alarms");
  const { Statement } = JSON.parse(String(policy?.["policy"])) as { Statement: object[] };
  const from = (service: string, source: string) =>
    expect.objectContaining({
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sns:Publish",
      Condition: {
        StringEquals: { "aws:SourceAccount": "777788889999" },
        ArnLike: { "aws:SourceArn": source },
      },
    });
  expect(Statement).toEqual([
    from("cloudwatch.amazonaws.com", "arn:aws:cloudwatch:us-east-1:777788889999:alarm:*"),
    from("budgets.amazonaws.com", "arn:aws:budgets::777788889999:*"),
    from("events.rds.amazonaws.com", "arn:aws:rds:us-east-1:777788889999:*"),
    expect.objectContaining({
      Effect: "Deny",
      Principal: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
  ]);
});

it("logs what the firewall sees, without what would let a reader act as a user", async () => {
  const type = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
  expect(await inputsOf("prod", type, "waf")).toEqual({
    resourceArn: outputs.compute.webAclArns[0],
    logDestinationConfigs: ["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-prod"],
    redactedFields: [
      { singleHeader: { name: "authorization" } },
      { singleHeader: { name: "cookie" } },
    ],
  });
});

it("tells of costs before the budget is passed", async () => {
  expect(await inputsOf("prod", "aws:budgets/budget:Budget", "account")).toMatchObject({
    limitAmount: "500",
    timeUnit: "MONTHLY",
    notifications: [
      { notificationType: "ACTUAL", threshold: 80 },
      { notificationType: "FORECASTED", threshold: 100 },
    ],
  });
});

it.each(["dev", "staging", "local", "prod"])("has a budget in %s", async (stack) => {
  expect(await namesOf(stack, "aws:budgets/budget:Budget")).toEqual(["account"]);
});

it("shows metrics and alarms in the region of the environment", async () => {
  const dashboard = await inputsOf("prod", "aws:cloudwatch/dashboard:Dashboard", "overview");
  expect(dashboard?.["dashboardName"]).toBe("strata-prod-observability-overview");
  const { widgets } = JSON.parse(String(dashboard?.["dashboardBody"])) as {
    widgets: { type: string; properties: { region?: string; alarms?: string[] } }[];
  };
  expect(widgets.map(({ type }) => type)).toEqual(["alarm", ...Array(8).fill("metric")]);
  expect(widgets[0]?.properties.alarms).toHaveLength(15);
  expect(new Set(widgets.slice(1).map(({ properties }) => properties.region))).toEqual(
    new Set(["us-east-1"]),
  );
});

it("publishes its contract", async () => {
  const { result } = await run("seed");
  expect(await valueOf(result.appLogGroupName)).toBe("/aws/app/seed");
  expect(await valueOf(result.flowLogGroupName)).toBe("/aws/vpc/flowlogs/seed");
  expect(Object.keys(await valueOf(result.alarmArns))).toEqual([
    "rdsCpu",
    "rdsConnections",
    "albUnhealthyHosts",
    "alb5xx",
  ]);
  expect(await valueOf(result.alarmTopicArns)).toEqual([]);
  expect(await valueOf(result.dashboardNames)).toEqual([]);
});

it("publishes every alarm, the topic and the dashboard of prod", async () => {
  const { result } = await run("prod");
  expect(Object.keys(await valueOf(result.alarmArns))).toEqual([
    "rdsCpu",
    "rdsConnections",
    "rdsFreeStorage",
    "rdsFreeMemory",
    "rdsReadLatency",
    "rdsWriteLatency",
    "albUnhealthyHosts",
    "alb5xx",
    "albElb5xx",
    "albHealthyHosts",
    "albResponseTime",
    "asgInService",
    "natPorts",
    "traffic",
    "outage",
  ]);
  expect(await valueOf(result.alarmTopicArns)).toHaveLength(1);
  expect(await valueOf(result.dashboardNames)).toEqual(["strata-prod-observability-overview"]);
});

const rds = { DBInstanceIdentifier: "strata-local-data-main" };
const alb = { LoadBalancer: "app/web/1" };
const targets = { ...alb, TargetGroup: "targetgroup/web/1" };
const asg = { AutoScalingGroupName: "web" };

it.each([
  ["seed", "rds-cpu", rds, "CPUUtilization", "Average > 80", 300, 2, "missing"],
  ["seed", "rds-connections", rds, "DatabaseConnections", "Average > 48", 300, 1, "missing"],
  ["seed", "alb-unhealthy-hosts", targets, "UnHealthyHostCount", "Maximum > 1", 300, 1, "missing"],
  ["seed", "alb-5xx", targets, "HTTPCode_Target_5XX_Count", "Sum > 10", 300, 1, "notBreaching"],
  ["prod", "rds-connections", rds, "DatabaseConnections", "Average > 48", 300, 1, "missing"],
  ["prod", "rds-free-storage", rds, "FreeStorageSpace", "Average < 2147483648", 300, 1, "missing"],
  ["prod", "rds-free-memory", rds, "FreeableMemory", "Average < 191888920", 300, 3, "missing"],
  ["prod", "rds-read-latency", rds, "ReadLatency", "Average > 0.02", 300, 3, "missing"],
  ["prod", "rds-write-latency", rds, "WriteLatency", "Average > 0.02", 300, 3, "missing"],
  ["prod", "alb-unhealthy-hosts", targets, "UnHealthyHostCount", "Maximum > 0", 60, 3, "missing"],
  ["prod", "alb-elb-5xx", alb, "HTTPCode_ELB_5XX_Count", "Sum > 10", 300, 1, "notBreaching"],
  ["prod", "alb-healthy-hosts", targets, "HealthyHostCount", "Minimum < 2", 60, 3, "breaching"],
  ["prod", "alb-response-time", targets, "TargetResponseTime", "p95 > 1", 300, 3, "notBreaching"],
  ["prod", "asg-in-service", asg, "GroupInServiceInstances", "Minimum < 2", 300, 2, "missing"],
])(
  "goes off in %s for %s beyond the stated threshold",
  async (stack, name, dimensions, metricName, condition, period, evaluationPeriods, missing) => {
    const alarm = (await inputsOf(stack, ALARM, name)) ?? {};
    const operators: Record<string, string> = {
      GreaterThanThreshold: ">",
      LessThanThreshold: "<",
    };
    const { statistic, extendedStatistic, comparisonOperator, threshold } = alarm;
    const operator = operators[String(comparisonOperator)];
    expect(`${statistic ?? extendedStatistic} ${operator} ${threshold}`).toBe(condition);
    expect(alarm).toMatchObject({
      name: `strata-${stack}-observability-${name}`,
      dimensions,
      metricName,
      period,
      evaluationPeriods,
      treatMissingData: missing,
    });
  },
);

it("logs all traffic of the VPC, with a role that can write to one log group only", async () => {
  const group = await inputsOf("seed", "aws:cloudwatch/logGroup:LogGroup", "flow");
  expect(group).toEqual({ name: "/aws/vpc/flowlogs/seed", retentionInDays: 7 });
  expect(await inputsOf("seed", "aws:ec2/flowLog:FlowLog", "flow")).toMatchObject({
    vpcId: "vpc-1",
    trafficType: "ALL",
    logDestinationType: "cloud-watch-logs",
    maxAggregationInterval: 600,
  });
  const policy = await inputsOf("seed", "aws:iam/policy:Policy", "strata-seed-observability-flow");
  const { Statement } = JSON.parse(String(policy?.["policy"])) as {
    Statement: { Action: string[]; Resource: string }[];
  };
  const arn = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/vpc/flowlogs/seed";
  expect(Statement.map(({ Action, Resource }) => `${Action.join(" ")} on ${Resource}`)).toEqual([
    `logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents on ${arn}:*`,
    `logs:DescribeLogGroups on ${arn.replace("/aws/vpc/flowlogs/seed", "*")}`,
  ]);
});

it("trusts flow logs of its own account only", async () => {
  const role = await inputsOf("seed", "aws:iam/role:Role", "strata-seed-observability-flow");
  expect(JSON.parse(String(role?.["assumeRolePolicy"]))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:ec2:us-east-1:123456789012:vpc-flow-log/*" },
        },
      },
    ],
  });
});

it("reads each layer before it once", async () => {
  const { references } = await run("prod");
  expect([...references].sort()).toEqual([
    "organization/compute/prod",
    "organization/data/prod",
    "organization/network/prod",
  ]);
});

it("fails before any resource exists when a setting is misspelt", async () => {
  const world = worldOf("seed");
  const misspelt = { ...world, settings: { ...world.settings, rdsCpuPercnt: 3 } };
  await expect(record(misspelt, observability)).rejects.toThrow(
    'Unrecognized key: "rdsCpuPercnt", did you mean "rdsCpuPercent"?',
  );
});

it("has settings for every environment", () => {
  expect(environmentsOf(folder)).toEqual(Object.keys(environments).sort());
});

it.each(environmentsOf(folder))("has valid settings in %s", (environment) => {
  const raw = settingsIn(folder, "observability", environment);
  expect(parseSettings(observabilitySettings, raw, environment)).toBeDefined();
});

it.each(["seed", "prod"])(
  "registers the same in %s when Pulumi's own host runs the folder",
  async (stack) => {
    const here = await run(stack);
    const there = await recordThroughHost(folder, worldOf(stack));
    expect(there.log).toEqual([]);
    expect(there.exitCode).toBe(0);
    expect(inputsByIdentity(there.resources)).toEqual(inputsByIdentity(here.resources));
    expect(Object.keys(there.outputs).sort()).toEqual(Object.keys(here.result).sort());
  },
);
