import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import {
  rdsInsights,
  rdsLogExports,
  rdsLogsWritten,
  rdsMonitoring,
} from "./instance-observation.ts";

const all = [rdsMonitoring, rdsInsights, rdsLogExports, rdsLogsWritten];
const database = (props: object): LiteralResource => ({
  type: "aws:rds/instance:Instance",
  name: "main",
  props: {
    engine: "mysql",
    instanceClass: "db.t4g.medium",
    monitoringInterval: 60,
    monitoringRoleArn: "arn:aws:iam::777788889999:role/monitoring",
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: 465,
    performanceInsightsKmsKeyId: "arn:aws:kms:us-east-1:777788889999:key/1",
    databaseInsightsMode: "advanced",
    enabledCloudwatchLogsExports: ["audit", "error", "general", "slowquery"],
    parameterGroupName: "parameters",
    optionGroupName: "options",
    ...props,
  },
});
const parameters = (...list: object[]): LiteralResource => ({
  type: "aws:rds/parameterGroup:ParameterGroup",
  name: "parameters",
  props: { name: "parameters", parameters: list },
});
const on = ["general_log", "slow_query_log"].map((name) => ({ name, value: "1" }));
const options = (optionName: string): LiteralResource => ({
  type: "aws:rds/optionGroup:OptionGroup",
  name: "options",
  props: { name: "options", options: [{ optionName }] },
});
const good = [parameters(...on), options("MARIADB_AUDIT_PLUGIN")];
const found = (props: object, others = good) =>
  all.flatMap((rule) => findingsFor(rule, [...others, database(props)]));

it("passes a database whose logs are written, and what is not known yet", () => {
  expect(found({})).toEqual([]);
  expect(found({}, [])).toEqual([]);
  for (const literal of unknowns(database({}))) {
    expect(all.flatMap((rule) => findingsFor(rule, [...good, literal]))).toEqual([]);
  }
  for (const group of good.flatMap(unknowns)) {
    const others = good.filter(({ name }) => name !== group.name);
    expect(findingsFor(rdsLogsWritten, [group, ...others, database({})])).toEqual([]);
  }
});

it.each([
  [{ monitoringInterval: 0 }, "(monitoringRoleArn) is given, and nothing is monitored with it"],
  [{ monitoringRoleArn: undefined }, "(monitoringRoleArn) is missing, and monitoring needs one"],
  [{ instanceClass: "db.t3.small" }, "(performanceInsightsEnabled) is on, and db.t3.small has no"],
  [{ performanceInsightsRetentionPeriod: 434 }, "(databaseInsightsMode) is advanced, which needs"],
  [
    { performanceInsightsEnabled: false },
    "(performanceInsightsKmsKeyId) is given, and Performance",
  ],
  [{ optionGroupName: undefined }, "sends the audit log, which stays empty: no option group has"],
  [
    { enabledCloudwatchLogsExports: ["slowquery"], parameterGroupName: undefined },
    "sends the slowquery log, which stays empty: slow_query_log is off",
  ],
  [
    { enabledCloudwatchLogsExports: ["error", "upgrade"] },
    '(enabledCloudwatchLogsExports) has "upgrade", and mysql has no such log',
  ],
])("fails %j", (props, finding) => {
  expect(found(props)).toEqual([expect.stringContaining(finding)]);
});

it("fails logs that are off, go to a table, or have no plugin", () => {
  const table = parameters(...on, { name: "log_output", value: "TABLE" });
  expect(found({}, [table, options("MARIADB_AUDIT_PLUGIN")])).toEqual([
    expect.stringContaining("sends the general log, which stays empty: log_output is TABLE"),
    expect.stringContaining("sends the slowquery log, which stays empty: log_output is TABLE"),
  ]);
  expect(found({}, [parameters(...on.slice(1)), options("MEMCACHED")])).toEqual([
    expect.stringContaining("sends the audit log"),
    expect.stringContaining("sends the general log, which stays empty: general_log is off"),
  ]);
});
