import { awsClients } from "../aws-clients.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./selection.ts";

const TOKEN = "aws:backup/selection:Selection";
const iamRoleArn = "arn:aws:iam::123456789012:role/backup";
const database = "arn:aws:rds:us-east-1:123456789012:db:main";
const minimal = { name: "strata", iamRoleArn, planId: "plan", resources: [database] };
const program = {
  ...minimal,
  notResources: ["arn:aws:s3:::*"],
  conditions: [
    {
      stringEquals: [{ key: "aws:ResourceTag/Backup", value: "yes" }],
      stringNotLikes: [{ key: "aws:ResourceTag/Owner", value: "test*" }],
    },
  ],
  selectionTags: [{ type: "STRINGEQUALS", key: "Backup", value: "yes" }],
};

// AWS Backup API reference: there is no call that changes a selection.
const decisions: [string, object, string][] = [
  ["name", { name: "other" }],
  ["region", { region: "eu-west-1" }],
  ["iamRoleArn", { iamRoleArn: `${iamRoleArn}-other` }],
  ["planId", { planId: "other" }],
  ["resources", { resources: ["*"] }],
  ["notResources", { notResources: [database] }],
  ["conditions", { conditions: [{ stringLikes: [{ key: "a", value: "b" }] }] }],
  ["selectionTags", { selectionTags: [] }],
].map(([name, change]) => [name, change, "delete, then create"] as [string, object, string]);

it.each([...decisions, ["nothing", {}, "nothing"]] as typeof decisions)(
  "a change of %s",
  async (_property, change, expected) => {
    expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
  },
);

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it("rejects a name that AWS Backup does not take", async () => {
  const selection = new Life(await emulatedProvider(), TOKEN);
  await expect(selection.create({ ...program, name: "a b" })).rejects.toThrow('not "a b"');
});

describe("against the emulator", () => {
  const backup = () => awsClients(emulatorAddress(), "us-east-1").backup();
  const life = async () => new Life(await emulatedProvider(), TOKEN);
  let planId: string;
  beforeAll(async () => {
    const { BackupPlanId } = await (
      await backup()
    ).createBackupPlan({
      BackupPlan: {
        BackupPlanName: "strata-test-selection",
        Rules: [{ RuleName: "daily", TargetBackupVaultName: "strata" }],
      },
    });
    planId = BackupPlanId ?? "";
  });
  afterAll(async () => {
    await (await backup()).deleteBackupPlan({ BackupPlanId: planId });
  });

  it.each([
    ["minimal", minimal],
    ["full", program],
  ])("reads back what it made (%s), and a second look finds no difference", async (_, given) => {
    const selection = await life();
    const inputs = { ...given, planId };
    const state = await selection.create(inputs);
    expect(state).toMatchObject({ ...inputs, id: selection.id });
    expect(await selection.refresh()).toEqual(state);
    expect((await selection.diff(inputs)).differences).toEqual([]);
    await selection.delete();
    expect(await selection.refresh()).toBeUndefined();
    await selection.delete();
  });

  it("imports by plan and id with inputs that ask for no change", async () => {
    const selection = await life();
    await selection.create({ ...program, planId });
    const imported = await selection.importBy(`${planId}|${selection.id}`);
    expect(imported?.id).toBe(selection.id);
    expect(imported?.inputs).toMatchObject({ ...program, planId });
    expect((await selection.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await selection.delete();
    expect(await selection.importBy(`${planId}|${selection.id}`)).toBeUndefined();
    expect(await selection.importBy(`absent|${selection.id}`)).toBeUndefined();
    await expect(selection.importBy(selection.id)).rejects.toThrow("<plan-id>|<selection-id>");
  });

  it("fails with code and message of the API", async () => {
    const selection = await life();
    await expect(selection.create({ ...program, planId: "absent" })).rejects.toThrow(
      apiErrorPattern(
        "creating Backup Selection",
        "Backup: CreateBackupSelection",
        "InvalidParameterValueException",
      ),
    );
  });
});
