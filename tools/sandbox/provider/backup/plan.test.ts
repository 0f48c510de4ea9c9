import { awsClients } from "../aws-clients.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./plan.ts";

const TOKEN = "aws:backup/plan:Plan";
const daily = { ruleName: "daily", targetVaultName: "strata", schedule: "cron(0 5 ? * * *)" };
const monthly = {
  ruleName: "monthly",
  targetVaultName: "strata",
  schedule: "cron(0 5 1 * ? *)",
  scheduleExpressionTimezone: "Europe/Berlin",
  startWindow: 120,
  completionWindow: 480,
  enableContinuousBackup: true,
  lifecycle: { coldStorageAfter: 30, deleteAfter: 365 },
  recoveryPointTags: { Kind: "monthly" },
  copyActions: [
    {
      destinationVaultArn: "arn:aws:backup:eu-west-1:123456789012:backup-vault:strata",
      lifecycle: { deleteAfter: 35 },
    },
  ],
};
const minimal = { name: "strata-test-minimal", rules: [daily] };
const program = {
  name: "strata-test-plan",
  rules: [daily, monthly],
  advancedBackupSettings: [{ resourceType: "EC2", backupOptions: { WindowsVSS: "enabled" } }],
  tags: { Name: "plan" },
};

// AWS Backup API reference: UpdateBackupPlan replaces the document.
// ForceNew of the name: terraform-provider-aws, aws_backup_plan.
const decisions: [string, object, string][] = [
  ["name", { name: "other" }, "delete, then create"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["rules", { rules: [daily] }, "update"],
  ["advancedBackupSettings", { advancedBackupSettings: [] }, "update"],
  [
    "scanSettings",
    {
      scanSettings: [
        {
          malwareScanner: "GUARDDUTY",
          resourceTypes: ["EBS"],
          scannerRoleArn: "arn:aws:iam::123456789012:role/scan",
        },
      ],
    },
    "update",
  ],
  ["tags", { tags: { Name: "other" } }, "update"],
];

it.each([
  ...decisions,
  ["nothing, but the order of rules", { rules: [monthly, daily] }, "nothing"],
  ["nothing, but a default", { rules: [{ ...daily, startWindow: 60 }, monthly] }, "nothing"],
  ["nothing", {}, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  ["a rule's name", { rules: [{ ...daily, ruleName: "every day" }] }, 'not "every day"'],
  ["a vault's name", { rules: [{ ...daily, targetVaultName: "a.b" }] }, 'not "a.b"'],
  [
    "an end soon after the cold",
    { rules: [{ ...daily, lifecycle: { coldStorageAfter: 30, deleteAfter: 100 } }] },
    "at least 90 days after",
  ],
])("rejects %s", async (_what, wrong, message) => {
  const plan = new Life(await emulatedProvider(), TOKEN);
  await expect(plan.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const life = async () => new Life(await emulatedProvider(), TOKEN);
  const backup = () => awsClients(emulatorAddress(), "us-east-1").backup();

  it.each([
    ["minimal", minimal],
    ["full", program],
  ])("reads back what it made (%s), and a second look finds no difference", async (_, inputs) => {
    const plan = await life();
    const state = await plan.create(inputs);
    const { rules, ...rest } = inputs;
    expect(state).toMatchObject({
      ...rest,
      arn: `arn:aws:backup:us-east-1:123456789012:backup-plan:${plan.id}`,
      version: expect.stringMatching(/./),
      tagsAll: expect.objectContaining(DEFAULT_TAGS),
    });
    expect(state.rules).toMatchObject(
      rules.map((rule) => ({
        startWindow: 60,
        completionWindow: 180,
        scheduleExpressionTimezone: "Etc/UTC",
        enableContinuousBackup: false,
        ...rule,
      })),
    );
    expect(await plan.refresh()).toEqual(state);
    expect((await plan.diff(inputs)).differences).toEqual([]);
    await plan.delete();
    expect(await plan.refresh()).toBeUndefined();
    await plan.delete();
  });

  it("updates in place, to another version, and sees what others changed", async () => {
    const plan = await life();
    const { version } = await plan.create(program);
    const changed = { ...program, rules: [monthly], tags: { Owner: "data" } };
    const updated = await plan.update(changed);
    expect(updated).toMatchObject({ rules: [monthly], tags: { Owner: "data" }, id: plan.id });
    expect(updated.version).not.toBe(version);
    const BackupPlan = {
      BackupPlanName: program.name,
      Rules: [{ RuleName: "daily", TargetBackupVaultName: "strata" }],
    };
    await (await backup()).updateBackupPlan({ BackupPlanId: plan.id, BackupPlan });
    await plan.refresh();
    expect([...(await plan.diff(changed)).changed].sort()).toEqual([
      "advancedBackupSettings",
      "rules",
    ]);
    await plan.delete();
  });

  it("imports by id with inputs that ask for no change", async () => {
    const plan = await life();
    await plan.create(program);
    const imported = await plan.importBy(plan.id);
    expect(imported?.inputs).toMatchObject(program);
    expect((await plan.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await plan.delete();
    expect(await plan.importBy(plan.id)).toBeUndefined();
  });

  it("refuses to be deleted while it has selections", async () => {
    const plan = await life();
    await plan.create(program);
    const { SelectionId } = await (
      await backup()
    ).createBackupSelection({
      BackupPlanId: plan.id,
      BackupSelection: {
        SelectionName: "all",
        IamRoleArn: "arn:aws:iam::123456789012:role/backup",
        Resources: ["*"],
      },
    });
    await expect(plan.delete()).rejects.toThrow(
      /^deleting Backup Plan .* Backup: DeleteBackupPlan, .* api error InvalidRequestException: /,
    );
    await (await backup()).deleteBackupSelection({ BackupPlanId: plan.id, SelectionId });
    await plan.delete();
  });

  it("fails with code and message of the API", async () => {
    const [plan, same] = [await life(), await life()];
    await plan.create(program);
    await expect(same.create(program)).rejects.toThrow(
      apiErrorPattern("creating Backup Plan", "Backup: CreateBackupPlan", "AlreadyExistsException"),
    );
    await plan.delete();
  });
});
