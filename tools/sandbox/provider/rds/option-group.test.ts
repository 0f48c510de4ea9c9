import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./option-group.ts";

const TOKEN = "aws:rds/optionGroup:OptionGroup";
const audit = {
  optionName: "MARIADB_AUDIT_PLUGIN",
  optionSettings: [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT" }],
};
const cache = {
  optionName: "MEMCACHED",
  port: 11211,
  version: "1.0",
  vpcSecurityGroupMemberships: ["sg-12345678"],
};
const program = {
  name: "strata-test-options",
  optionGroupDescription: "audit",
  engineName: "mysql",
  majorEngineVersion: "8.4",
  options: [audit],
  tags: { Name: "main" },
};

// RDS API reference: ModifyOptionGroup changes options, and nothing else. ForceNew of the others:
// terraform-provider-aws, aws_db_option_group.
const decisions: [string, object, string][] = [
  ["name", { name: "strata-test-other" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "strata-" }, "replace"],
  ["optionGroupDescription", { optionGroupDescription: "other" }, "delete, then create"],
  ["engineName", { engineName: "mariadb" }, "delete, then create"],
  ["majorEngineVersion", { majorEngineVersion: "8.0" }, "delete, then create"],
  ["options", { options: [] }, "update"],
  ["skipDestroy", { skipDestroy: true }, "update"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
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

// The documentation of the official provider: leaving out port and version does not remove them.
it.each([
  ["a setting", { ...cache, optionSettings: [{ name: "a", value: "b" }] }, "update"],
  ["a port", { ...cache, port: 11212 }, "update"],
  ["a port, left out", { ...cache, port: undefined }, "nothing"],
  ["a version, left out", { ...cache, version: undefined }, "nothing"],
  ["a security group", { ...cache, vpcSecurityGroupMemberships: ["sg-2"] }, "update"],
  ["a security group, gone", { ...cache, vpcSecurityGroupMemberships: undefined }, "update"],
  ["a DB security group", { ...cache, dbSecurityGroupMemberships: ["old"] }, "update"],
])("a change of %s of an option", async (_what, changed, expected) => {
  const before = { ...program, options: [cache] };
  expect(await decision(TOKEN, before, { ...before, options: [changed] })).toBe(expected);
});

it.each([
  [{ name: "Upper" }, /"name" is lower case letters/],
  [{ namePrefix: "x" }, /"namePrefix" conflicts with "name"/],
  [{ engineName: undefined }, /Missing required property "engineName"/],
  [{ majorEngineVersion: undefined }, /Missing required property "majorEngineVersion"/],
  [{ options: [{ port: 1 }] }, /Missing required property "options\[0\].optionName"/],
])("rejects %j before AWS does", async (change, message) => {
  const group = new Life(await emulatedProvider(), TOKEN);
  await expect(group.create({ ...program, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const rds = () => awsClients(emulatorAddress(), "us-east-1").rds();
  const OptionGroupName = program.name;

  it("reads back what it made, and a second look finds no difference", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const inputs = { ...program, options: [audit, cache] };
    const state = await group.create(inputs);
    expect(state).toMatchObject({
      ...program,
      options: [audit, cache],
      id: program.name,
      arn: `arn:aws:rds:us-east-1:123456789012:og:${program.name}`,
      tagsAll: { ...DEFAULT_TAGS, Name: "main" },
    });
    expect(await group.refresh()).toEqual(state);
    expect((await group.diff(inputs)).differences).toEqual([]);
    await group.delete();
    expect(await group.refresh()).toBeUndefined();
    await group.delete();
  });

  it("names and describes a group that the program does not", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const minimal = { engineName: "mysql", majorEngineVersion: "8.0" };
    const made = await group.create(minimal);
    expect(made).toMatchObject({
      name: "sample-0001020",
      optionGroupDescription: "Managed by Pulumi",
      options: [],
    });
    expect((await group.diff(minimal)).differences).toEqual([]);
    await group.delete();
  });

  it("adds, changes and removes options in place, and sees what others changed", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program);
    const changed = {
      ...program,
      options: [
        { ...audit, optionSettings: [{ name: "SERVER_AUDIT_EVENTS", value: "QUERY" }] },
        cache,
      ],
      tags: { Owner: "data" },
    };
    expect(await group.update(changed)).toMatchObject({
      options: changed.options,
      tags: { Owner: "data" },
    });

    await (await rds()).modifyOptionGroup({ OptionGroupName, OptionsToRemove: ["MEMCACHED"] });
    await group.refresh();
    expect((await group.diff(changed)).differences).toEqual([
      { path: "options[1]", kind: "add", replaces: false },
    ]);
    expect((await group.update({ ...program, options: [] })).options).toEqual([]);
    await group.delete();
  });

  it("imports by name with inputs that ask for no change", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program);
    const imported = await group.importBy(program.name);
    expect(imported?.inputs).toMatchObject(program);
    expect((await group.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await group.delete();
    expect(await group.importBy(program.name)).toBeUndefined();
  });

  it("stays where it was told to", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create({ ...program, skipDestroy: true });
    await group.delete();
    expect(await group.refresh()).toMatchObject({ name: program.name });
    await (await rds()).deleteOptionGroup({ OptionGroupName });
  });

  it("refuses to be deleted while a database, or the final snapshot of one, uses it", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program);
    const client = await rds();
    const DBInstanceIdentifier = "strata-in-options";
    const DBSnapshotIdentifier = "strata-in-options-last";
    await client.createDBInstance({
      DBInstanceIdentifier,
      OptionGroupName,
      DBInstanceClass: "db.t3.micro",
      Engine: "mysql",
      MasterUsername: "strata",
      MasterUserPassword: "not-a-secret",
      AllocatedStorage: 20,
    });
    const refusal =
      /^deleting RDS DB Option Group .* api error InvalidOptionGroupState\w*: .*is in use/;
    await expect(group.delete()).rejects.toThrow(refusal);
    await client.deleteDBInstance({
      DBInstanceIdentifier,
      FinalDBSnapshotIdentifier: DBSnapshotIdentifier,
    });
    await expect(group.delete()).rejects.toThrow(refusal);
    await client.deleteDBSnapshot({ DBSnapshotIdentifier });
    await group.delete();
    expect(await group.refresh()).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await expect(group.create({ ...program, majorEngineVersion: "1.0" })).rejects.toThrow(
      /^creating RDS DB Option Group: .* RDS: CreateOptionGroup, .* error InvalidParameterCombination\w*: /,
    );
  });
});
