import { parseSettings } from "@strata/config";
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
const settings = settingsIn(folder, "observability", "local");
const outputs = {
  network: { vpcId: "vpc-1" },
  data: { dbInstanceIdentifier: "strata-local-data-main", dbMaxConnections: 61 },
  compute: { albArnSuffix: "app/web/1", targetGroupArnSuffix: "targetgroup/web/1" },
};
const world = { project: "observability", settings, outputs };
const run = () => record(world, observability);

async function inputsOf(type: string, name: string) {
  const { resources } = await run();
  return resources.find((resource) => resource.type === type && resource.name === name)?.inputs;
}

it("makes exactly these resources, under names that never change", async () => {
  const { resources } = await run();
  expect(identities(resources)).toEqual([
    "aws:cloudwatch/logGroup:LogGroup app",
    "aws:cloudwatch/logGroup:LogGroup flow",
    "aws:cloudwatch/metricAlarm:MetricAlarm alb-5xx",
    "aws:cloudwatch/metricAlarm:MetricAlarm alb-unhealthy-hosts",
    "aws:cloudwatch/metricAlarm:MetricAlarm rds-connections",
    "aws:cloudwatch/metricAlarm:MetricAlarm rds-cpu",
    "aws:ec2/flowLog:FlowLog flow",
    "aws:iam/policy:Policy strata-local-observability-flow",
    "aws:iam/role:Role strata-local-observability-flow",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment flow",
    "pulumi:providers:aws aws",
    "strata:observability:AppLog app",
    "strata:observability:BalancerAlarms alb",
    "strata:observability:DatabaseAlarms rds",
    "strata:observability:FlowLog flow",
  ]);
});

it("publishes its contract", async () => {
  const { result } = await run();
  expect(await valueOf(result.appLogGroupName)).toBe("/aws/app/local");
  expect(await valueOf(result.flowLogGroupName)).toBe("/aws/vpc/flowlogs/local");
  expect(Object.keys(await valueOf(result.alarmArns))).toEqual([
    "rdsCpu",
    "rdsConnections",
    "albUnhealthyHosts",
    "alb5xx",
  ]);
});

it.each([
  ["rds-cpu", "AWS/RDS", "CPUUtilization", "Average", 80, 300, 2, "missing"],
  ["rds-connections", "AWS/RDS", "DatabaseConnections", "Average", 48, 300, 1, "missing"],
  [
    "alb-unhealthy-hosts",
    "AWS/ApplicationELB",
    "UnHealthyHostCount",
    "Maximum",
    1,
    300,
    1,
    "missing",
  ],
  ["alb-5xx", "AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", 10, 300, 1, "notBreaching"],
])(
  "goes off for %s above the stated threshold",
  async (name, namespace, metricName, statistic, threshold, period, evaluationPeriods, missing) => {
    expect(await inputsOf("aws:cloudwatch/metricAlarm:MetricAlarm", name)).toMatchObject({
      name: `strata-local-observability-${name}`,
      namespace,
      metricName,
      statistic,
      threshold,
      period,
      evaluationPeriods,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: missing,
      dimensions: name.startsWith("rds")
        ? { DBInstanceIdentifier: "strata-local-data-main" }
        : { LoadBalancer: "app/web/1", TargetGroup: "targetgroup/web/1" },
    });
  },
);

it("logs all traffic of the VPC, with a role that can write to one log group only", async () => {
  const group = await inputsOf("aws:cloudwatch/logGroup:LogGroup", "flow");
  expect(group).toEqual({ name: "/aws/vpc/flowlogs/local", retentionInDays: 7 });
  expect(await inputsOf("aws:ec2/flowLog:FlowLog", "flow")).toMatchObject({
    vpcId: "vpc-1",
    trafficType: "ALL",
    logDestinationType: "cloud-watch-logs",
    maxAggregationInterval: 600,
  });
  const policy = await inputsOf("aws:iam/policy:Policy", "strata-local-observability-flow");
  const { Statement } = JSON.parse(String(policy?.["policy"])) as {
    Statement: { Action: string[]; Resource: string }[];
  };
  const arn = "arn:aws:loggroup:us-east-1:123456789012:flow";
  expect(Statement.map(({ Action, Resource }) => `${Action.join(" ")} on ${Resource}`)).toEqual([
    `logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents on ${arn}:*`,
    `logs:DescribeLogGroups on ${arn}`,
  ]);
});

it("trusts flow logs of its own account only", async () => {
  const role = await inputsOf("aws:iam/role:Role", "strata-local-observability-flow");
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
  const { references } = await run();
  expect([...references].sort()).toEqual([
    "organization/compute/local",
    "organization/data/local",
    "organization/network/local",
  ]);
});

it("fails before any resource exists when a setting is misspelt", async () => {
  const misspelt = { ...world, settings: { ...settings, rdsCpuPercnt: 3 } };
  await expect(record(misspelt, observability)).rejects.toThrow(
    'Unrecognized key: "rdsCpuPercnt", did you mean "rdsCpuPercent"?',
  );
});

it.each(environmentsOf(folder))("has valid settings in %s", (environment) => {
  const raw = settingsIn(folder, "observability", environment);
  expect(parseSettings(observabilitySettings, raw, environment)).toBeDefined();
});

it("registers the same resources when Pulumi's own host runs the folder", async () => {
  const here = await run();
  const there = await recordThroughHost(folder, world);
  expect(there.log).toEqual([]);
  expect(there.exitCode).toBe(0);
  expect(inputsByIdentity(there.resources)).toEqual(inputsByIdentity(here.resources));
  expect(Object.keys(there.outputs).sort()).toEqual(Object.keys(here.result).sort());
});
