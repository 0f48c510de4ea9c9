import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { alarmActions, alarmActionsOn, logGroupKey, logRetentionYear } from "./cloudwatch.ts";

const METRIC = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const alarm = (rule: typeof alarmActions, props: object, type = METRIC) =>
  findingsFor(rule, [{ type, name: "cpu", props }]);
const logGroup = (rule: typeof alarmActions, props: object) =>
  findingsFor(rule, [{ type: "aws:cloudwatch/logGroup:LogGroup", name: "app", props }]);

it.each([METRIC, COMPOSITE])("wants somebody to hear of an alarm: %s", (type) => {
  expect(alarm(alarmActions, { alarmActions: ["arn"] }, type)).toEqual([]);
  expect(alarm(alarmActions, { alarmActions: [UNKNOWN] }, type)).toEqual([]);
  const expected = ["cpu (alarmActions) goes off and nobody hears of it"];
  expect(alarm(alarmActions, { okActions: ["arn"] }, type)).toEqual(expected);
  expect(alarm(alarmActions, { alarmActions: [] }, type)).toEqual(expected);
});

it("wants actions switched on", () => {
  expect(alarm(alarmActionsOn, {})).toEqual([]);
  expect(alarm(alarmActionsOn, { actionsEnabled: false })).toEqual([
    "cpu (actionsEnabled) has its actions switched off",
  ]);
});

it.each([[365], [undefined], [UNKNOWN], [0]])("passes a retention of %s", (retentionInDays) => {
  expect(logGroup(logRetentionYear, { retentionInDays })).toEqual([]);
});

it("fails a retention below a year", () => {
  expect(logGroup(logRetentionYear, { retentionInDays: 180 })).toEqual([
    "app (retentionInDays) forgets after 180 days",
  ]);
});

it("wants a key of the account", () => {
  expect(logGroup(logGroupKey, { kmsKeyId: UNKNOWN })).toEqual([]);
  expect(logGroup(logGroupKey, {})).toEqual([
    "app (kmsKeyId) is encrypted with a key that nobody here can revoke",
  ]);
});
