import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as rules from "./policy.ts";

const label = "app/web/0123456789abcdef/targetgroup/web/0123456789abcdef";
const policy = (name: string, props: object): LiteralResource => ({
  type: "aws:autoscaling/policy:Policy",
  name,
  props: { name, autoscalingGroupName: "web", ...props },
});
const tracking = (configuration: object) => ({
  policyType: "TargetTrackingScaling",
  targetTrackingConfiguration: { targetValue: 60, ...configuration },
});
const predefined = (predefinedMetricType: string, more: object = {}, target: object = {}) =>
  tracking({ predefinedMetricSpecification: { predefinedMetricType, ...more }, ...target });
const custom = (customizedMetricSpecification: object) =>
  tracking({ customizedMetricSpecification });
const cpu = predefined("ASGAverageCPUUtilization");
const requests = predefined("ALBRequestCountPerTarget", { resourceLabel: label });
const step = (from: unknown, to: unknown, scalingAdjustment = 1) => ({
  ...{ metricIntervalLowerBound: from, metricIntervalUpperBound: to, scalingAdjustment },
});
const steps = (...stepAdjustments: object[]) => ({
  ...{ policyType: "StepScaling", adjustmentType: "ChangeInCapacity", stepAdjustments },
});
const simple = {
  policyType: "SimpleScaling",
  adjustmentType: "ChangeInCapacity",
  scalingAdjustment: 1,
};

it("passes usual policies, whatever is not known of them", () => {
  const own = custom({ metricName: "Jobs", namespace: "App", statistic: "Average" });
  const two = steps(step("0", "10"), step("10", undefined));
  for (const rule of Object.values(rules)) {
    for (const props of [
      cpu,
      requests,
      own,
      two,
      simple,
      tracking({ predefinedMetricSpecification: UNKNOWN }),
    ]) {
      for (const one of [policy("a", props), ...unknowns(policy("a", props))]) {
        expect(findingsFor(rule, [one])).toEqual([]);
      }
    }
  }
});

it.each<[keyof typeof rules, object]>([
  ["scalingPolicyKind", { policyType: "TargetTracking" }],
  ["scalingPolicyKind", { policyType: "TargetTrackingScaling" }],
  ["scalingPolicyKind", steps()],
  ["scalingPolicyKind", { ...simple, scalingAdjustment: undefined }],
  ["scalingPolicyKind", { ...simple, adjustmentType: "Change" }],
  ["scalingPolicyTarget", tracking({})],
  ["scalingPolicyTarget", predefined("CPUUtilization")],
  ["scalingPolicyTarget", predefined("ASGAverageNetworkIn", {}, { targetValue: 0 })],
  ["scalingPolicyTarget", predefined("ASGAverageCPUUtilization", {}, { targetValue: 110 })],
  ["scalingPolicyTarget", custom({ metricName: "Jobs", statistic: "p99" })],
  ["scalingPolicyTarget", custom({ namespace: "App" })],
  ["scalingPolicyRequests", predefined("ALBRequestCountPerTarget")],
  [
    "scalingPolicyRequests",
    predefined("ALBRequestCountPerTarget", { resourceLabel: `arn:${label}` }),
  ],
  ["scalingPolicyRequests", predefined("ASGAverageCPUUtilization", { resourceLabel: label })],
  ["scalingPolicySteps", steps(step("0", "10"), step("20", undefined))],
  ["scalingPolicySteps", steps(step("0", "10"), step("5", undefined))],
  ["scalingPolicySteps", steps(step("10", "0"))],
  ["scalingPolicySteps", steps(step("0", "10"), step("10", "20"))],
  ["scalingPolicyAmounts", { ...simple, cooldown: -1 }],
  ["scalingPolicyAmounts", { ...simple, adjustmentType: "ExactCapacity", scalingAdjustment: -1 }],
  ["scalingPolicyAmounts", { ...steps(step("0", undefined, -1)), adjustmentType: "ExactCapacity" }],
  ["scalingPolicyAmounts", { ...simple, minAdjustmentMagnitude: 2 }],
])("%s fails %j", (rule, props) => {
  expect(findingsFor(rules[rule], [policy("a", props)])).toHaveLength(1);
});

it("fails two policies that track one metric of a group", () => {
  const { scalingPolicyOnce } = rules;
  expect(findingsFor(scalingPolicyOnce, [policy("a", cpu), policy("b", cpu)])).toHaveLength(1);
  expect(findingsFor(scalingPolicyOnce, [policy("a", cpu), policy("b", requests)])).toEqual([]);
  const other = predefined("ALBRequestCountPerTarget", { resourceLabel: `${label}0` });
  const two = [policy("a", requests), policy("b", other)];
  expect(findingsFor(scalingPolicyOnce, two)).toEqual([]);
});
