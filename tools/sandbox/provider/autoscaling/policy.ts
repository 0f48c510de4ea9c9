import type { Unwrap } from "@pulumi/pulumi";
import type { PolicyArgs, PolicyState } from "@pulumi/aws/autoscaling/policy.js";
import type { AutoScaling, ScalingPolicy } from "@aws-sdk/client-auto-scaling";

import { hasCode, unlessGone } from "../api-error.ts";
import type { Property } from "../property.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isList, isObject, isUnknown, type Value } from "../value.ts";
import { fromWire, toWire } from "./wire-names.ts";

type Inputs = Unwrap<PolicyArgs>;
type State = Unwrap<PolicyState>;

const TYPES = ["SimpleScaling", "StepScaling", "TargetTrackingScaling"];
const needed = { kind: "string", required: true } as const;
const DIMENSIONS: Property = {
  kind: "set",
  of: { kind: "object", fields: { name: needed, value: needed } },
};

/** Source: Auto Scaling API reference, TargetTrackingConfiguration. */
const TARGET_TRACKING: Property = {
  kind: "object",
  fields: {
    customizedMetricSpecification: {
      kind: "object",
      fields: {
        metricDimensions: DIMENSIONS,
        metricName: { kind: "string" },
        metrics: {
          kind: "set",
          of: {
            kind: "object",
            fields: {
              expression: { kind: "string" },
              id: needed,
              label: { kind: "string" },
              metricStat: {
                kind: "object",
                fields: {
                  metric: {
                    kind: "object",
                    required: true,
                    fields: { dimensions: DIMENSIONS, metricName: needed, namespace: needed },
                  },
                  period: { kind: "number" },
                  stat: needed,
                  unit: { kind: "string" },
                },
              },
              returnData: { kind: "boolean", default: true },
            },
          },
        },
        namespace: { kind: "string" },
        period: { kind: "number" },
        statistic: { kind: "string" },
        unit: { kind: "string" },
      },
    },
    disableScaleIn: { kind: "boolean", default: false },
    predefinedMetricSpecification: {
      kind: "object",
      fields: { predefinedMetricType: needed, resourceLabel: { kind: "string" } },
    },
    targetValue: { kind: "number", required: true },
  },
};

/** Which properties only one type of policy has, and which of them it cannot do without. */
const ONLY_OF = {
  cooldown: ["SimpleScaling"],
  scalingAdjustment: ["SimpleScaling"],
  stepAdjustments: ["StepScaling"],
  metricAggregationType: ["StepScaling"],
  targetTrackingConfiguration: ["TargetTrackingScaling"],
  adjustmentType: ["SimpleScaling", "StepScaling"],
  minAdjustmentMagnitude: ["SimpleScaling", "StepScaling"],
  estimatedInstanceWarmup: ["StepScaling", "TargetTrackingScaling"],
} as const satisfies Partial<Record<keyof Inputs, readonly string[]>>;
type Limited = keyof typeof ONLY_OF;
const NEEDED_BY: Readonly<Record<string, readonly Limited[]>> = {
  SimpleScaling: ["scalingAdjustment", "adjustmentType"],
  StepScaling: ["stepAdjustments", "adjustmentType"],
  TargetTrackingScaling: ["targetTrackingConfiguration"],
};
/** Source: Auto Scaling API reference, PutScalingPolicy. */
const ADJUSTMENTS = ["ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"];

