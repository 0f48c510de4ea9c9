import type { Unwrap } from "@pulumi/pulumi";
import type { MetricAlarmArgs, MetricAlarmState } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type {
  CloudWatch,
  ComparisonOperator,
  StandardUnit,
  Statistic,
} from "@aws-sdk/client-cloudwatch";

import { unlessGone } from "../api-error.ts";
import {
  defineResource,
  type CheckFailure,
  type ResourceType,
  type WithTagsAll,
} from "../resource-type.ts";
import { tagList, tagRecord } from "../tag-list.ts";
import { isUnknown, type Value } from "../value.ts";
import {
  fromDimensions,
  fromMetric,
  METRIC_QUERIES,
  toDimensions,
  toMetric,
} from "./metric-query.ts";
import { updateTags } from "./tags.ts";

type Inputs = Unwrap<MetricAlarmArgs>;
type State = Unwrap<MetricAlarmState>;

const GONE = "ResourceNotFoundException";

/** All that PutMetricAlarm sets. */
const definition = {
  name: { kind: "string", computed: true, replaces: true },
  alarmDescription: { kind: "string" },
  actionsEnabled: { kind: "boolean", default: true },
  alarmActions: { kind: "set" },
  okActions: { kind: "set" },
  insufficientDataActions: { kind: "set" },
  comparisonOperator: { kind: "string", required: true },
  evaluationPeriods: { kind: "number", required: true },
  datapointsToAlarm: { kind: "number" },
  threshold: { kind: "number", conflictsWith: ["thresholdMetricId"] },
  thresholdMetricId: { kind: "string" },
  treatMissingData: { kind: "string", default: "missing" },
  evaluateLowSampleCountPercentiles: { kind: "string", computed: true },
  metricName: { kind: "string", conflictsWith: ["metricQueries"] },
  namespace: { kind: "string", conflictsWith: ["metricQueries"] },
  dimensions: { kind: "map", conflictsWith: ["metricQueries"] },
  period: { kind: "number", conflictsWith: ["metricQueries"] },
  statistic: { kind: "string", conflictsWith: ["extendedStatistic", "metricQueries"] },
  extendedStatistic: { kind: "string", conflictsWith: ["metricQueries"] },
  unit: { kind: "string" },
  metricQueries: METRIC_QUERIES,
  region: { kind: "string", computed: true, replaces: true },
  arn: { kind: "string", output: true },
} as const satisfies ResourceType<Inputs, State>["properties"];

/**
 * Its id is its name. Alarms on a PromQL expression (`evaluationCriteria`, `evaluationInterval`) and
 * `warmUpConfiguration` are left out: moto keeps none of them.
 *
 * Source: CloudWatch API reference, PutMetricAlarm (creates and replaces), DeleteAlarms.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:cloudwatch/metricAlarm:MetricAlarm",
  noun: "CloudWatch Metric Alarm",
  tags: true,
  autoname: { property: "name", maxLength: 255 },
  properties: { ...definition, tags: { kind: "map" } },
  validate: failures,

  async create(inputs, call) {
    const cloudWatch = await call.aws.cloudWatch();
    const name = inputs.name ?? "";
    await put(cloudWatch, name, inputs, { Tags: tagList(inputs.tagsAll) });
    return name;
  },

  async read(id, call) {
    const cloudWatch = await call.aws.cloudWatch();
    const { MetricAlarms } = await cloudWatch.describeAlarms({
      AlarmNames: [id],
      AlarmTypes: ["MetricAlarm"],
    });
    const alarm = MetricAlarms?.[0];
    if (alarm === undefined) return undefined;
    const { Tags } = await cloudWatch.listTagsForResource({ ResourceARN: alarm.AlarmArn });
    return {
      name: alarm.AlarmName,
      arn: alarm.AlarmArn,
      alarmDescription: alarm.AlarmDescription,
      actionsEnabled: alarm.ActionsEnabled,
      alarmActions: alarm.AlarmActions,
      okActions: alarm.OKActions,
      insufficientDataActions: alarm.InsufficientDataActions,
      comparisonOperator: alarm.ComparisonOperator,
      evaluationPeriods: alarm.EvaluationPeriods,
      datapointsToAlarm: alarm.DatapointsToAlarm,
      threshold: alarm.Threshold,
      thresholdMetricId: alarm.ThresholdMetricId,
      treatMissingData: alarm.TreatMissingData ?? "missing",
      evaluateLowSampleCountPercentiles: alarm.EvaluateLowSampleCountPercentile,
      metricName: alarm.MetricName,
      namespace: alarm.Namespace,
      dimensions: fromDimensions(alarm.Dimensions),
      period: alarm.Period,
      statistic: alarm.Statistic,
      extendedStatistic: alarm.ExtendedStatistic,
      unit: alarm.Unit,
      metricQueries: (alarm.Metrics ?? []).map(fromMetric),
      tags: tagRecord(Tags),
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const cloudWatch = await call.aws.cloudWatch();
    if (changed(...(Object.keys(definition) as (keyof Inputs)[]))) {
      await put(cloudWatch, id, inputs, {});
    }
    if (changed("tagsAll"))
      await updateTags(cloudWatch, before.arn, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, state, call) {
    const cloudWatch = await call.aws.cloudWatch();
    // moto hands the tags of a deleted alarm on to the next one of that name.
    await unlessGone(updateTags(cloudWatch, state.arn, state.tagsAll, {}), GONE);
    await unlessGone(cloudWatch.deleteAlarms({ AlarmNames: [id] }), GONE);
  },
});

/** Rules of the official provider that its schema cannot say. */
function failures(inputs: Partial<Inputs>): CheckFailure[] {
  const found: CheckFailure[] = [];
  const { metricName, statistic, extendedStatistic, evaluationPeriods } = inputs;
  if (metricName !== undefined && statistic === undefined && extendedStatistic === undefined) {
    const reason = 'one of "statistic" and "extendedStatistic" must be set for a metric alarm';
    found.push({ property: "statistic", reason });
  }
  if (known(evaluationPeriods) && evaluationPeriods < 1) {
    const reason = `expected "evaluationPeriods" to be at least 1, got ${evaluationPeriods}`;
    found.push({ property: "evaluationPeriods", reason });
  }
  const queries = inputs.metricQueries;
  if (known(queries)) {
    queries.forEach((query, i) => {
      if (isUnknown(query) || query.expression === undefined || query.metric === undefined) return;
      const reason = "no query may have both an expression and a metric";
      found.push({ property: `metricQueries[${i}]`, reason });
    });
  }
  return [...found, ...wrongWords(inputs), ...wrongPeriod(inputs.period)];
}

