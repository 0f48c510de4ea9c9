import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./dashboard.ts";

const TOKEN = "aws:cloudwatch/dashboard:Dashboard";
const body = (title: string) =>
  JSON.stringify({ widgets: [{ type: "text", x: 0, y: 0, properties: { markdown: title } }] });
const program = { dashboardName: "strata-test", dashboardBody: body("one") };

// CloudWatch API reference: PutDashboard replaces the body, nothing renames a dashboard.
const decisions: [string, object, string][] = [
  ["dashboardName", { dashboardName: "strata-test-other" }, "replace"],
  ["dashboardBody", { dashboardBody: body("two") }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
];
const reordered = '{"widgets":[{"y":0,"x":0,"type":"text","properties":{"markdown":"one"}}]}';

it.each([
  ...decisions,
  ["how the body is written", { dashboardBody: reordered }, "nothing"],
  ["nothing", {}, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  [{ dashboardName: "with space" }, /"dashboardName" is 1 to 255 letters/],
  [{ dashboardName: undefined }, /Missing required property "dashboardName"/],
  [{ dashboardBody: "{" }, /"dashboardBody" is a JSON document/],
])("rejects %j before AWS does", async (change, message) => {
  const dashboard = new Life(await emulatedProvider(), TOKEN);
  await expect(dashboard.create({ ...program, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  it("reads back what it made, changes it, sees what others changed, imports it, and ends", async () => {
    const dashboard = new Life(await emulatedProvider(), TOKEN);
    const state = await dashboard.create(program);
    expect(state).toMatchObject({
      ...program,
      id: "strata-test",
      dashboardArn: "arn:aws:cloudwatch::123456789012:dashboard/strata-test",
    });
    expect(await dashboard.refresh()).toEqual(state);
    expect((await dashboard.diff(program)).differences).toEqual([]);
    const changed = { ...program, dashboardBody: body("two") };
    expect(await dashboard.update(changed)).toMatchObject(changed);

    const cloudWatch = await awsClients(emulatorAddress(), "us-east-1").cloudWatch();
    await cloudWatch.putDashboard({ DashboardName: "strata-test", DashboardBody: body("three") });
    await dashboard.refresh();
    expect((await dashboard.diff(changed)).changed).toEqual(["dashboardBody"]);

    const imported = await dashboard.importBy("strata-test");
    expect(imported?.inputs).toMatchObject({
      dashboardName: "strata-test",
      dashboardBody: body("three"),
    });
    expect((await dashboard.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await dashboard.delete();
    expect(await dashboard.refresh()).toBeUndefined();
    expect(await dashboard.importBy("strata-test")).toBeUndefined();
    await dashboard.delete();
  });
});
