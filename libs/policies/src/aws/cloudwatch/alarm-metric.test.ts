import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { alarmDimension, alarmMetric } from "./alarm-metric.ts";

const LoadBalancer = "app/web/50dc6c495c0c9188";
const TargetGroup = "targetgroup/web/73e2d6bc24d8a067";
const alarm = (props: object): LiteralResource => ({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name: "it",
  props,
});
const found = (props: object) =>
  [alarmMetric, alarmDimension].flatMap((rule) => findingsFor(rule, [alarm(props)]));
const balancer = (metricName: unknown, dimensions: unknown, more: object = {}) => ({
  namespace: "AWS/ApplicationELB",
  metricName,
  dimensions,
  ...more,
});
const database = (metricName: string, value: unknown = "main", more: object = {}) => ({
  namespace: "AWS/RDS",
  metricName,
  dimensions: { DBInstanceIdentifier: value },
  ...more,
});

it.each([
  database("FreeableMemory", "main", { unit: "Bytes" }),
  database("CPUUtilization", "db-main"),
  balancer("RequestCount", { LoadBalancer }),
  balancer("UnHealthyHostCount", { LoadBalancer, TargetGroup }),
  balancer("UnHealthyHostCount", { LoadBalancer: UNKNOWN, TargetGroup: UNKNOWN }),
  balancer("UnHealthyHostCount", UNKNOWN),
  balancer("RequestCountPerTarget", { TargetGroup }),
  {
    namespace: "AWS/AutoScaling",
    metricName: "GroupInServiceInstances",
    dimensions: { AutoScalingGroupName: "web" },
  },
  {
    namespace: "AWS/NATGateway",
    metricName: "ErrorPortAllocation",
    dimensions: { NatGatewayId: "nat-1" },
  },
  { namespace: "strata/app", metricName: "Orders", dimensions: { Shop: "main" } },
  { namespace: "AWS/SQS", metricName: "ApproximateAgeOfOldestMessage" },
])("passes %j", (props) => {
  expect(found(props)).toEqual([]);
});

it("cannot tell what is not known yet", () => {
  for (const { props = {} } of unknowns(alarm(database("CPUUtilization")))) {
    expect(found(props)).toEqual([]);
  }
  expect(found({ metricQueries: UNKNOWN })).toEqual([]);
  expect(found({ metricQueries: [UNKNOWN, { metric: UNKNOWN }] })).toEqual([]);
});

it.each([
  [database("FreeMemory"), '(metricName) is "FreeMemory", which AWS/RDS does not send'],
  [{ namespace: "RDS" }, '(namespace) is "RDS": AWS/RDS is meant'],
  [
    { namespace: "AWS/ApplicationElb" },
    '(namespace) is "AWS/ApplicationElb": AWS/ApplicationELB is meant',
  ],
  [
    database("ReadLatency", "main", { unit: "Milliseconds" }),
    "(unit) is Milliseconds, and ReadLatency is in Seconds: the alarm never has data",
  ],
  [database("CPUUtilization", ""), "have DBInstanceIdentifier without a value"],
  [database("CPUUtilization", "arn:aws:rds:x"), "have DBInstanceIdentifier with an ARN"],
  [database("CPUUtilization", "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "with the id of the resource"],
  [database("CPUUtilization", "main.x.rds.amazonaws.com"), "with an address: the identifier"],
  [balancer("RequestCount", undefined), "are missing: AWS/ApplicationELB sends no metric without"],
  [
    balancer("RequestCount", { LoadBalancer: "web" }),
    "have LoadBalancer that is not app/<name>/<id>",
  ],
  [balancer("RequestCount", { Balancer: "web" }), "have Balancer, which the metric has not"],
  [
    balancer("HealthyHostCount", { LoadBalancer }),
    "lack TargetGroup, without which HealthyHostCount is not sent",
  ],
  [
    balancer("HealthyHostCount", { TargetGroup }),
    "lack LoadBalancer, without which HealthyHostCount is not sent",
  ],
])("fails %j", (props, finding) => {
  expect(found(props)).toEqual([expect.stringContaining(finding)]);
});

it("looks at the metrics of queries too", () => {
  const metric = {
    namespace: "AWS/NATGateway",
    metricName: "ErrorPorts",
    dimensions: { NatGatewayId: "main" },
  };
  expect(
    found({
      metricQueries: [
        { id: "a", expression: "b" },
        { id: "b", metric },
      ],
    }),
  ).toEqual([
    'it (metricQueries[1].metric.metricName) is "ErrorPorts", which AWS/NATGateway does not send',
    "it (metricQueries[1].metric.dimensions) have NatGatewayId that is not nat-<id>",
  ]);
});
