import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

const one = (title: string, rule: string, ...resources: LiteralResource[]): Mistake => ({
  title,
  rule,
  resources,
});

const alarm = (props: object, name = "alarm"): LiteralResource => ({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name,
  props: {
    name: "strata-prod-data-cpu",
    namespace: "AWS/RDS",
    metricName: "CPUUtilization",
    dimensions: { DBInstanceIdentifier: "strata-prod-data-main" },
    statistic: "Average",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 80,
    period: 300,
    evaluationPeriods: 2,
    ...props,
  },
});
const LOAD_BALANCER = "app/web/50dc6c495c0c9188";
const TARGET_GROUP = "targetgroup/web/73e2d6bc24d8a067";
const balancer = (props: object) =>
  alarm({
    namespace: "AWS/ApplicationELB",
    metricName: "RequestCount",
    dimensions: { LoadBalancer: LOAD_BALANCER },
    ...props,
  });
const query = (id: string, props: object = {}) => ({
  id,
  metric: {
    namespace: "AWS/ApplicationELB",
    metricName: "RequestCount",
    dimensions: { LoadBalancer: LOAD_BALANCER },
    stat: "Sum",
    period: 300,
  },
  ...props,
});
/** An alarm on what queries reckon. */
const reckoned = (queries: object[], props: object = {}): LiteralResource => ({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name: "alarm",
  props: {
    name: "strata-prod-data-reckoned",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 80,
    evaluationPeriods: 2,
    metricQueries: queries,
    ...props,
  },
});
const banded = (props: object) =>
  reckoned(
    [
      query("requests", { returnData: true }),
      { id: "usual", expression: "ANOMALY_DETECTION_BAND(requests, 2)", returnData: true },
    ],
    {
      threshold: undefined,
      thresholdMetricId: "usual",
      comparisonOperator: "LessThanLowerThreshold",
      ...props,
    },
  );
const composite = (alarmRule: string, props: object = {}): LiteralResource => ({
  type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  name: "outage",
  props: { alarmName: "strata-prod-data-outage", alarmRule, ...props },
});
const dashboard = (body: object): LiteralResource => ({
  type: "aws:cloudwatch/dashboard:Dashboard",
  name: "dashboard",
  props: { dashboardName: "strata-prod-overview", dashboardBody: JSON.stringify(body) },
});
const widget = (props: object) =>
  dashboard({
    widgets: [
      {
        type: "metric",
        width: 12,
        height: 6,
        properties: { region: "us-east-1", metrics: [["AWS/EC2", "CPUUtilization"]] },
        ...props,
      },
    ],
  });
const topic = (region: string) => `arn:aws:sns:${region}:777788889999:alarms`;