/** Source: Auto Scaling API reference, PutScalingPolicy, DescribePolicies. The ID is the name. */
export const resource = defineResource<Inputs, State>({
  token: "aws:autoscaling/policy:Policy",
  noun: "Auto Scaling Policy",
  autoname: { property: "name", maxLength: 255 },
  properties: {
    adjustmentType: { kind: "string" },
    autoscalingGroupName: { kind: "string", required: true, replaces: true },
    cooldown: { kind: "number" },
    enabled: { kind: "boolean", default: true },
    estimatedInstanceWarmup: { kind: "number" },
    metricAggregationType: { kind: "string", computed: true },
    minAdjustmentMagnitude: { kind: "number" },
    name: { kind: "string", computed: true, replaces: true },
    policyType: { kind: "string", default: "SimpleScaling" },
    region: { kind: "string", computed: true, replaces: true },
    scalingAdjustment: { kind: "number", conflictsWith: ["stepAdjustments"] },
    stepAdjustments: {
      kind: "set",
      of: {
        kind: "object",
        fields: {
          // Numbers in quotes: leaving one out means infinity, not 0.
          metricIntervalLowerBound: { kind: "string", equal: sameNumber },
          metricIntervalUpperBound: { kind: "string", equal: sameNumber },
          scalingAdjustment: { kind: "number", required: true },
        },
      },
    },
    targetTrackingConfiguration: TARGET_TRACKING,
    arn: { kind: "string", output: true },
  },
  validate: (inputs) => [...typeFailures(inputs), ...trackingFailures(inputs)],

  async create(inputs, call) {
    const autoScaling = await call.aws.autoScaling();
    const name = inputs.name ?? "";
    await put(autoScaling, name, inputs);
    return name;
  },

  async read(name, call, { autoscalingGroupName }) {
    const autoScaling = await call.aws.autoScaling();
    const policy = await find(autoScaling, autoscalingGroupName ?? "", name);
    if (policy === undefined) return undefined;
    const { PolicyType: type } = policy;
    return {
      adjustmentType: policy.AdjustmentType,
      autoscalingGroupName: policy.AutoScalingGroupName,
      cooldown: policy.Cooldown,
      enabled: policy.Enabled,
      estimatedInstanceWarmup: policy.EstimatedInstanceWarmup,
      metricAggregationType:
        policy.MetricAggregationType ?? (type === "StepScaling" ? "Average" : undefined),
      minAdjustmentMagnitude: policy.MinAdjustmentMagnitude,
      name: policy.PolicyName,
      policyType: type,
      scalingAdjustment: type === "SimpleScaling" ? policy.ScalingAdjustment : undefined,
      stepAdjustments: (policy.StepAdjustments ?? []).map((step) => ({
        ...bound("metricIntervalLowerBound", step.MetricIntervalLowerBound),
        ...bound("metricIntervalUpperBound", step.MetricIntervalUpperBound),
        scalingAdjustment: step.ScalingAdjustment ?? 0,
      })),
      targetTrackingConfiguration: trackingFrom(policy),
      arn: policy.PolicyARN,
    };
  },

  async update(name, { inputs }, call) {
    await put(await call.aws.autoScaling(), name, inputs);
  },

  async delete(name, { autoscalingGroupName: AutoScalingGroupName }, call) {
    const autoScaling = await call.aws.autoScaling();
    try {
      await autoScaling.deletePolicy({ AutoScalingGroupName, PolicyName: name });
    } catch (error) {
      const gone = hasCode(error, "ValidationError") && /not found/.test(String(error));
      if (!gone) throw error;
    }
  },

  async import(importId) {
    const [autoscalingGroupName = "", ...rest] = importId.split("/");
    const name = rest.join("/");
    if (autoscalingGroupName === "" || name === "") {
      throw new Error(`"${importId}" is no id of a policy: expected GROUP-NAME/POLICY-NAME`);
    }
    return { id: name, prior: { autoscalingGroupName, name } };
  },
});

function typeFailures(inputs: Partial<Inputs>): CheckFailure[] {
  const { policyType: type, adjustmentType: adjustment } = inputs as Record<string, Value>;
  if (type === undefined || isUnknown(type)) return [];
  if (!TYPES.includes(String(type))) {
    const reason =
      type === "PredictiveScaling"
        ? "the sandbox does not implement predictive scaling"
        : `expected "policyType" to be one of ${TYPES.join(", ")}, got ${String(type)}`;
    return [{ property: "policyType", reason }];
  }
  const failures: CheckFailure[] = [];
  for (const property of NEEDED_BY[String(type)] ?? []) {
    if (inputs[property] !== undefined) continue;
    failures.push({ property, reason: `"${property}" must be given for a policy of type ${type}` });
  }
  for (const [property, types] of Object.entries<readonly string[]>(ONLY_OF)) {
    if (inputs[property as Limited] === undefined || types.includes(String(type))) continue;
    failures.push({
      property,
      reason: `"${property}" is for a policy of type ${types.join(" or ")}, not ${type}`,
    });
  }
  if (typeof adjustment === "string" && !ADJUSTMENTS.includes(adjustment)) {
    const reason = `expected "adjustmentType" to be one of ${ADJUSTMENTS.join(", ")}, got ${adjustment}`;
    failures.push({ property: "adjustmentType", reason });
  }
  return failures;
}

