import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./composite-alarm.ts";

const TOKEN = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const topic = "arn:aws:sns:us-east-1:123456789012:ops";
const program = {
  alarmName: "strata-test-service",
  alarmRule: 'ALARM("strata-test-a") OR ALARM(strata-test-b)',
  alarmDescription: "The service is down",
  alarmActions: [topic],
  okActions: [topic],
  insufficientDataActions: [topic],
  actionsSuppressor: { alarm: "strata-test-b", extensionPeriod: 60, waitPeriod: 120 },
  tags: { Name: "service" },
};

// CloudWatch API reference: PutCompositeAlarm overwrites all of an alarm but its name. ForceNew of actionsEnabled:
// terraform-provider-aws, aws_cloudwatch_composite_alarm.
const decisions: [string, object, string][] = [
  ["alarmName", { alarmName: "strata-test-other" }, "replace"],
  ["alarmRule", { alarmRule: "ALARM(strata-test-a)" }, "update"],
  ["alarmDescription", { alarmDescription: undefined }, "update"],
  ["actionsEnabled", { actionsEnabled: false }, "replace"],
  ["actionsSuppressor", { actionsSuppressor: undefined }, "update"],
  ["alarmActions", { alarmActions: [] }, "update"],
  ["okActions", { okActions: [] }, "update"],
  ["insufficientDataActions", { insufficientDataActions: [] }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["tags", { tags: { Name: "other" } }, "update"],
];

it.each([...decisions, ["nothing", {}, "nothing"]] as typeof decisions)(
  "a change of %s",
  async (_property, change, expected) => {
    expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
  },
);

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  [{ alarmName: "x".repeat(256) }, /"alarmName" to have 1 to 255 characters, got 256/],
  [{ alarmRule: "" }, /"alarmRule" to have 1 to 10240 characters, got 0/],
  [{ alarmRule: undefined }, /Missing required property "alarmRule"/],
  [
    { alarmActions: Array.from("abcdef", (end) => topic + end) },
    /"alarmActions" takes at most 5 actions, got 6/,
  ],
  [
    { actionsSuppressor: { alarm: "a" } },
    /Missing required property "actionsSuppressor.extensionPeriod"/,
  ],
])("rejects %j before AWS does", async (change, message) => {
  const alarm = new Life(await emulatedProvider(), TOKEN);
  await expect(alarm.create({ ...program, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const cloudWatch = () => awsClients(emulatorAddress(), "us-east-1").cloudWatch();
  const parts = ["strata-test-a", "strata-test-b"];
  beforeAll(async () => {
    for (const AlarmName of parts) {
      await (
        await cloudWatch()
      ).putMetricAlarm({
        AlarmName,
        Namespace: "AWS/RDS",
        MetricName: "CPUUtilization",
        Statistic: "Average",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
      });
    }
  });
  afterAll(async () => {
    await (await cloudWatch()).deleteAlarms({ AlarmNames: parts });
  });

  it("reads back what it made, and a second look finds no difference", async () => {
    const alarm = new Life(await emulatedProvider(), TOKEN);
    const state = await alarm.create(program);
    expect(state).toMatchObject({
      ...program,
      id: program.alarmName,
      arn: `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${program.alarmName}`,
      actionsEnabled: true,
      tagsAll: { ...DEFAULT_TAGS, Name: "service" },
    });
    expect(await alarm.refresh()).toEqual(state);
    expect((await alarm.diff(program)).differences).toEqual([]);
    const imported = await alarm.importBy(program.alarmName);
    expect(imported?.inputs).toMatchObject(program);
    expect((await alarm.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await alarm.delete();
    expect(await alarm.refresh()).toBeUndefined();
    expect(await alarm.importBy(program.alarmName)).toBeUndefined();
    await alarm.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const alarm = new Life(await emulatedProvider(), TOKEN);
    await alarm.create(program);
    const changed = {
      alarmName: program.alarmName,
      alarmRule: "ALARM(strata-test-a)",
      tags: { Owner: "ops" },
    };
    expect(await alarm.update(changed)).toMatchObject({
      ...changed,
      alarmDescription: undefined,
      actionsSuppressor: undefined,
      alarmActions: [],
    });
    await (
      await cloudWatch()
    ).putCompositeAlarm({ AlarmName: program.alarmName, AlarmRule: "OK(strata-test-a)" });
    await alarm.refresh();
    expect((await alarm.diff(changed)).differences).toEqual([
      { path: "alarmRule", kind: "update", replaces: false },
    ]);
    await alarm.delete();
  });

  it("leaves no tags behind for the next alarm of its name", async () => {
    const provider = await emulatedProvider();
    const first = new Life(provider, TOKEN);
    await first.create(program);
    await first.delete();
    const second = new Life(provider, TOKEN);
    expect((await second.create({ ...program, tags: {} })).tags).toEqual({});
    await second.delete();
  });

  it("is no metric alarm", async () => {
    const provider = await emulatedProvider();
    const alarm = new Life(provider, TOKEN);
    await alarm.create(program);
    const other = new Life(provider, "aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(await other.importBy(program.alarmName)).toBeUndefined();
    expect(await alarm.importBy("strata-test-a")).toBeUndefined();
    await alarm.delete();
  });

  it("fails with code and message of the API", async () => {
    const alarm = new Life(await emulatedProvider(), TOKEN);
    await expect(alarm.create({ ...program, alarmRule: "ALARM(absent)" })).rejects.toThrow(
      /^creating CloudWatch Composite Alarm: .*: PutCompositeAlarm, .* api error Validation\w+: .*\[absent\]/,
    );
  });
});
