import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";

const TOKEN = "aws:cloudwatch/metricAlarm:MetricAlarm";
const topic = "arn:aws:sns:us-east-1:123456789012:ops";
const unnamed = {
  alarmDescription: "CPU of the database",
  namespace: "AWS/RDS",
  metricName: "CPUUtilization",
  dimensions: { DBInstanceIdentifier: "main" },
  statistic: "Average",
  period: 300,
  evaluationPeriods: 2,
  datapointsToAlarm: 1,
  threshold: 80,
  comparisonOperator: "GreaterThanThreshold",
  unit: "Percent",
  alarmActions: [topic],
  okActions: [topic],
  insufficientDataActions: [topic],
  tags: { Name: "cpu" },
};
const program = { name: "strata-test-cpu", ...unnamed };
const unstated = {
  name: "strata-test-minimal",
  namespace: "AWS/RDS",
  metricName: "CPUUtilization",
  period: 60,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
};
const minimal = { ...unstated, statistic: "Average" };
const percentile = {
  ...unstated,
  extendedStatistic: "p99",
  evaluateLowSampleCountPercentiles: "ignore",
};
const requests = {
  id: "requests",
  metric: { namespace: "AWS/ApplicationELB", metricName: "RequestCount", period: 60, stat: "Sum" },
};
const errors = {
  id: "errors",
  label: "failed",
  metric: {
    namespace: "AWS/ApplicationELB",
    metricName: "HTTPCode_Target_5XX_Count",
    dimensions: { LoadBalancer: "app/main/1" },
    period: 60,
    stat: "Sum",
    unit: "Count",
  },
};
const ratio = { id: "ratio", expression: "errors / requests", label: "ratio", returnData: true };
const computed = {
  name: "strata-test-ratio",
  evaluationPeriods: 1,
  threshold: 0.5,
  comparisonOperator: "GreaterThanThreshold",
  metricQueries: [requests, errors, ratio],
};
const banded = {
  name: "strata-test-band",
  evaluationPeriods: 1,
  thresholdMetricId: "band",
  comparisonOperator: "GreaterThanUpperThreshold",
  metricQueries: [
    { ...requests, returnData: true },
    { id: "band", expression: "ANOMALY_DETECTION_BAND(requests)", returnData: true },
  ],
};

// CloudWatch API reference: PutMetricAlarm overwrites all of an alarm but its name.
it.each([
  ["name", program, { name: "strata-test-other" }, "delete, then create"],
  ["region", program, { region: "eu-west-1" }, "delete, then create"],
  ["alarmDescription", program, { alarmDescription: "other" }, "update"],
  ["actionsEnabled", program, { actionsEnabled: false }, "update"],
  ["alarmActions", program, { alarmActions: [] }, "update"],
  ["okActions", program, { okActions: [] }, "update"],
  ["insufficientDataActions", program, { insufficientDataActions: [] }, "update"],
  ["comparisonOperator", program, { comparisonOperator: "LessThanThreshold" }, "update"],
  ["evaluationPeriods", program, { evaluationPeriods: 3 }, "update"],
  ["datapointsToAlarm", program, { datapointsToAlarm: 2 }, "update"],
  ["threshold", program, { threshold: 0 }, "update"],
  ["treatMissingData", program, { treatMissingData: "notBreaching" }, "update"],
  ["evaluateLow…", program, { evaluateLowSampleCountPercentiles: "ignore" }, "update"],
  ["metricName", program, { metricName: "FreeableMemory" }, "update"],
  ["namespace", program, { namespace: "AWS/EC2" }, "update"],
  ["dimensions", program, { dimensions: {} }, "update"],
  ["period", program, { period: 60 }, "update"],
  ["statistic", program, { statistic: "Sum" }, "update"],
  ["extendedStatistic", program, { statistic: undefined, extendedStatistic: "p99" }, "update"],
  ["unit", program, { unit: undefined }, "update"],
  ["metricQueries", computed, { metricQueries: [{ ...requests, returnData: true }] }, "update"],
  [
    "metricQueries, only their order",
    computed,
    { metricQueries: [ratio, errors, requests] },
    "nothing",
  ],
  ["thresholdMetricId", banded, { thresholdMetricId: undefined, threshold: 1 }, "update"],
  ["tags", program, { tags: { Name: "other" } }, "update"],
  ["nothing", program, {}, "nothing"],
])("a change of %s", async (_property, before, change, expected) => {
  expect(await decision(TOKEN, before, { ...before, ...change })).toBe(expected);
});