/** Source: CloudWatch API reference, PutMetricAlarm: valid values. */
const WORDS: readonly (readonly [keyof Inputs & string, readonly string[]])[] = [
  [
    "comparisonOperator",
    [
      "GreaterThanOrEqualToThreshold",
      "GreaterThanThreshold",
      "LessThanThreshold",
      "LessThanOrEqualToThreshold",
      "LessThanLowerOrGreaterThanUpperThreshold",
      "LessThanLowerThreshold",
      "GreaterThanUpperThreshold",
    ],
  ],
  ["statistic", ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]],
  ["treatMissingData", ["breaching", "notBreaching", "ignore", "missing"]],
  ["evaluateLowSampleCountPercentiles", ["evaluate", "ignore"]],
];

function wrongWords(inputs: Partial<Inputs>): CheckFailure[] {
  return WORDS.flatMap(([property, words]) => {
    const value = inputs[property];
    if (!known(value) || words.includes(String(value))) return [];
    const reason = `expected "${property}" to be one of ${words.join(", ")}, got "${String(value)}"`;
    return [{ property, reason }];
  });
}

function wrongPeriod(period: number | undefined): CheckFailure[] {
  if (!known(period) || [10, 20, 30].includes(period)) return [];
  if (period > 0 && period % 60 === 0) return [];
  const reason = `expected "period" to be 10, 20, 30 or a multiple of 60 seconds, got ${period}`;
  return [{ property: "period", reason }];
}

function known<T>(value: T | undefined): value is T {
  return value !== undefined && !isUnknown(value as Value);
}

/** One call creates an alarm and replaces all of it but the tags. */
async function put(
  cloudWatch: CloudWatch,
  name: string,
  inputs: WithTagsAll<Inputs>,
  onCreation: { readonly Tags?: { Key: string; Value: string }[] | undefined },
): Promise<void> {
  await cloudWatch.putMetricAlarm({
    AlarmName: name,
    AlarmDescription: inputs.alarmDescription,
    ActionsEnabled: inputs.actionsEnabled,
    AlarmActions: inputs.alarmActions as string[] | undefined,
    OKActions: inputs.okActions as string[] | undefined,
    InsufficientDataActions: inputs.insufficientDataActions as string[] | undefined,
    ComparisonOperator: inputs.comparisonOperator as ComparisonOperator,
    EvaluationPeriods: inputs.evaluationPeriods,
    DatapointsToAlarm: inputs.datapointsToAlarm,
    Threshold: inputs.thresholdMetricId === undefined ? (inputs.threshold ?? 0) : undefined,
    ThresholdMetricId: inputs.thresholdMetricId,
    TreatMissingData: inputs.treatMissingData,
    EvaluateLowSampleCountPercentile: inputs.evaluateLowSampleCountPercentiles,
    MetricName: inputs.metricName,
    Namespace: inputs.namespace,
    Dimensions: toDimensions(inputs.dimensions),
    Period: inputs.period,
    Statistic: inputs.statistic as Statistic | undefined,
    ExtendedStatistic: inputs.extendedStatistic,
    Unit: inputs.unit as StandardUnit | undefined,
    Metrics: inputs.metricQueries?.map(toMetric),
    ...onCreation,
  });
}
