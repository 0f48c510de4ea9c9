import type { PolicyResource } from "../../resource.ts";
import { resourceRule, type Problem } from "../../rule.ts";
import { at, hasUnknown, listAt } from "../../unknown.ts";
import { text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { NAMESPACES, PER_TARGET_GROUP, type Namespace } from "./metric-facts.ts";

export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** One metric of an alarm, with the input that says it. */
interface Metric {
  readonly where: string;
  readonly namespace: string;
  readonly name: string | undefined;
  readonly unit: string | undefined;
  readonly dimensions: unknown;
}

function metricsOf({ props }: PolicyResource): readonly Metric[] {
  const own = [{ where: "", of: props as unknown }];
  const queries = listAt(props, "metricQueries").map((query, index) => ({
    where: `metricQueries[${index}].metric.`,
    of: at(query, "metric"),
  }));
  return [...own, ...queries].flatMap(({ where, of }) => {
    const namespace = text(at(of, "namespace"));
    if (namespace === undefined) return [];
    const [name, unit] = [text(at(of, "metricName")), text(at(of, "unit"))];
    return [{ where, namespace, name, unit, dimensions: at(of, "dimensions") }];
  });
}

export const alarmMetric = resourceRule({
  ...refusal,
  id: "alarm-metric",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html",
  types: [ALARM],
  fix: "Take a metric that the service sends, with its spelling and unit: an alarm on any other never has data.",
  check: (alarm) =>
    metricsOf(alarm).flatMap(({ where, namespace, name, unit }): Problem[] => {
      const facts = NAMESPACES[namespace];
      if (facts === undefined) {
        const right = Object.keys(NAMESPACES).find(
          (one) => bare(one) === bare(namespace) || one === `AWS/${namespace}`,
        );
        if (right === undefined) return [];
        const message = `is "${namespace}": ${right} is meant`;
        return [{ property: `${where}namespace`, message }];
      }
      if (name === undefined) return [];
      const known = facts.metrics[name];
      if (known === undefined) {
        const property = `${where}metricName`;
        return [{ property, message: `is "${name}", which ${namespace} does not send` }];
      }
      if (unit === undefined || unit === "" || unit === known || known === "None") return [];
      const message = `is ${unit}, and ${name} is in ${known}: the alarm never has data`;
      return [{ property: `${where}unit`, message }];
    }),
});

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z/]/g, "");
}

export const alarmDimension = resourceRule({
  ...refusal,
  id: "alarm-dimension",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html " +
    "(Dimensions), " +
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html",
  types: [ALARM],
  fix:
    "Take the dimensions that the metric is sent with: arnSuffix of load balancer and target group, the " +
    "identifier of a database, the name of a group.",
  check: (alarm) =>
    metricsOf(alarm).flatMap((metric): Problem[] => {
      const { dimensions, namespace, name, where } = metric;
      if (typeof dimensions !== "object" || dimensions === null) {
        const facts = NAMESPACES[namespace];
        if (dimensions !== undefined || facts?.needs === undefined) return [];
        const message = `are missing: ${namespace} sends no metric without`;
        return [{ property: `${where}dimensions`, message }];
      }
      const facts = NAMESPACES[namespace];
      // The unknown as a whole has no names.
      if (hasUnknown(dimensions) && Object.keys(dimensions).length === 0) return [];
      return dimensionProblems(Object.entries(dimensions), facts, name).map((message) => ({
        property: `${where}dimensions`,
        message,
      }));
    }),
});

function dimensionProblems(
  dimensions: readonly (readonly [string, unknown])[],
  facts: Namespace | undefined,
  metric: string | undefined,
): readonly string[] {
  if (dimensions.length > 30) return [`are ${dimensions.length}: CloudWatch takes 30`];
  const given = dimensions.map(([name]) => name);
  const problems = dimensions.flatMap(([name, value]) => {
    if (facts !== undefined && !facts.dimensions.includes(name)) {
      return [`have ${name}, which the metric has not: it has ${facts.dimensions.join(", ")}`];
    }
    const known = text(value);
    const problem = known === undefined ? undefined : valueProblem(name, known);
    return problem === undefined ? [] : [`have ${name} ${problem}`];
  });
  if (problems.length > 0 || metric === undefined) return problems;
  const isOfTargets = PER_TARGET_GROUP.has(metric) && facts === NAMESPACES["AWS/ApplicationELB"];
  if (!isOfTargets) return [];
  const missing = [
    "TargetGroup",
    ...(metric === "RequestCountPerTarget" ? [] : ["LoadBalancer"]),
  ].filter((name) => !given.includes(name));
  return missing.length === 0
    ? []
    : [`lack ${missing.join(" and ")}, without which ${metric} is not sent`];
}

/** How the value of a dimension looks; what is not named can be anything. */
const FORMS: Readonly<Record<string, readonly [RegExp, string]>> = {
  LoadBalancer: [/^(app|net|gwy)\/[^/]+\/[^/]+$/, "app/<name>/<id>"],
  TargetGroup: [/^targetgroup\/[^/]+\/[^/]+$/, "targetgroup/<name>/<id>"],
  NatGatewayId: [/^nat-/, "nat-<id>"],
  InstanceId: [/^m?i-/, "i-<id>"],
};

function valueProblem(name: string, value: string): string | undefined {
  if (value === "") return "without a value";
  if (value.startsWith("arn:")) return "with an ARN: the name or the end of the ARN is meant";
  // RDS ids are `db-` and 26 capital letters and digits.
  if (name === "DBInstanceIdentifier" && /^db-[A-Z0-9]{20,}$/.test(value)) {
    return "with the id of the resource: the identifier is meant";
  }
  if (name === "DBInstanceIdentifier" && /\.rds\.amazonaws\.com/.test(value)) {
    return "with an address: the identifier is meant";
  }
  const [form, words] = FORMS[name] ?? [];
  return form === undefined || form.test(value) ? undefined : `that is not ${words}`;
}
