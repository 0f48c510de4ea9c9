import { awsClients } from "../aws-clients.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./policy.ts";
import { scratchGroup } from "./testing/scratch-group.ts";

const TOKEN = "aws:autoscaling/policy:Policy";
const cpu = { predefinedMetricType: "ASGAverageCPUUtilization" };
const tracking = {
  name: "cpu",
  autoscalingGroupName: "web",
  policyType: "TargetTrackingScaling",
  targetTrackingConfiguration: { predefinedMetricSpecification: cpu, targetValue: 50 },
};
const step = {
  name: "steps",
  autoscalingGroupName: "web",
  policyType: "StepScaling",
  adjustmentType: "PercentChangeInCapacity",
  metricAggregationType: "Maximum",
  minAdjustmentMagnitude: 1,
  estimatedInstanceWarmup: 120,
  stepAdjustments: [
    { metricIntervalLowerBound: "0", metricIntervalUpperBound: "10.5", scalingAdjustment: 10 },
    { metricIntervalLowerBound: "10.5", scalingAdjustment: 30 },
  ],
};
const simple = {
  name: "simple",
  autoscalingGroupName: "web",
  adjustmentType: "ChangeInCapacity",
  scalingAdjustment: -1,
  cooldown: 60,
};

// Auto Scaling API reference: PutScalingPolicy overwrites the policy of that name and group.
const decisions: [string, object, string][] = [
  ["autoscalingGroupName", { autoscalingGroupName: "api" }, "delete, then create"],
  ["name", { name: "other" }, "delete, then create"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["adjustmentType", { adjustmentType: "ExactCapacity" }, "update"],
  ["cooldown", { cooldown: 30 }, "update"],
  ["enabled", { enabled: false }, "update"],
  ["estimatedInstanceWarmup", { estimatedInstanceWarmup: 30 }, "update"],
  ["metricAggregationType", { metricAggregationType: "Maximum" }, "update"],
  ["minAdjustmentMagnitude", { minAdjustmentMagnitude: 2 }, "update"],
  ["policyType", { policyType: "StepScaling" }, "update"],
  ["scalingAdjustment", { scalingAdjustment: 2 }, "update"],
  ["stepAdjustments", { stepAdjustments: step.stepAdjustments }, "update"],
  [
    "targetTrackingConfiguration",
    { targetTrackingConfiguration: tracking.targetTrackingConfiguration },
    "update",
  ],
];

it.each([...decisions, ["nothing", {}, "nothing"]] as typeof decisions)(
  "a change of %s",
  async (_property, change, expected) => {
    expect(await decision(TOKEN, simple, { ...simple, ...change })).toBe(expected);
  },
);

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

const predefined = (predefinedMetricType: string, resourceLabel?: string) => ({
  targetTrackingConfiguration: {
    targetValue: 1,
    predefinedMetricSpecification: {
      predefinedMetricType,
      ...(resourceLabel === undefined ? {} : { resourceLabel }),
    },
  },
});

it.each<[string, object, object, string]>([
  ["an unknown type", simple, { policyType: "Guess" }, "to be one of SimpleScaling, StepScaling,"],
  [
    "predictive scaling",
    simple,
    { policyType: "PredictiveScaling" },
    "does not implement predictive",
  ],
  ["no adjustment", simple, { scalingAdjustment: undefined }, '"scalingAdjustment" must be given'],
  ["no steps", step, { stepAdjustments: undefined }, '"stepAdjustments" must be given'],
  ["nothing to track", tracking, { targetTrackingConfiguration: undefined }, "must be given"],
  ["an unknown adjustment", simple, { adjustmentType: "Double" }, "to be one of ChangeInCapacity"],
  [
    "a cooldown of steps",
    step,
    { cooldown: 60 },
    '"cooldown" is for a policy of type SimpleScaling, not StepScaling',
  ],
  ["a warm-up of a simple one", simple, { estimatedInstanceWarmup: 60 }, "is for a policy of type"],
  [
    "no metric",
    tracking,
    { targetTrackingConfiguration: { targetValue: 1 } },
    'needs one of "predefinedMetricSpecification" and "customizedMetricSpecification"',
  ],
  [
    "requests of nobody",
    tracking,
    predefined("ALBRequestCountPerTarget"),
    'resourceLabel" must be given for ALBRequestCountPerTarget',
  ],
  [
    "a label of CPU",
    tracking,
    predefined("ASGAverageCPUUtilization", "app/web/1/targetgroup/web/1"),
    "is for ALBRequestCountPerTarget only",
  ],
])("rejects %s", async (_what, program, wrong, message) => {
  const policy = new Life(await emulatedProvider(), TOKEN);
  await expect(policy.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const autoScaling = () => awsClients(emulatorAddress(), "us-east-1").autoScaling();
  let group: Awaited<ReturnType<typeof scratchGroup>>;
  beforeAll(async () => {
    group = await scratchGroup();
  });
  afterAll(() => group.remove());
  const wanted = (program: object) => ({ ...program, autoscalingGroupName: group.name });

  it.each<[string, object]>([
    ["tracking of CPU", tracking],
    [
      "tracking of requests",
      {
        ...tracking,
        ...predefined("ALBRequestCountPerTarget", "app/web/0123/targetgroup/web/4567"),
        estimatedInstanceWarmup: 60,
        enabled: false,
      },
    ],
    [
      "tracking of a metric of one's own",
      {
        ...tracking,
        targetTrackingConfiguration: {
          targetValue: 0.5,
          disableScaleIn: true,
          customizedMetricSpecification: {
            metricName: "Queue",
            namespace: "Strata",
            statistic: "Average",
            metricDimensions: [{ name: "tier", value: "web" }],
          },
        },
      },
    ],
    ["step", step],
    ["simple", simple],
    ["simple one without a cooldown", { ...simple, cooldown: undefined }],
  ])("reads back a policy of %s, and a second look finds no difference", async (_kind, program) => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    const full = wanted(program);
    const state = await policy.create(full);
    const given = Object.entries(full).filter(([, value]) => value !== undefined);
    expect(state).toMatchObject({
      enabled: true,
      policyType: "SimpleScaling",
      ...Object.fromEntries(given),
      arn: expect.stringMatching(/^arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:/),
    });
    expect(await policy.refresh()).toEqual(state);
    expect((await policy.diff(full)).differences).toEqual([]);
    const imported = await policy.importBy(`${group.name}/${policy.id}`);
    expect((await policy.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await policy.delete();
    await policy.delete();
    expect(await policy.refresh()).toBeUndefined();
    expect(await policy.importBy(`${group.name}/${policy.id}`)).toBeUndefined();
  });

  it("updates in place, also the type", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await policy.create(wanted({ ...simple, name: "one" }));
    const steps = wanted({ ...step, name: "one" });
    expect(await policy.update(steps)).toMatchObject(steps);
    expect((await policy.diff(steps)).differences).toEqual([]);
    const tracked = wanted({ ...tracking, name: "one", enabled: false });
    expect(await policy.update(tracked)).toMatchObject(tracked);
    expect((await policy.diff(tracked)).differences).toEqual([]);
    await policy.delete();
  });

  it("sees what others changed", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await policy.create(wanted(simple));
    await (
      await autoScaling()
    ).putScalingPolicy({
      AutoScalingGroupName: group.name,
      PolicyName: "simple",
      AdjustmentType: "ChangeInCapacity",
      ScalingAdjustment: -2,
      Cooldown: 60,
    });
    await policy.refresh();
    expect((await policy.diff(wanted(simple))).changed).toEqual(["scalingAdjustment"]);
    await policy.delete();
  });

  it("is another one than that of the same name in another group, and ends with its group", async () => {
    const other = await scratchGroup();
    const here = new Life(await emulatedProvider(), TOKEN);
    const there = new Life(await emulatedProvider(), TOKEN);
    await here.create(wanted(simple));
    await there.create({ ...tracking, name: "simple", autoscalingGroupName: other.name });
    expect(await here.refresh()).toMatchObject({ policyType: "SimpleScaling" });
    await here.delete();
    expect(await there.refresh()).toMatchObject({ policyType: "TargetTrackingScaling" });
    await other.remove();
    expect(await there.refresh()).toBeUndefined();
  });

  it("refuses an import id without a group", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await expect(policy.importBy("cpu")).rejects.toThrow("expected GROUP-NAME/POLICY-NAME");
  });

  it("fails with code and message of the API", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await expect(policy.create({ ...simple, autoscalingGroupName: "none" })).rejects.toThrow(
      apiErrorPattern(
        "creating Auto Scaling Policy",
        "AutoScaling: PutScalingPolicy",
        "ValidationError",
      ),
    );
  });
});
