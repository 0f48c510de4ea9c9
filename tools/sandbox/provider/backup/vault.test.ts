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
import { resource } from "./vault.ts";

const TOKEN = "aws:backup/vault:Vault";
const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/one";
const program = { name: "strata-test-vault", kmsKeyArn, tags: { Name: "vault" } };

// AWS Backup API reference: nothing changes the name or the key of a vault.
const decisions: [string, object, string][] = [
  ["name", { name: "other" }, "delete, then create"],
  ["kmsKeyArn", { kmsKeyArn: `${kmsKeyArn}-other` }, "delete, then create"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["forceDestroy", { forceDestroy: true }, "update"],
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

it("rejects a name that AWS Backup does not take", async () => {
  const vault = new Life(await emulatedProvider(), TOKEN);
  await expect(vault.create({ ...program, name: "a.b" })).rejects.toThrow('not "a.b"');
});

describe("against the emulator", () => {
  const life = async () => new Life(await emulatedProvider(), TOKEN);

  it.each([
    ["minimal", {}],
    ["full", { ...program, forceDestroy: true }],
  ])("reads back what it made (%s), and a second look finds no difference", async (_, inputs) => {
    const vault = await life();
    const state = await vault.create(inputs);
    expect(state).toMatchObject({
      ...inputs,
      id: state.name,
      arn: `arn:aws:backup:us-east-1:123456789012:backup-vault:${vault.id}`,
      recoveryPoints: 0,
      tagsAll: expect.objectContaining(DEFAULT_TAGS),
    });
    expect(await vault.refresh()).toEqual(state);
    expect((await vault.diff(inputs)).differences).toEqual([]);
    await vault.delete();
    expect(await vault.refresh()).toBeUndefined();
    await vault.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const vault = await life();
    const { arn } = await vault.create(program);
    const changed = { ...program, tags: { Owner: "data" } };
    expect(await vault.update(changed)).toMatchObject({ tags: { Owner: "data" } });
    const backup = await awsClients(emulatorAddress(), "us-east-1").backup();
    await backup.tagResource({ ResourceArn: String(arn), Tags: { Owner: "somebody" } });
    await vault.refresh();
    expect((await vault.diff(changed)).differences).toEqual([
      { path: "tags.Owner", kind: "update", replaces: false },
      { path: "tagsAll.Owner", kind: "update", replaces: false },
    ]);
    await vault.delete();
  });

  it("imports by name with inputs that ask for no change", async () => {
    const vault = await life();
    await vault.create(program);
    const imported = await vault.importBy(program.name);
    expect(imported?.inputs).toMatchObject(program);
    expect((await vault.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await vault.delete();
    expect(await vault.importBy(program.name)).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const [vault, same] = [await life(), await life()];
    await vault.create(program);
    await expect(same.create(program)).rejects.toThrow(
      apiErrorPattern(
        "creating Backup Vault",
        "Backup: CreateBackupVault",
        "AlreadyExistsException",
      ),
    );
    await vault.delete();
  });
});
