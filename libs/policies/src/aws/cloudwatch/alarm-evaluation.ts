import type { PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule, type Problem, type StackProblem } from "../../rule.ts";
import { at, hasUnknown, isUnknown, listAt } from "../../unknown.ts";
import { isSet, number, ofType, problemIf, repeated, text, texts } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { ALARM } from "./alarm-metric.ts";

const PUT =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const DAY = 86_400;
const HOUR = 3600;

export const alarmPeriod = resourceRule({
  ...refusal,
  id: "alarm-period",
  source: `${PUT} (Period, EvaluationPeriods, DatapointsToAlarm)`,
  types: [ALARM],
  fix:
    "Take a period of 60 seconds or a multiple, as many of them as make up a day at most (a week, from an " +
    "hour on), and no more datapoints than periods.",
  check: (alarm) => {
    const { props } = alarm;
    const count = number(props["evaluationPeriods"]);
    const points = number(props["datapointsToAlarm"]);
    const queries = listAt(props, "metricQueries").flatMap((query, index) => [
      { period: at(query, "metric", "period"), where: `metricQueries[${index}].metric.` },
      { period: at(query, "period"), where: `metricQueries[${index}].` },
    ]);
    const periods = [{ period: props["period"], where: "" }, ...queries];
    const isOfAws = text(props["namespace"])?.startsWith("AWS/") === true;
    return [
      ...problemIf(
        points !== undefined && count !== undefined && (points > count || points < 1),
        "datapointsToAlarm",
        `is ${points}, and there are ${count} periods`,
      ),
      ...periods.flatMap(({ period, where }): Problem[] => {
        const seconds = number(period);
        if (seconds === undefined) return [];
        const property = `${where}period`;
        if (![10, 20, 30].includes(seconds) && (seconds < 60 || seconds % 60 !== 0)) {
          return [{ property, message: `is ${seconds} seconds, no multiple of 60` }];
        }
        if (seconds < 60 && isOfAws) {
          return [
            { property, message: `is ${seconds} seconds, and AWS sends a value each minute` },
          ];
        }
        const longest = seconds < HOUR ? DAY : 7 * DAY;
        if (count === undefined || seconds * count <= longest) return [];
        const message = `is looked at for ${seconds * count} seconds: ${longest} is the most`;
        return [{ property, message }];
      }),
    ];
  },
});

const STATISTIC =
  /^(p|tm|wm|tc|ts)(100|\d{1,2})(\.\d{1,10})?$|^IQM$|^(TM|WM|TC|TS|PR)\((\d+(\.\d+)?%?)?:(\d+(\.\d+)?%?)?\)$/;
const PLAIN = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

export const alarmStatistic = resourceRule({
  ...refusal,
  id: "alarm-statistic",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html",
  types: [ALARM],
  fix: 'Take one of statistic ("Average") and extendedStatistic ("p95").',
  check: ({ props }) => {
    const extended = text(props["extendedStatistic"]);
    if (isSet(props["statistic"]) && isSet(props["extendedStatistic"])) {
      return { property: "extendedStatistic", message: "is given beside statistic" };
    }
    if (extended !== undefined && extended !== "" && !STATISTIC.test(extended)) {
      return { property: "extendedStatistic", message: `is "${extended}", which there is not` };
    }
    return listAt(props, "metricQueries").flatMap((query, index): Problem[] => {
      const stat = text(at(query, "metric", "stat"));
      if (stat === undefined || PLAIN.includes(stat) || STATISTIC.test(stat)) return [];
      const property = `metricQueries[${index}].metric.stat`;
      return [{ property, message: `is "${stat}", which there is not` }];
    });
  },
});

