import type { Unwrap } from "@pulumi/pulumi";
import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type { Dimension, MetricDataQuery, StandardUnit } from "@aws-sdk/client-cloudwatch";

import type { Property } from "../property.ts";

type Query = NonNullable<Unwrap<MetricAlarmArgs>["metricQueries"]>[number];
type Dimensions = Readonly<Record<string, string>>;

/** The table of `metricQueries`. `accountId` is left out: moto does not keep it. */
export const METRIC_QUERIES = {
  kind: "set",
  of: {
    kind: "object",
    fields: {
      id: { kind: "string", required: true },
      expression: { kind: "string" },
      label: { kind: "string" },
      period: { kind: "number" },
      returnData: { kind: "boolean", default: false },
      metric: {
        kind: "object",
        fields: {
          metricName: { kind: "string", required: true },
          namespace: { kind: "string" },
          dimensions: { kind: "map" },
          period: { kind: "number", required: true },
          stat: { kind: "string", required: true },
          unit: { kind: "string" },
        },
      },
    },
  },
} as const satisfies Property;

export function toDimensions(dimensions: Dimensions | undefined): Dimension[] | undefined {
  if (dimensions === undefined) return undefined;
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

export function fromDimensions(
  dimensions: readonly Dimension[] | undefined,
): Record<string, string> {
  return Object.fromEntries((dimensions ?? []).map(({ Name = "", Value = "" }) => [Name, Value]));
}

export function toMetric({
  id,
  expression,
  label,
  period,
  returnData,
  metric,
}: Query): MetricDataQuery {
  return {
    Id: id,
    Expression: expression,
    Label: label,
    Period: period,
    ReturnData: returnData,
    MetricStat:
      metric === undefined
        ? undefined
        : {
            Metric: {
              MetricName: metric.metricName,
              Namespace: metric.namespace,
              Dimensions: toDimensions(metric.dimensions),
            },
            Period: metric.period,
            Stat: metric.stat,
            Unit: metric.unit as StandardUnit | undefined,
          },
  };
}

export function fromMetric(query: MetricDataQuery): Query {
  const stat = query.MetricStat;
  return {
    id: query.Id ?? "",
    expression: query.Expression,
    label: query.Label,
    period: query.Period,
    returnData: query.ReturnData,
    metric:
      stat === undefined
        ? undefined
        : {
            metricName: stat.Metric?.MetricName ?? "",
            namespace: stat.Metric?.Namespace,
            dimensions: fromDimensions(stat.Metric?.Dimensions),
            period: stat.Period ?? 0,
            stat: stat.Stat ?? "",
            unit: stat.Unit,
          },
  };
}