export const cloudwatchMistakes: MistakesOf = {
  service: "cloudwatch",
  mistakes: [
    one("a metric that RDS does not send", "alarm-metric", alarm({ metricName: "CpuUtilization" })),
    one(
      "errors of a load balancer under a name of old",
      "alarm-metric",
      balancer({ metricName: "HTTPCode_Backend_5XX" }),
    ),
    one("a namespace in small letters", "alarm-metric", alarm({ namespace: "aws/rds" })),
    one("a namespace without AWS/", "alarm-metric", alarm({ namespace: "RDS" })),
    one(
      "free storage in percent",
      "alarm-metric",
      alarm({ metricName: "FreeStorageSpace", unit: "Percent" }),
    ),
    one(
      "a load balancer by its ARN",
      "alarm-dimension",
      balancer({
        dimensions: {
          LoadBalancer: `arn:aws:elasticloadbalancing:us-east-1:777788889999:loadbalancer/${LOAD_BALANCER}`,
        },
      }),
    ),
    one(
      "a load balancer by its name",
      "alarm-dimension",
      balancer({ dimensions: { LoadBalancer: "web" } }),
    ),
    one(
      "unhealthy hosts of a load balancer without its target group",
      "alarm-dimension",
      balancer({ metricName: "UnHealthyHostCount" }),
    ),
    one(
      "healthy hosts of a target group without its load balancer",
      "alarm-dimension",
      balancer({ metricName: "HealthyHostCount", dimensions: { TargetGroup: TARGET_GROUP } }),
    ),
    one(
      "a database by the id of its resource",
      "alarm-dimension",
      alarm({ dimensions: { DBInstanceIdentifier: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ" } }),
    ),
    one(
      "a database by its address",
      "alarm-dimension",
      alarm({ dimensions: { DBInstanceIdentifier: "main.abc.us-east-1.rds.amazonaws.com" } }),
    ),
    one(
      "a dimension that RDS has not",
      "alarm-dimension",
      alarm({ dimensions: { DBInstance: "strata-prod-data-main" } }),
    ),
    one("no dimension for a load balancer", "alarm-dimension", balancer({ dimensions: undefined })),
    one(
      "thirty-one dimensions",
      "alarm-dimension",
      alarm({
        namespace: "strata/app",
        metricName: "Orders",
        dimensions: Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`Part${i}`, "x"])),
      }),
    ),
    one("more datapoints than periods", "alarm-period", alarm({ datapointsToAlarm: 3 })),
    one("a period of ten seconds for RDS", "alarm-period", alarm({ period: 10 })),
    one("two days of five minutes", "alarm-period", alarm({ evaluationPeriods: 576 })),
    one(
      "a query with a period of 90 seconds",
      "alarm-period",
      reckoned([
        query("requests", {
          returnData: true,
          metric: { ...query("requests").metric, period: 90 },
        }),
      ]),
    ),
    one(
      "a percentile as people write it",
      "alarm-statistic",
      alarm({ statistic: undefined, extendedStatistic: "95th" }),
    ),
    one(
      "a percentile beyond all",
      "alarm-statistic",
      alarm({ statistic: undefined, extendedStatistic: "p101" }),
    ),
    one(
      "a query of a mean",
      "alarm-statistic",
      reckoned([
        query("requests", {
          returnData: true,
          metric: { ...query("requests").metric, stat: "Mean" },
        }),
      ]),
    ),
    one("an alarm without a threshold", "alarm-threshold", alarm({ threshold: undefined })),
    one(
      "a band that is compared like a number",
      "alarm-threshold",
      banded({ comparisonOperator: "LessThanThreshold" }),
    ),
    one(
      "a number that is compared like a band",
      "alarm-threshold",
      alarm({ comparisonOperator: "GreaterThanUpperThreshold" }),
    ),
    one("a band that no query makes", "alarm-threshold", banded({ thresholdMetricId: "normal" })),
    one(
      "a band that is a plain metric",
      "alarm-threshold",
      banded({ thresholdMetricId: "requests" }),
    ),
    one(
      "a query with neither metric nor expression",
      "alarm-query",
      reckoned([{ id: "requests", returnData: true }]),
    ),
    one(
      "a query whose id begins with a capital letter",
      "alarm-query",
      reckoned([query("Requests", { returnData: true })]),
    ),
    one(
      "an expression of a query that there is not",
      "alarm-query",
      reckoned([
        query("requests"),
        { id: "share", expression: "errors / requests * 100", returnData: true },
      ]),
    ),
    one(
      "an expression with a search",
      "alarm-query",
      reckoned([
        {
          id: "all",
          expression: "SEARCH('{AWS/EC2,InstanceId} CPUUtilization', 'Average')",
          returnData: true,
        },
      ]),
    ),
    one(
      "two queries that return data",
      "alarm-query",
      reckoned([
        query("requests", { returnData: true }),
        { id: "twice", expression: "requests * 2", returnData: true },
      ]),
    ),
    one(
      "no query that returns data",
      "alarm-query",
      reckoned([query("requests"), { id: "twice", expression: "requests * 2" }]),
    ),
    one(
      "two queries of one id",
      "alarm-query",
      reckoned([
        query("requests"),
        query("requests", { label: "again" }),
        { id: "twice", expression: "requests * 2", returnData: true },
      ]),
    ),
    one("an action by the name of a topic", "alarm-action", alarm({ alarmActions: ["alarms"] })),
    one("a topic of another region", "alarm-action", alarm({ okActions: [topic("eu-west-1")] })),
    one(
      "a queue as an action",
      "alarm-action",
      alarm({ alarmActions: ["arn:aws:sqs:us-east-1:777788889999:alarms"] }),
    ),
    one(
      "six actions",
      "alarm-action",
      alarm({ alarmActions: Array.from({ length: 6 }, (_, i) => `${topic("us-east-1")}-${i}`) }),
    ),
    one(
      "a composite alarm that scales",
      "alarm-action",
      composite('ALARM("cpu")', {
        alarmActions: [
          "arn:aws:autoscaling:us-east-1:777788889999:scalingPolicy:1:autoScalingGroupName/web:policyName/out",
        ],
      }),
    ),
    one("two alarms of one name", "alarm-name", alarm({}), alarm({ threshold: 90 }, "second")),
    one("a rule with && in it", "composite-rule", composite('ALARM("cpu") && ALARM("errors")')),
    one(
      "a rule with a bracket left open",
      "composite-rule",
      composite('(ALARM("cpu") OR ALARM("errors")'),
    ),
    one("a rule without AND or OR", "composite-rule", composite('ALARM("cpu") ALARM("errors")')),
    one("a rule that ends with OR", "composite-rule", composite('ALARM("cpu") OR')),
    one("a rule that is the name of an alarm", "composite-rule", composite("cpu")),
    one("a rule on a state that there is not", "composite-rule", composite('IN_ALARM("cpu")')),
    one(
      "a composite alarm of itself",
      "composite-rule",
      composite('ALARM("cpu") OR ALARM("strata-prod-data-outage")'),
    ),
    one(
      "a rule of 101 alarms",
      "composite-rule",
      composite(Array.from({ length: 101 }, (_, i) => `ALARM("cpu-${i}")`).join(" OR ")),
    ),
    one(
      "a suppressor with a wait below 0",
      "composite-suppressor",
      composite('ALARM("cpu")', {
        actionsSuppressor: { alarm: "maintenance", waitPeriod: -60, extensionPeriod: 60 },
      }),
    ),
    one("a dashboard without widgets", "dashboard-body", dashboard({ panels: [] })),
    one("a widget of 30 columns", "dashboard-body", widget({ width: 30 })),
    one("a widget beyond the last column", "dashboard-body", widget({ x: 18, y: 0 })),
    one("a widget of a type that there is not", "dashboard-body", widget({ type: "graph" })),
    one(
      "a widget of metrics without a region",
      "dashboard-body",
      widget({ properties: { metrics: [["AWS/EC2", "CPUUtilization"]] } }),
    ),
    one(
      "a widget whose metrics are no lists",
      "dashboard-body",
      widget({ properties: { region: "us-east-1", metrics: ["AWS/EC2", "CPUUtilization"] } }),
    ),
    one("a widget without properties", "dashboard-body", widget({ properties: undefined })),
  ],
};
