import type { Rule } from "../../rule.ts";

import {
  alarmAction,
  alarmName,
  alarmPeriod,
  alarmQuery,
  alarmStatistic,
  alarmThreshold,
} from "./alarm-evaluation.ts";
import { alarmDimension, alarmMetric } from "./alarm-metric.ts";
import { compositeChild, compositeRule, compositeSuppressor } from "./composite-alarm.ts";
import { dashboardBody } from "./dashboard.ts";

/** One line a rule, by the alphabet. */
export const cloudwatchRules: readonly Rule[] = [
  alarmAction,
  alarmDimension,
  alarmMetric,
  alarmName,
  alarmPeriod,
  alarmQuery,
  alarmStatistic,
  alarmThreshold,
  compositeChild,
  compositeRule,
  compositeSuppressor,
  dashboardBody,
];
