import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";

const TOKEN = "aws:cloudwatch/logGroup:LogGroup";
const name = "/strata-test/app";
const key = "arn:aws:kms:us-east-1:123456789012:key/one";
const program = { name, retentionInDays: 7, tags: { Name: "app" } };
const encrypted = { ...program, kmsKeyId: key };

// CloudWatch Logs API reference: retention, key and protection have calls of their own; nothing renames a group or
// changes its class. Terraform plans "forces replacement" for the same.
it.each([
  ["name", { name: "/strata-test/other" }, "delete, then create"],
  ["logGroupClass", { logGroupClass: "INFREQUENT_ACCESS" }, "delete, then create"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["retentionInDays", { retentionInDays: 14 }, "update"],
  ["retentionInDays to never", { retentionInDays: 0 }, "update"],
  ["kmsKeyId", { kmsKeyId: `${key}2` }, "update"],
  ["kmsKeyId, left out", { kmsKeyId: undefined }, "update"],
  ["deletionProtectionEnabled", { deletionProtectionEnabled: true }, "update"],
  ["skipDestroy", { skipDestroy: true }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["nothing", {}, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, encrypted, { ...encrypted, ...change })).toBe(expected);
});

it("replaces for another prefix, creating first because the name is not given", async () => {
  expect(await decision(TOKEN, { namePrefix: "a" }, { namePrefix: "b" })).toBe("replace");
});

describe("against the emulator", () => {
  const logs = () => awsClients(emulatorAddress(), "us-east-1").cloudWatchLogs();

  it("reads back what it made, and a second look finds no difference", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const state = await group.create(program);
    expect(state).toMatchObject({
      ...program,
      id: name,
      arn: `arn:aws:logs:us-east-1:123456789012:log-group:${name}`,
      logGroupClass: "STANDARD",
      deletionProtectionEnabled: false,
      skipDestroy: false,
      tagsAll: { ...DEFAULT_TAGS, Name: "app" },
    });
    expect(await group.refresh()).toEqual(state);
    expect((await group.diff(program)).differences).toEqual([]);
    await group.delete();
    expect(await group.refresh()).toBeUndefined();
    await group.delete();
  });

  it("keeps logs for ever unless told otherwise, and is named automatically", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const state = await group.create({});
    expect(state).toMatchObject({ name: "sample-0001020", retentionInDays: 0 });
    expect((await group.diff({})).differences).toEqual([]);
    await group.delete();

    const prefixed = new Life(await emulatedProvider(), TOKEN);
    const made = await prefixed.create({ namePrefix: "/strata-test/" });
    expect(made).toMatchObject({
      name: expect.stringMatching(/^\/strata-test\/[0-9a-f]{26}$/),
      namePrefix: "/strata-test/",
    });
    expect((await prefixed.diff({ namePrefix: "/strata-test/" })).differences).toEqual([]);
    await prefixed.delete();
  });

  it("keeps what the emulator cannot hold, as the program says it", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const protectedGroup = {
      name,
      logGroupClass: "INFREQUENT_ACCESS",
      deletionProtectionEnabled: true,
    };
    expect(await group.create(protectedGroup)).toMatchObject(protectedGroup);
    await group.refresh();
    expect((await group.diff(protectedGroup)).differences).toEqual([]);
    await expect(group.delete()).rejects.toThrow(/deletion protection/);
    await group.update({ ...protectedGroup, deletionProtectionEnabled: false });
    await group.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program);
    const forever = { name, tags: { Owner: "ops" } };
    expect(await group.update(forever)).toMatchObject({ ...forever, retentionInDays: 0 });
    const plain = { name, retentionInDays: 30, tags: { Owner: "ops" } };
    const state = await group.update(plain);
    expect(state).toMatchObject({ ...plain, kmsKeyId: undefined, tags: { Owner: "ops" } });

    await (await logs()).putRetentionPolicy({ logGroupName: name, retentionInDays: 1 });
    await group.refresh();
    expect((await group.diff(plain)).differences).toEqual([
      { path: "retentionInDays", kind: "update", replaces: false },
    ]);
    await group.delete();
  });

  // CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS Key Management Service".
  it("is encrypted by a key that lets CloudWatch Logs use it, another one, and none", async () => {
    const kms = await awsClients(emulatorAddress(), "us-east-1").kms();
    const keyFor = async (Service: string) => {
      const Statement = [
        { Effect: "Allow", Principal: { Service }, Action: "kms:*", Resource: "*" },
      ];
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
      return (await kms.createKey({ Policy })).KeyMetadata?.Arn ?? "";
    };
    const first = await keyFor("logs.us-east-1.amazonaws.com");
    const second = await keyFor("logs.us-east-1.amazonaws.com");
    const group = new Life(await emulatedProvider(), TOKEN);
    const state = await group.create({ ...program, kmsKeyId: first });
    expect(state).toMatchObject({ kmsKeyId: first });
    expect(await group.refresh()).toEqual(state);
    expect((await group.importBy(name))?.inputs).toMatchObject({ kmsKeyId: first });
    expect(await group.update({ ...program, kmsKeyId: second })).toMatchObject({
      kmsKeyId: second,
    });

    await (await logs()).associateKmsKey({ logGroupName: name, kmsKeyId: first });
    await group.refresh();
    expect((await group.diff({ ...program, kmsKeyId: second })).changed).toEqual(["kmsKeyId"]);

    const refusal = /KMS key does not exist or is not allowed to be used with Arn/;
    const foreign = await keyFor("logs.eu-west-1.amazonaws.com");
    await expect(group.update({ ...program, kmsKeyId: foreign })).rejects.toThrow(refusal);
    await expect(group.update({ ...program, kmsKeyId: key })).rejects.toThrow(refusal);
    expect((await group.update(program)).kmsKeyId).toBeUndefined();
    await group.delete();
    const other = new Life(await emulatedProvider(), TOKEN);
    await expect(other.create(encrypted)).rejects.toThrow(refusal);
    expect(other.exists).toBe(false);
  });

  it("is found among others whose names begin with its own", async () => {
    const provider = await emulatedProvider();
    const other = new Life(provider, TOKEN);
    await other.create({ name: `${name}-other` });
    const group = new Life(provider, TOKEN);
    await group.create({ name });
    await group.delete();
    expect(await group.refresh()).toBeUndefined();
    expect((await other.refresh())?.name).toBe(`${name}-other`);
    await other.delete();
  });

  it("leaves no tags behind for the next group of its name", async () => {
    const provider = await emulatedProvider();
    const first = new Life(provider, TOKEN);
    await first.create(program);
    await first.delete();
    const second = new Life(provider, TOKEN);
    expect((await second.create({ name })).tags).toEqual({});
    await second.delete();
  });

  it("stays where it was told to", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create({ name, skipDestroy: true });
    await group.delete();
    expect(await group.refresh()).toMatchObject({ name });
    await (await logs()).deleteLogGroup({ logGroupName: name });
  });

  it("imports by name with inputs that ask for no change", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program);
    const imported = await group.importBy(name);
    expect(imported?.inputs).toMatchObject(program);
    expect((await group.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await group.delete();
    expect(await group.importBy(name)).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const provider = await emulatedProvider();
    const first = new Life(provider, TOKEN);
    await first.create({ name });
    await expect(new Life(provider, TOKEN).create({ name })).rejects.toThrow(
      /^creating CloudWatch Logs Log Group: .*: CreateLogGroup, .* error ResourceAlreadyExistsException: /,
    );
    await first.delete();
  });
});

it.each([
  [{ name: "with space" }, /"name" is 1 to 512 letters/],
  [{ name, retentionInDays: 8 }, /"retentionInDays" to be one of 0, 1, 3/],
  [{ name, namePrefix: "x" }, /"namePrefix" conflicts with "name"/],
])("rejects %j before AWS does", async (inputs, message) => {
  await expect(new Life(await emulatedProvider(), TOKEN).create(inputs)).rejects.toThrow(message);
});
