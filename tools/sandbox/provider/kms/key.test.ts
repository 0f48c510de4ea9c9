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
import { resource } from "./key.ts";

const TOKEN = "aws:kms/key:Key";
const policy = (more: object[] = []) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Account",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
      ...more,
    ],
  });
const forLogs = {
  Sid: "Logs",
  Effect: "Allow",
  Principal: { Service: "logs.us-east-1.amazonaws.com" },
  Action: ["kms:Encrypt", "kms:Decrypt"],
  Resource: "*",
};
const program = {
  description: "data",
  enableKeyRotation: true,
  rotationPeriodInDays: 180,
  deletionWindowInDays: 7,
  policy: policy(),
  tags: { Name: "data" },
};

// KMS API reference: nothing changes specification, usage, store and multi-Region.
// ForceNew: terraform-provider-aws, aws_kms_key.
const decisions: [string, object, string][] = [
  ["customerMasterKeySpec", { customerMasterKeySpec: "RSA_2048" }, "replace"],
  ["keyUsage", { keyUsage: "SIGN_VERIFY" }, "replace"],
  ["multiRegion", { multiRegion: true }, "replace"],
  ["customKeyStoreId", { customKeyStoreId: "cks-1" }, "replace"],
  ["xksKeyId", { customKeyStoreId: "cks-1", xksKeyId: "one" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["description", { description: "other" }, "update"],
  ["enableKeyRotation", { enableKeyRotation: false }, "update"],
  ["rotationPeriodInDays", { rotationPeriodInDays: 365 }, "update"],
  ["deletionWindowInDays", { deletionWindowInDays: 30 }, "update"],
  ["isEnabled", { isEnabled: false }, "update"],
  ["policy", { policy: policy([forLogs]) }, "update"],
  ["bypassPolicyLockoutSafetyCheck", { bypassPolicyLockoutSafetyCheck: true }, "update"],
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
  ["too short a window", { deletionWindowInDays: 6 }, "(7 - 30), got 6"],
  ["too long a period", { rotationPeriodInDays: 2561 }, "(90 - 2560), got 2561"],
  ["a policy that is no document", { policy: "{" }, "invalid JSON policy"],
  ["an external key without a store", { xksKeyId: "one" }, '"xksKeyId" requires'],
])("rejects %s", async (_what, wrong, message) => {
  const key = new Life(await emulatedProvider(), TOKEN);
  await expect(key.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const kms = () => awsClients(emulatorAddress(), "us-east-1").kms();
  const life = async () => new Life(await emulatedProvider(), TOKEN);

  it.each([
    ["minimal", {}],
    ["full", { ...program, multiRegion: true, isEnabled: false }],
    ["for signatures", { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "RSA_2048" }],
  ])("reads back what it made (%s), and a second look finds no difference", async (_, inputs) => {
    const key = await life();
    const state = await key.create(inputs);
    expect(state).toMatchObject({
      isEnabled: true,
      enableKeyRotation: false,
      multiRegion: false,
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      ...inputs,
      keyId: key.id,
      arn: `arn:aws:kms:us-east-1:123456789012:key/${key.id}`,
      tagsAll: expect.objectContaining(DEFAULT_TAGS),
    });
    expect(await key.refresh()).toEqual(state);
    expect((await key.diff(inputs)).differences).toEqual([]);
    await key.delete();
    expect(await key.refresh()).toBeUndefined();
    await key.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const key = await life();
    await key.create(program);
    const changed = {
      ...program,
      description: "",
      rotationPeriodInDays: 365,
      policy: policy([forLogs]),
      isEnabled: false,
      tags: { Owner: "data" },
    };
    const state = await key.update(changed);
    expect(state).toMatchObject({ ...changed, tagsAll: { ...DEFAULT_TAGS, Owner: "data" } });
    expect((await key.diff(changed)).differences).toEqual([]);
    // Enabled first: a disabled key cannot rotate.
    const enabled = { ...changed, isEnabled: true, rotationPeriodInDays: 90 };
    expect(await key.update(enabled)).toMatchObject({ isEnabled: true, rotationPeriodInDays: 90 });

    await (await kms()).disableKeyRotation({ KeyId: key.id });
    await (
      await kms()
    ).putKeyPolicy({
      KeyId: key.id,
      PolicyName: "default",
      Policy: policy(),
    });
    await key.refresh();
    expect([...(await key.diff(enabled)).changed].sort()).toEqual([
      "enableKeyRotation",
      "policy",
      "rotationPeriodInDays",
    ]);
    expect(await key.update({ ...enabled, enableKeyRotation: false })).toMatchObject({
      enableKeyRotation: false,
    });
    await key.delete();
  });

  it("takes the order of a policy's fields and strings for nothing", async () => {
    const key = await life();
    await key.create({ ...program, policy: policy([forLogs]) });
    const { Action, ...rest } = forLogs;
    const shuffled = policy([{ ...rest, Action: [...Action].reverse() }]);
    expect((await key.diff({ ...program, policy: shuffled })).differences).toEqual([]);
    await key.delete();
  });

  it("imports by id with inputs that ask for no change", async () => {
    const key = await life();
    await key.create(program);
    const imported = await key.importBy(key.id);
    const { deletionWindowInDays: _notHeld, ...held } = program;
    expect(imported?.inputs).toMatchObject(held);
    const { differences } = await key.diff({ ...imported?.inputs, deletionWindowInDays: 7 });
    expect(differences).toEqual([]);
    await key.delete();
    expect(await key.importBy(key.id)).toBeUndefined();
  });

  it.each([
    ["the given", program, 7],
    ["the usual", {}, 30],
  ])("schedules its deletion, with %s window", async (_, inputs, days) => {
    const key = await life();
    await key.create(inputs);
    await key.delete();
    const { KeyMetadata } = await (await kms()).describeKey({ KeyId: key.id });
    expect(KeyMetadata?.KeyState).toBe("PendingDeletion");
    const left = (KeyMetadata?.DeletionDate?.getTime() ?? 0) - Date.now();
    expect(Math.round(left / 86_400_000)).toBe(days);
  });

  it("fails where a policy would lock everybody out, unless it is told to", async () => {
    const key = await life();
    const locked = { ...program, policy: JSON.stringify({ Statement: [forLogs] }) };
    await expect(key.create(locked)).rejects.toThrow(
      /^creating KMS Key: operation error KMS: CreateKey, .* api error MalformedPolicyDocumentException: /,
    );
    await key.create(program);
    await expect(key.update(locked)).rejects.toThrow(
      /updating KMS Key .* KMS: PutKeyPolicy, .* MalformedPolicyDocumentException: /,
    );
    const told = { ...locked, bypassPolicyLockoutSafetyCheck: true };
    expect(await key.update(told)).toMatchObject({ policy: locked.policy });
    await key.delete();
  });

  it("fails with code and message of the API", async () => {
    const key = await life();
    await expect(key.create({ customerMasterKeySpec: "AES_512" })).rejects.toThrow(
      apiErrorPattern("creating KMS Key", "KMS: CreateKey", "ValidationException"),
    );
  });
});
