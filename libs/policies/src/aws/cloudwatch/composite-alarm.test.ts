import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { compositeChild, compositeRule, compositeSuppressor } from "./composite-alarm.ts";

const composite = (alarmRule: unknown, props: object = {}): LiteralResource => ({
  type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  name: "it",
  props: { alarmName: "outage", alarmRule, ...props },
});
const found = (rule: unknown) => findingsFor(compositeRule, [composite(rule)]);

it.each([
  'ALARM("cpu")',
  "ALARM(cpu) OR OK('errors')",
  'NOT (ALARM("cpu") AND INSUFFICIENT_DATA("a b")) OR TRUE',
  "((FALSE))",
  'ALARM("arn:aws:cloudwatch:us-east-1:777788889999:alarm:cpu")',
  'AT_LEAST(2, ALARM, ("a", "b", "c"))',
  UNKNOWN,
])("passes %s", (rule) => {
  expect(found(rule)).toEqual([]);
});

it.each([
  ["", "ends where an alarm is wanted"],
  ['ALARM("cpu") |', 'cannot be read from "|" on'],
  ["cpu", 'cannot be read from "cpu" on'],
  ['alarm("cpu")', "cannot be read"],
  ['ALARM("a") ALARM("b")', 'lacks AND or OR before "ALARM("b")"'],
  ['ALARM("a") NOT ALARM("b")', "lacks AND or OR before"],
  ['AND ALARM("b")', "lacks an alarm before"],
  ['ALARM("a") OR', "ends where an alarm is wanted"],
  ['(ALARM("a")', "has a bracket that is not closed"],
  ['ALARM("a"))', "closes a bracket that is not open"],
  ['ALARM("outage")', "names the alarm itself"],
  [`ALARM("${"x".repeat(10_240)}")`, "has 10249 characters: 10240 is the most"],
  [
    Array.from({ length: 101 }, (_, i) => `OK(a${i})`).join(" AND "),
    "names 101 alarms: 100 is the most",
  ],
])("fails %s", (rule, problem) => {
  expect(found(rule)).toEqual([expect.stringContaining(`it (alarmRule) ${problem}`)]);
});

it("finds the alarms of the layer that it names", () => {
  const alarm = (name: unknown): LiteralResource => ({
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    name: "alarm",
    props: { name },
  });
  const of = (...resources: LiteralResource[]) => findingsFor(compositeChild, resources);
  const rule = composite('ALARM("strata-prod-data-cpu") OR ALARM("strata-prod-network-nat")');
  expect(of(alarm("strata-prod-data-cpu"), rule)).toEqual([]);
  expect(of(alarm(UNKNOWN), rule)).toEqual([]);
  expect(of(alarm("strata-prod-data-cpu"), composite(UNKNOWN))).toEqual([]);
  expect(of(alarm("strata-prod-data-rds-cpu"), rule)).toEqual([
    'it (alarmRule) names "strata-prod-data-cpu", which no alarm of the layer is called',
  ]);
});

it("fails waits below 0", () => {
  const of = (actionsSuppressor: unknown) =>
    findingsFor(compositeSuppressor, [composite("TRUE", { actionsSuppressor })]);
  expect(of({ alarm: "a", waitPeriod: 0, extensionPeriod: UNKNOWN })).toEqual([]);
  expect(of(UNKNOWN)).toEqual([]);
  expect(of({ alarm: "a", waitPeriod: 60, extensionPeriod: -1 })).toEqual([
    "it (actionsSuppressor.extensionPeriod) is below 0",
  ]);
});