/** Comparisons with a band, which an anomaly detection makes. */
const BANDS = [
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];
const BAND = /ANOMALY_DETECTION_BAND\(/;

export const alarmThreshold = resourceRule({
  ...refusal,
  id: "alarm-threshold",
  source: `${PUT} (Threshold, ThresholdMetricId, ComparisonOperator)`,
  types: [ALARM],
  fix:
    "Compare with a threshold, or with thresholdMetricId of a query with ANOMALY_DETECTION_BAND and an " +
    "operator that has Lower or Upper in its name.",
  check: ({ props }) => {
    const operator = text(props["comparisonOperator"]);
    const queries = props["metricQueries"];
    const band = props["thresholdMetricId"];
    const hasThreshold = props["threshold"] !== undefined;
    if (isSet(band) && hasThreshold) {
      return { property: "threshold", message: "is given beside thresholdMetricId" };
    }
    if (!isSet(band) && !hasThreshold) {
      return { property: "threshold", message: "is missing: there is nothing to compare with" };
    }
    if (operator !== undefined && BANDS.includes(operator) !== isSet(band)) {
      const message = isSet(band)
        ? `is ${operator}, which compares with a number and not with a band`
        : `is ${operator}, which compares with a band: thresholdMetricId is missing`;
      return { property: "comparisonOperator", message };
    }
    const id = text(band);
    if (id === undefined || id === "" || hasUnknown(queries)) return undefined;
    const query = listAt(queries).find((one) => at(one, "id") === id);
    if (query === undefined) {
      return { property: "thresholdMetricId", message: `is "${id}", and no query has that id` };
    }
    const expression = text(at(query, "expression")) ?? "";
    return BAND.test(expression)
      ? undefined
      : { property: "thresholdMetricId", message: `is "${id}", which makes no band` };
  },
});

export const alarmQuery = resourceRule({
  ...refusal,
  id: "alarm-query",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html",
  types: [ALARM],
  fix:
    "Give each query an id that begins with a small letter, and one of metric and expression; one of them " +
    "returns data, beside the band it is compared with.",
  check: (alarm) => {
    const { props } = alarm;
    const queries = listAt(props, "metricQueries");
    if (queries.length === 0) return undefined;
    const own = ["metricName", "namespace", "statistic", "dimensions", "period"].find((name) =>
      isSet(props[name]),
    );
    const ids = texts(queries.map((query) => at(query, "id")));
    const returned = queries.filter((query) => at(query, "returnData") === true);
    const cannotTell = queries.some(
      (query) => hasUnknown(at(query, "returnData")) || isUnknown(query),
    );
    const wanted = isSet(props["thresholdMetricId"]) ? 2 : 1;
    return [
      ...problemIf(own !== undefined, own ?? "", "is given beside metricQueries"),
      ...repeated(ids).map((id) => ({
        property: "metricQueries",
        message: `has the id "${id}" twice`,
      })),
      ...problemIf(
        !cannotTell && returned.length !== wanted && queries.length > 1,
        "metricQueries",
        `returns data from ${returned.length} queries: ${wanted} is what it takes`,
      ),
      ...problemIf(
        queries.filter((query) => isSet(at(query, "metric"))).length > 10,
        "metricQueries",
        "has more than 10 metrics, the most of an alarm",
      ),
      ...queries.flatMap((query, index): Problem[] =>
        isUnknown(query)
          ? []
          : queryProblems(query, ids, hasUnknown(queries.map((one) => at(one, "id")))).map(
              (message) => ({ property: `metricQueries[${index}]`, message }),
            ),
      ),
    ];
  },
});

function queryProblems(query: unknown, ids: readonly string[], hasUnknownIds: boolean): string[] {
  const id = text(at(query, "id"));
  const expression = text(at(query, "expression"));
  const [hasMetric, hasExpression] = [isSet(at(query, "metric")), isSet(at(query, "expression"))];
  const problems: string[] = [];
  if (hasMetric === hasExpression) problems.push("needs one of metric and expression");
  if (id !== undefined && !/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id)) {
    problems.push(`has the id "${id}": a small letter first, then letters, digits and _`);
  }
  if (expression === undefined) return problems;
  if (/\bSEARCH\(/.test(expression)) problems.push("has SEARCH, which no alarm takes");
  const open = [...expression.matchAll(/[()]/g)].reduce(
    (sum, [one]) => sum + (one === "(" ? 1 : -1),
    0,
  );
  if (open !== 0) problems.push("has brackets that do not close");
  if (hasUnknownIds || /^\s*SELECT\b/i.test(expression)) return problems;
  const used = expression.replaceAll(/"[^"]*"|'[^']*'/g, "").match(/\b[a-z][a-zA-Z0-9_]*\b/g) ?? [];
  const unknown = used.find((one) => !ids.includes(one) && !/^e\d+$/.test(one));
  if (unknown !== undefined) problems.push(`reckons with "${unknown}", and no query has that id`);
  return problems;
}

const ACTIONS = ["alarmActions", "okActions", "insufficientDataActions"];

export const alarmAction = resourceRule({
  ...refusal,
  id: "alarm-action",
  source: `${PUT} (AlarmActions)`,
  types: [ALARM, COMPOSITE],
  fix:
    "Give the ARN of a topic, a scaling policy, a function or an action of EC2 or Systems Manager in the " +
    "region of the alarm; up to five for each state.",
  check: ({ props, type }, { region }) =>
    ACTIONS.flatMap((property) => {
      const list = listAt(props, property);
      const wrong = texts(list).flatMap((arn): Problem[] => {
        const [prefix, , service = "", where = ""] = arn.split(":");
        const allowed = type === COMPOSITE ? COMPOSITE_SERVICES : SERVICES;
        if (prefix !== "arn") return [{ property, message: `has "${arn}", which is no ARN` }];
        if (!allowed.includes(service)) {
          return [{ property, message: `has ${arn}, of ${service}, which an alarm cannot call` }];
        }
        if (where === region) return [];
        return [{ property, message: `has ${arn}, in ${where}: the alarm is in ${region}` }];
      });
      return [
        ...problemIf(list.length > 5, property, `has ${list.length}: CloudWatch takes five`),
        ...wrong,
      ];
    }),
});

const COMPOSITE_SERVICES = ["sns", "lambda", "ssm", "ssm-incidents", "aiops"];
const SERVICES = [...COMPOSITE_SERVICES, "autoscaling", "automate", "swf"];

export const alarmName = stackRule({
  ...refusal,
  id: "alarm-name",
  source: `${PUT} (AlarmName)`,
  types: [ALARM, COMPOSITE],
  fix: "Give each alarm of a region a name of its own, of 1 to 255 characters: the second would replace the first.",
  checkStack: (resources) => {
    const all = [...ofType(resources, ALARM), ...ofType(resources, COMPOSITE)];
    return all.flatMap((alarm): StackProblem[] => {
      const name = nameOf(alarm);
      if (name === undefined) return [];
      const first = all.find((one) => nameOf(one) === name);
      const found = (message: string) => [{ resource: alarm, property: inputOf(alarm), message }];
      if (first !== alarm) return found(`is also that of ${first?.name}`);
      if (name.length > 255) return found("has more than 255 characters");
      return /^\P{Cc}+$/u.test(name) ? [] : found("has a character that cannot be seen");
    });
  },
});

function inputOf({ type }: PolicyResource): string {
  return type === COMPOSITE ? "alarmName" : "name";
}

export function nameOf(alarm: PolicyResource): string | undefined {
  return text(alarm.props[inputOf(alarm)]);
}
