import type { PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule, type Problem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { isSet, number, ofType, text } from "../inputs.ts";
import { theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { noneOf, outside, problemAt, repeatedPlaces, unlike } from "../value-problem.ts";

const GROUP = "aws:autoscaling/group:Group";
const POLICY = "aws:autoscaling/policy:Policy";
const API = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference";
const PUT = `${API}/API_PutScalingPolicy.html`;

const KINDS = ["TargetTrackingScaling", "StepScaling", "SimpleScaling", "PredictiveScaling"];
const ADJUSTMENTS = ["ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"];
const METRICS = [
  ...["ASGAverageCPUUtilization", "ASGAverageNetworkIn", "ASGAverageNetworkOut"],
  "ALBRequestCountPerTarget",
];
const TRACKING = "targetTrackingConfiguration";
const PREDEFINED = [TRACKING, "predefinedMetricSpecification"];
const CUSTOM = [TRACKING, "customizedMetricSpecification"];

export const scalingPolicyKind = resourceRule({
  id: "scaling-policy-kind",
  ...refusal,
  source: PUT,
  types: [POLICY],
  fix: "Set policyType, and what belongs to it: a target, steps, or one adjustment.",
  check: ({ props }) => {
    const kind = props["policyType"] ?? "SimpleScaling";
    const needs = (name: string) =>
      isSet(props[name]) ? [] : [problemAt([name], `is missing, and ${text(kind)} needs it`)];
    return [
      ...unlike(props, ["name"], /^[!-9;-~ ]{1,255}$/, "1 to 255 printable characters, no colon"),
      ...noneOf(props, ["policyType"], KINDS),
      ...noneOf(props, ["adjustmentType"], ADJUSTMENTS),
      ...(kind === "TargetTrackingScaling" ? needs(TRACKING) : []),
      ...(kind === "StepScaling" ? [...needs("stepAdjustments"), ...needs("adjustmentType")] : []),
      ...(kind === "SimpleScaling" ? needs("adjustmentType") : []),
      ...(kind === "SimpleScaling" && props["scalingAdjustment"] === undefined
        ? [problemAt(["scalingAdjustment"], "is missing, and SimpleScaling needs it")]
        : []),
    ];
  },
});

export const scalingPolicyTarget = resourceRule({
  id: "scaling-policy-target",
  ...refusal,
  source: `${API}/API_TargetTrackingConfiguration.html`,
  types: [POLICY],
  fix: "Track one metric, of AWS (predefined) or of your own, near a value above 0.",
  check: ({ props }) => {
    const target = props[TRACKING];
    if (!isSet(target) || isUnknown(target)) return undefined;
    const [own, custom] = [at(props, ...PREDEFINED), at(props, ...CUSTOM)];
    const value = at(target, "targetValue");
    const hasQueries = isSet(at(custom, "metrics"));
    return [
      ...(isSet(own) === isSet(custom)
        ? [problemAt([TRACKING], "needs a predefined metric or one of your own, and not both")]
        : []),
      ...noneOf(props, [...PREDEFINED, "predefinedMetricType"], METRICS),
      ...(typeof value === "number" && value <= 0
        ? [problemAt([TRACKING, "targetValue"], `is ${value}, and it is above 0`)]
        : []),
      ...(at(own, "predefinedMetricType") === "ASGAverageCPUUtilization" &&
      typeof value === "number" &&
      value > 100
        ? [problemAt([TRACKING, "targetValue"], `is ${value} % of CPU, which is never reached`)]
        : []),
      ...noneOf(
        props,
        [...CUSTOM, "statistic"],
        ["Average", "Minimum", "Maximum", "SampleCount", "Sum"],
      ),
      ...(custom !== undefined &&
      !isUnknown(custom) &&
      hasQueries === isSet(at(custom, "metricName"))
        ? [problemAt(CUSTOM, "needs metricName with namespace and statistic, or metrics, not both")]
        : []),
    ];
  },
});

export const scalingPolicyRequests = resourceRule({
  id: "scaling-policy-requests",
  ...refusal,
  source: `${API}/API_PredefinedMetricSpecification.html`,
  types: [POLICY],
  fix: "Join the suffixes of the ARNs: app/<name>/<id>/targetgroup/<name>/<id>; other metrics have no label.",
  check: ({ props }) => {
    const [type, label] = ["predefinedMetricType", "resourceLabel"].map((name) =>
      at(props, ...PREDEFINED, name),
    );
    const path = [...PREDEFINED, "resourceLabel"];
    if (typeof type !== "string") return undefined;
    if (type !== "ALBRequestCountPerTarget") {
      return isSet(label) ? problemAt(path, `is set, and ${type} has none`) : undefined;
    }
    return isSet(label)
      ? unlike(
          props,
          path,
          /^app\/[^/]+\/[0-9a-zA-Z]+\/targetgroup\/[^/]+\/[0-9a-zA-Z]+$/,
          "app/<name>/<id>/targetgroup/<name>/<id>, no ARN",
        )
      : problemAt(path, `is missing, and ${type} needs it`);
  },
});

export const scalingPolicySteps = resourceRule({
  id: "scaling-policy-steps",
  ...refusal,
  source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html",
  types: [POLICY],
  fix: "Let steps follow one another without gap or overlap, only the outer ones open, at most 20.",
  check: ({ props }) => {
    const steps = listAt(props, "stepAdjustments");
    const bound = (step: unknown, end: "Lower" | "Upper", open: number) => {
      const value = at(step, `metricInterval${end}Bound`);
      return isSet(value) ? (number(value) ?? Number.NaN) : open;
    };
    const ranges = steps
      .map((step) => ({
        from: bound(step, "Lower", -Infinity),
        to: bound(step, "Upper", Infinity),
      }))
      .filter(({ from, to }) => !Number.isNaN(from) && !Number.isNaN(to));
    const isKnown = ranges.length === steps.length;
    const empty = ranges.findIndex(({ from, to }) => from >= to);
    if (isKnown && empty !== -1) {
      return problemAt(["stepAdjustments", empty], "ends before it begins");
    }
    const sorted = [...ranges].sort((a, b) => a.from - b.from);
    const breaks = sorted.some(({ from }, i) => i > 0 && sorted[i - 1]!.to !== from);
    return [
      ...(isKnown && breaks
        ? [problemAt(["stepAdjustments"], "have a gap or an overlap between two")]
        : []),
      ...(isKnown &&
      ranges.length > 1 &&
      ranges.every(({ from, to }) => from > -Infinity && to < Infinity)
        ? [problemAt(["stepAdjustments"], "have an end on both sides: the outer one stays open")]
        : []),
      ...(steps.length > 20
        ? [problemAt(["stepAdjustments"], `are ${steps.length}, above 20`)]
        : []),
    ];
  },
});

export const scalingPolicyAmounts = resourceRule({
  id: "scaling-policy-amounts",
  ...refusal,
  source: PUT,
  types: [POLICY],
  fix: "Set no negative capacity or time, and minAdjustmentMagnitude with PercentChangeInCapacity only.",
  check: ({ props }) => {
    const { adjustmentType, minAdjustmentMagnitude, scalingAdjustment } = props;
    const isExact = adjustmentType === "ExactCapacity";
    return [
      ...outside(props, ["cooldown"], [0, Infinity], " s"),
      ...outside(props, ["estimatedInstanceWarmup"], [0, Infinity], " s"),
      ...(isExact && typeof scalingAdjustment === "number" && scalingAdjustment < 0
        ? [
            problemAt(
              ["scalingAdjustment"],
              "is negative, and ExactCapacity is a number of instances",
            ),
          ]
        : []),
      ...listAt(props, "stepAdjustments").flatMap((step, i): Problem[] => {
        const path = ["stepAdjustments", i, "scalingAdjustment"];
        return isExact && Number(at(step, "scalingAdjustment")) < 0
          ? [problemAt(path, "is negative, and ExactCapacity is a number of instances")]
          : [];
      }),
      ...(typeof minAdjustmentMagnitude === "number" &&
      minAdjustmentMagnitude > 0 &&
      typeof adjustmentType === "string" &&
      adjustmentType !== "PercentChangeInCapacity"
        ? [problemAt(["minAdjustmentMagnitude"], `is set, and ${adjustmentType} has none`)]
        : []),
    ];
  },
});

export const scalingPolicyOnce = stackRule({
  id: "scaling-policy-once",
  ...refusal,
  source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html",
  types: [POLICY],
  fix: "Keep one policy for each metric that a group tracks.",
  checkStack: (resources) => {
    const policies = ofType(resources, POLICY);
    const keys = policies.map((policy) => {
      const metric = text(at(policy.props, ...PREDEFINED, "predefinedMetricType"));
      const label = at(policy.props, ...PREDEFINED, "resourceLabel");
      const group = groupOf(policy, resources);
      if (group === undefined || metric === undefined || isUnknown(label)) return undefined;
      return [group, metric, text(label) ?? ""].join(" ");
    });
    return repeatedPlaces(keys).map((index) => ({
      resource: policies[index]!,
      property: `${PREDEFINED.join(".")}.predefinedMetricType`,
      message: "is tracked by another policy of the group",
    }));
  },
});

function groupOf(policy: PolicyResource, resources: readonly PolicyResource[]): string | undefined {
  const group = theOne(policy, "autoscalingGroupName", resources, GROUP);
  return group?.urn ?? text(policy.props["autoscalingGroupName"]);
}