describe("against the emulator", () => {
  const cloudWatch = () => awsClients(emulatorAddress(), "us-east-1").cloudWatch();

  it.each([
    ["minimal", minimal],
    ["full", program],
    ["a percentile", percentile],
    ["an expression", computed],
    ["an anomaly band", banded],
  ])("reads back what it made (%s), and a second look finds no difference", async (_, inputs) => {
    const alarm = new Life(await emulatedProvider(), TOKEN);
    const state = await alarm.create(inputs);
    const queries = "metricQueries" in inputs ? { metricQueries: expect.any(Array) } : {};
    const scalars = { ...inputs, ...queries };
    expect(state).toMatchObject({
      actionsEnabled: true,
      treatMissingData: "missing",
      ...scalars,
      id: inputs.name,
      arn: `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${inputs.name}`,
    });
    expect(state.tagsAll).toMatchObject(DEFAULT_TAGS);
    expect(await alarm.refresh()).toEqual(state);
    expect((await alarm.diff(inputs)).differences).toEqual([]);

    const imported = await alarm.importBy(inputs.name);
    expect(imported?.inputs).toMatchObject(scalars);
    expect((await alarm.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await alarm.delete();
    expect(await alarm.refresh()).toBeUndefined();
    expect(await alarm.importBy(inputs.name)).toBeUndefined();
    await alarm.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const alarm = new Life(await emulatedProvider(), TOKEN);
    await alarm.create(program);
    const quiet = { ...program, threshold: 90, alarmActions: [], tags: { Owner: "ops" } };
    expect(await alarm.update(quiet)).toMatchObject({
      threshold: 90,
      alarmActions: [],
      tags: { Owner: "ops" },
    });
    await (await cloudWatch()).disableAlarmActions({ AlarmNames: [program.name] });
    await alarm.refresh();
    expect((await alarm.diff(quiet)).differences).toEqual([
      { path: "actionsEnabled", kind: "update", replaces: false },
    ]);
    await alarm.delete();
  });

  it("keeps the alarm's state when only tags change", async () => {
    const alarm = new Life(await emulatedProvider(), TOKEN);
    await alarm.create(program);
    const client = await cloudWatch();
    await client.setAlarmState({
      AlarmName: program.name,
      StateValue: "ALARM",
      StateReason: "test",
    });
    await alarm.update({ ...program, tags: { Name: "other" } });
    const { MetricAlarms } = await client.describeAlarms({ AlarmNames: [program.name] });
    expect(MetricAlarms?.[0]?.StateValue).toBe("ALARM");
    await alarm.delete();
  });

  it("leaves no tags behind for the next alarm of its name, and names one automatically", async () => {
    const provider = await emulatedProvider();
    const first = new Life(provider, TOKEN);
    expect((await first.create(unnamed)).name).toBe("sample-0001020");
    await first.delete();
    const second = new Life(provider, TOKEN);
    expect((await second.create({ ...unnamed, tags: {} })).tags).toEqual({});
    await second.delete();
  });

  it("fails with code and message of the API", async () => {
    const alarm = new Life(await emulatedProvider(), TOKEN);
    const unknown = { ...percentile, extendedStatistic: "wm99" };
    await expect(alarm.create(unknown)).rejects.toThrow(
      /^creating CloudWatch Metric Alarm: .*: PutMetricAlarm, .* error InvalidParameterValue\w*: /,
    );
  });
});

it.each([
  [{ statistic: undefined }, /one of "statistic" and "extendedStatistic" must be set/],
  [{ extendedStatistic: "p99" }, /"statistic" conflicts with "extendedStatistic"/],
  [{ metricQueries: [requests] }, /"metricName" conflicts with "metricQueries"/],
  [{ threshold: 1, thresholdMetricId: "x" }, /"threshold" conflicts with "thresholdMetricId"/],
  [{ evaluationPeriods: 0 }, /"evaluationPeriods" to be at least 1/],
  [{ period: 45 }, /"period" to be 10, 20, 30 or a multiple of 60/],
  [{ treatMissingData: "ignored" }, /"treatMissingData" to be one of breaching/],
  [{ comparisonOperator: ">" }, /"comparisonOperator" to be one of Greater/],
  [{ comparisonOperator: undefined }, /Missing required property "comparisonOperator"/],
])("rejects %j before AWS does", async (change, message) => {
  const alarm = new Life(await emulatedProvider(), TOKEN);
  await expect(alarm.create({ ...minimal, ...change })).rejects.toThrow(message);
});

it("rejects a query with both an expression and a metric", async () => {
  const alarm = new Life(await emulatedProvider(), TOKEN);
  const metricQueries = [{ ...requests, expression: "1" }];
  await expect(alarm.create({ ...computed, metricQueries })).rejects.toThrow(/both an expression/);
});
