import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./alias.ts";

const TOKEN = "aws:kms/alias:Alias";
const program = { name: "alias/strata-data", targetKeyId: "one" };

// KMS API reference: UpdateAlias changes the key, nothing changes the name.
const decisions: [string, object, string][] = [
  ["name", { name: "alias/other" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "alias/strata-" }, "replace"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["targetKeyId", { targetKeyId: "two" }, "update"],
];

it.each([
  ...decisions,
  [
    "nothing, but the ARN of the key",
    { targetKeyId: "arn:aws:kms:us-east-1:1:key/one" },
    "nothing",
  ],
  ["nothing", {}, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  ["a name without alias/", { name: "strata-data" }, "must begin with 'alias/'"],
  ["a name of AWS", { name: "alias/aws/rds" }, "which is AWS's"],
  ["strange letters", { name: "alias/a.b" }, "[a-zA-Z0-9/_-]"],
  ["name and prefix", { namePrefix: "alias/a" }, 'conflicts with "name"'],
])("rejects %s", async (_what, wrong, message) => {
  const alias = new Life(await emulatedProvider(), TOKEN);
  await expect(alias.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const kms = () => awsClients(emulatorAddress(), "us-east-1").kms();
  const life = async () => new Life(await emulatedProvider(), TOKEN);
  const keys: { id: string; arn: string }[] = [];
  beforeAll(async () => {
    for (let i = 0; i < 2; i++) {
      const { KeyMetadata } = await (await kms()).createKey({});
      keys.push({ id: KeyMetadata?.KeyId ?? "", arn: KeyMetadata?.Arn ?? "" });
    }
  });
  afterAll(async () => {
    for (const { id } of keys) await (await kms()).scheduleKeyDeletion({ KeyId: id });
  });
  const key = (index: number) => keys[index] ?? { id: "", arn: "" };

  it("reads back what it made, and a second look finds no difference", async () => {
    const alias = await life();
    const inputs = { ...program, targetKeyId: key(0).arn };
    const state = await alias.create(inputs);
    expect(state).toMatchObject({
      id: program.name,
      name: program.name,
      arn: `arn:aws:kms:us-east-1:123456789012:${program.name}`,
      targetKeyArn: key(0).arn,
      targetKeyId: key(0).id,
    });
    expect(await alias.refresh()).toEqual(state);
    expect((await alias.diff(inputs)).differences).toEqual([]);
    await alias.delete();
    expect(await alias.refresh()).toBeUndefined();
    await alias.delete();
  });

  it.each([
    ["its own", {}, /^alias\/sample-[0-9a-f]{7}$/],
    ["a prefix", { namePrefix: "alias/strata-" }, /^alias\/strata-\d{17}0[0-9a-f]{8}$/],
  ])("is named from %s", async (_, naming, pattern) => {
    const alias = await life();
    expect((await alias.create({ targetKeyId: key(0).id, ...naming })).name).toMatch(pattern);
    await alias.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const alias = await life();
    await alias.create({ ...program, targetKeyId: key(0).id });
    const changed = { ...program, targetKeyId: key(1).id };
    expect(await alias.update(changed)).toMatchObject({ targetKeyArn: key(1).arn });
    await (await kms()).updateAlias({ AliasName: program.name, TargetKeyId: key(0).id });
    await alias.refresh();
    expect((await alias.diff(changed)).differences).toEqual([
      { path: "targetKeyId", kind: "update", replaces: false },
    ]);
    await alias.delete();
  });

  it("imports by name with inputs that ask for no change", async () => {
    const alias = await life();
    await alias.create({ ...program, targetKeyId: key(0).id });
    const imported = await alias.importBy(program.name);
    expect(imported?.inputs).toMatchObject({ ...program, targetKeyId: key(0).id });
    expect((await alias.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await alias.delete();
    expect(await alias.importBy(program.name)).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const alias = await life();
    await expect(alias.create({ ...program, targetKeyId: "absent" })).rejects.toThrow(
      /^creating KMS Alias: operation error KMS: CreateAlias, .* api error NotFoundException: /,
    );
  });
});