/** One metric, of AWS or of one's own; and AWS has to be told whose requests it counts. */
function trackingFailures(inputs: Partial<Inputs>): CheckFailure[] {
  const tracking = inputs.targetTrackingConfiguration as Value;
  if (!isObject(tracking)) return [];
  const where = "targetTrackingConfiguration";
  const { predefinedMetricSpecification: predefined, customizedMetricSpecification: own } =
    tracking;
  if ((predefined === undefined) === (own === undefined)) {
    const reason =
      `"${where}" needs one of "predefinedMetricSpecification" and "customizedMetricSpecification", ` +
      "and not both";
    return [{ property: where, reason }];
  }
  if (!isObject(predefined)) return [];
  const { predefinedMetricType: metric, resourceLabel: label } = predefined;
  if (isUnknown(metric) || (metric === "ALBRequestCountPerTarget") === (label !== undefined)) {
    return [];
  }
  const property = `${where}.predefinedMetricSpecification.resourceLabel`;
  const reason =
    label === undefined
      ? `"${property}" must be given for ALBRequestCountPerTarget: the suffixes of the ARNs of load balancer ` +
        "and target group, joined by /"
      : `"${property}" is for ALBRequestCountPerTarget only, not for ${String(metric)}`;
  return [{ property, reason }];
}

async function put(autoScaling: AutoScaling, PolicyName: string, inputs: Inputs): Promise<void> {
  await autoScaling.putScalingPolicy({
    AutoScalingGroupName: inputs.autoscalingGroupName,
    PolicyName,
    AdjustmentType: inputs.adjustmentType,
    Cooldown: inputs.cooldown,
    Enabled: inputs.enabled,
    EstimatedInstanceWarmup: inputs.estimatedInstanceWarmup,
    MetricAggregationType: inputs.metricAggregationType,
    MinAdjustmentMagnitude: inputs.minAdjustmentMagnitude,
    PolicyType: inputs.policyType,
    ScalingAdjustment: inputs.scalingAdjustment,
    StepAdjustments: inputs.stepAdjustments?.map((step) => ({
      MetricIntervalLowerBound: numberOf(step.metricIntervalLowerBound),
      MetricIntervalUpperBound: numberOf(step.metricIntervalUpperBound),
      ScalingAdjustment: step.scalingAdjustment,
    })),
    TargetTrackingConfiguration: trackingOf(inputs),
  });
}

/** The API calls the dimensions of a single metric otherwise than the provider. */
function trackingOf({ targetTrackingConfiguration: tracking }: Inputs) {
  const own = tracking?.customizedMetricSpecification;
  if (tracking === undefined || own === undefined) return toWire<never>(tracking);
  const { metricDimensions: dimensions, ...rest } = own;
  return toWire<never>({ ...tracking, customizedMetricSpecification: { ...rest, dimensions } });
}

function trackingFrom(policy: ScalingPolicy): State["targetTrackingConfiguration"] {
  const tracking = policy.TargetTrackingConfiguration;
  if (tracking === undefined) return undefined;
  const { Dimensions: dimensions, ...rest } = tracking.CustomizedMetricSpecification ?? {};
  const found = fromWire<NonNullable<State["targetTrackingConfiguration"]>>(tracking);
  if (tracking.CustomizedMetricSpecification === undefined) return found;
  const metricDimensions = fromWire<[]>(dimensions ?? []);
  const own = { ...fromWire<object>(rest), metricDimensions };
  return { ...found, customizedMetricSpecification: own };
}

async function find(
  autoScaling: AutoScaling,
  AutoScalingGroupName: string,
  name: string,
): Promise<ScalingPolicy | undefined> {
  const found = await unlessGone(
    autoScaling.describePolicies({ AutoScalingGroupName, PolicyNames: [name] }),
    "ValidationError",
  );
  return found?.ScalingPolicies?.find(({ PolicyName }) => PolicyName === name);
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === "" ? undefined : Number(text);
}

function bound(name: string, value: number | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: String(value) };
}

function sameNumber(before: Value, after: Value): boolean {
  return isList(before) || Number(before) === Number(after);
}
