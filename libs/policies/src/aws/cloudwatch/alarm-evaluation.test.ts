import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import {
  alarmAction,
  alarmName,
  alarmPeriod,
  alarmQuery,
  alarmStatistic,
  alarmThreshold,
} from "./alarm-evaluation.ts";

const all = [alarmPeriod, alarmStatistic, alarmThreshold, alarmQuery, alarmAction, alarmName];
const TOPIC = "arn:aws:sns:us-east-1:777788889999:alarms";
const alarm = (props: object, name = "it"): LiteralResource => ({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name,
  props: {
    name: "cpu",
    namespace: "AWS/RDS",
    metricName: "CPUUtilization",
    statistic: "Average",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    period: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    alarmActions: [TOPIC],
    ...props,
  },
});
const metric = { namespace: "AWS/RDS", metricName: "CPUUtilization", stat: "p95", period: 60 };
const band = { id: "usual", expression: "ANOMALY_DETECTION_BAND(cpu, 2)", returnData: true };
const reckoned = (queries: unknown, props: object = {}): LiteralResource => ({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name: "it",
  props: {
    name: "cpu",
    comparisonOperator: "GreaterThanUpperThreshold",
    thresholdMetricId: "usual",
    evaluationPeriods: 3,
    metricQueries: queries,
    ...props,
  },
});
const plain = {
  comparisonOperator: "GreaterThanThreshold",
  thresholdMetricId: undefined,
  threshold: 1,
};
const banded = reckoned([{ id: "cpu", metric, returnData: true }, band]);
const found = (...resources: LiteralResource[]) =>
  all.flatMap((rule) => findingsFor(rule, resources));

it("passes alarms that CloudWatch takes, and what is not known yet", () => {
  const sum = { id: "sum", expression: "SUM(METRICS())", returnData: true };
  const ratio = { id: "ratio", expression: "IF(cpu > 1, cpu / 2, 0)", returnData: true };
  const good = [
    alarm({}),
    alarm({ statistic: undefined, extendedStatistic: "p99.9" }),
    alarm({ statistic: undefined, extendedStatistic: "TM(10%:90%)" }),
    alarm({ namespace: "strata/app", period: 10 }),
    alarm({ period: 86_400, evaluationPeriods: 7 }),
    alarm({ threshold: UNKNOWN }),
    banded,
    reckoned([sum, { id: "cpu", metric }], plain),
    reckoned([ratio, { id: "cpu", metric }], plain),
    reckoned([{ id: "cpu", metric }], plain),
  ];
  for (const literal of [...good, ...unknowns(alarm({})), ...unknowns(banded)]) {
    expect(found(literal)).toEqual([]);
  }
  const { metricQueries: _, ...rest } = reckoned([]).props as Record<string, unknown>;
  for (const queries of [[UNKNOWN], [{ id: UNKNOWN, metric: UNKNOWN, returnData: UNKNOWN }]]) {
    expect(found({ ...banded, props: { ...rest, metricQueries: queries } })).toEqual([]);
  }
});

it.each([
  [{ period: 90 }, "(period) is 90 seconds, no multiple of 60"],
  [{ period: 30 }, "(period) is 30 seconds, and AWS sends a value each minute"],
  [{ evaluationPeriods: 289 }, "(period) is looked at for 86700 seconds: 86400 is the most"],
  [{ period: 3600, evaluationPeriods: 169 }, "608400 seconds: 604800 is the most"],
  [{ datapointsToAlarm: 4 }, "(datapointsToAlarm) is 4, and there are 3 periods"],
  [{ extendedStatistic: "p95" }, "(extendedStatistic) is given beside statistic"],
  [
    { statistic: undefined, extendedStatistic: "P95" },
    '(extendedStatistic) is "P95", which there is not',
  ],
  [{ threshold: undefined }, "(threshold) is missing: there is nothing to compare with"],
  [
    { comparisonOperator: "LessThanLowerThreshold" },
    "compares with a band: thresholdMetricId is missing",
  ],
  [{ alarmActions: ["alarms"] }, '(alarmActions) has "alarms", which is no ARN'],
  [
    { okActions: [TOPIC.replace("us-east-1", "us-west-2")] },
    "in us-west-2: the alarm is in us-east-1",
  ],
  [{ okActions: [TOPIC.replace("sns", "sqs")] }, "of sqs, which an alarm cannot call"],
  [
    { alarmActions: Array.from({ length: 6 }, () => TOPIC) },
    "(alarmActions) has 6: CloudWatch takes five",
  ],
  [{ name: "x".repeat(256) }, "(name) has more than 255 characters"],
  [{ name: "a\u0007b" }, "(name) has a character that cannot be seen"],
])("fails %j", (props, finding) => {
  expect(found(alarm(props))).toEqual([expect.stringContaining(finding)]);
});

it.each([
  [{ threshold: 1 }, "(threshold) is given beside thresholdMetricId"],
  [{ comparisonOperator: "GreaterThanThreshold" }, "compares with a number and not with a band"],
  [{ thresholdMetricId: "normal" }, '(thresholdMetricId) is "normal", and no query has that id'],
  [{ thresholdMetricId: "cpu" }, '(thresholdMetricId) is "cpu", which makes no band'],
  [{ statistic: "Sum" }, "(statistic) is given beside metricQueries"],
])("fails a band with %j", (props, finding) => {
  const queries = (banded.props as { metricQueries: unknown }).metricQueries;
  expect(found(reckoned(queries, props))).toEqual([expect.stringContaining(finding)]);
});

const cpu = { id: "cpu", metric };
it.each([
  [[{ ...cpu, id: "CPU" }], 'has the id "CPU": a small letter first'],
  [[{ id: "cpu" }], "needs one of metric and expression"],
  [[{ ...cpu, expression: "1" }], "needs one of metric and expression"],
  [
    [
      { ...cpu, returnData: true },
      { id: "x", expression: "cpu", returnData: true },
    ],
    "from 2 queries",
  ],
  [[cpu, { id: "x", expression: "cpu" }], "returns data from 0 queries: 1 is what it takes"],
  [[cpu, { id: "x", expression: "cpu + load", returnData: true }], 'reckons with "load"'],
  [[cpu, { id: "x", expression: "SUM(cpu", returnData: true }], "has brackets that do not close"],
  [[{ id: "x", expression: "SEARCH('x', 'Sum')", returnData: true }], "has SEARCH"],
  [[{ ...cpu, metric: { ...metric, stat: "95%" } }], 'stat) is "95%", which there is not'],
  [[{ ...cpu, metric: { ...metric, period: 45 } }], "period) is 45 seconds"],
])("fails queries such as %j", (queries, finding) => {
  expect(found(reckoned(queries, plain))).toEqual([expect.stringContaining(finding)]);
});

it("fails more than ten metrics, and an id that two queries have", () => {
  const eleven = Array.from({ length: 11 }, (_, i) => ({ id: `m${i}`, metric }));
  const sum = { id: "sum", expression: "SUM(METRICS())", returnData: true };
  expect(found(reckoned([...eleven, sum], plain))).toEqual([
    expect.stringContaining("has more than 10 metrics"),
  ]);
  expect(found(reckoned([cpu, cpu, sum], plain))).toEqual([
    expect.stringContaining('has the id "cpu" twice'),
  ]);
});

it("fails a name that two alarms have, of either kind", () => {
  const composite = {
    type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    name: "second",
    props: { alarmName: "cpu" },
  };
  expect(findingsFor(alarmName, [alarm({}), composite])).toEqual([
    "second (alarmName) is also that of it",
  ]);
});
