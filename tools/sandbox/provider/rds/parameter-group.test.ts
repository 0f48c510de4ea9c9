import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./parameter-group.ts";

const TOKEN = "aws:rds/parameterGroup:ParameterGroup";
const tls = { name: "require_secure_transport", value: "1", applyMethod: "immediate" };
const slow = { name: "long_query_time", value: "1", applyMethod: "immediate" };
const log = { name: "slow_query_log", value: "1", applyMethod: "pending-reboot" };
const program = {
  name: "strata-test-mysql",
  description: "TLS only",
  family: "mysql8.4",
  parameters: [tls, slow],
  tags: { Name: "main" },
};

// RDS API reference: ModifyDBParameterGroup and ResetDBParameterGroup change parameters, and nothing else. ForceNew of
// the others: terraform-provider-aws, aws_db_parameter_group.
const decisions: [string, object, string][] = [
  ["name", { name: "strata-test-other" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "strata-" }, "replace"],
  ["description", { description: "other" }, "delete, then create"],
  ["family", { family: "mysql8.0" }, "delete, then create"],
  ["parameters", { parameters: [tls, { ...slow, value: "2" }] }, "update"],
  ["skipDestroy", { skipDestroy: true }, "update"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["tags", { tags: { Name: "other" } }, "update"],
];

it.each([
  ...decisions,
  ["parameters, only their order", { parameters: [slow, tls] }, "nothing"],
  ["parameters, one fewer", { parameters: [tls] }, "update"],
  [
    "the way a parameter is applied",
    { parameters: [tls, { ...slow, applyMethod: "pending-reboot" }] },
    "update",
  ],
  ["the case of a name", { parameters: [tls, { ...slow, name: "Long_Query_Time" }] }, "nothing"],
  ["nothing", {}, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  [{ name: "Upper" }, /"name" is lower case letters/],
  [{ name: "1st" }, /"name" is lower case letters/],
  [{ name: "two--hyphens" }, /"name" is lower case letters/],
  [{ name: "end-" }, /"name" is lower case letters/],
  [{ namePrefix: "x" }, /"namePrefix" conflicts with "name"/],
  [{ family: undefined }, /Missing required property "family"/],
  [{ parameters: [{ name: "x" }] }, /Missing required property "parameters\[0\].value"/],
  [
    { parameters: [{ ...tls, applyMethod: "later" }] },
    /to be immediate or pending-reboot, got "later"/,
  ],
  [{ parameters: [tls, { ...tls, value: "0" }] }, /"require_secure_transport" is set twice/],
])("rejects %j before AWS does", async (change, message) => {
  const group = new Life(await emulatedProvider(), TOKEN);
  await expect(group.create({ ...program, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const rds = () => awsClients(emulatorAddress(), "us-east-1").rds();
  const DBParameterGroupName = program.name;

  it("reads back what it made, and a second look finds no difference", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const state = await group.create(program);
    expect(state).toMatchObject({
      ...program,
      parameters: expect.arrayContaining([tls, slow]),
      id: program.name,
      arn: `arn:aws:rds:us-east-1:123456789012:pg:${program.name}`,
      skipDestroy: false,
      tagsAll: { ...DEFAULT_TAGS, Name: "main" },
    });
    expect(await group.refresh()).toEqual(state);
    expect((await group.diff(program)).differences).toEqual([]);
    await group.delete();
    expect(await group.refresh()).toBeUndefined();
    await group.delete();
  });

  it("names and describes a group that the program does not", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const made = await group.create({ family: "mysql8.4" });
    expect(made).toMatchObject({
      name: "sample-0001020",
      description: "Managed by Pulumi",
      parameters: [],
    });
    expect((await group.diff({ family: "mysql8.4" })).differences).toEqual([]);
    await group.delete();

    const prefixed = new Life(await emulatedProvider(), TOKEN);
    const inputs = { family: "mysql8.4", namePrefix: "strata-" };
    expect((await prefixed.create(inputs)).name).toMatch(/^strata-[0-9a-f]{26}$/);
    expect((await prefixed.diff(inputs)).differences).toEqual([]);
    await prefixed.delete();
  });

  it("sets what is new, resets what is gone, and sees what others set", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program);
    const changed = {
      ...program,
      parameters: [{ ...tls, value: "0" }, log],
      tags: { Owner: "data" },
    };
    const state = await group.update(changed);
    expect(state.parameters).toHaveLength(2);
    expect(state).toMatchObject({
      parameters: expect.arrayContaining(changed.parameters),
      tags: { Owner: "data" },
    });

    await (
      await rds()
    ).modifyDBParameterGroup({
      DBParameterGroupName,
      Parameters: [
        { ParameterName: "max_connections", ParameterValue: "9", ApplyMethod: "immediate" },
      ],
    });
    await group.refresh();
    expect((await group.diff(changed)).changed).toEqual(["parameters"]);
    expect((await group.update(changed)).parameters).toHaveLength(2);
    await group.delete();
  });

  it("sets and resets more parameters than one call takes", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const many = Array.from({ length: 45 }, (_, i) => ({
      name: `parameter_${i}`,
      value: String(i),
    }));
    expect((await group.create({ ...program, parameters: many })).parameters).toHaveLength(45);
    expect((await group.update({ ...program, parameters: [] })).parameters).toEqual([]);
    await group.delete();
  });

  it("imports by name with inputs that ask for no change", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program);
    const imported = await group.importBy(program.name);
    expect(imported?.inputs).toMatchObject({
      ...program,
      parameters: expect.arrayContaining([tls, slow]),
    });
    expect((await group.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await group.delete();
    expect(await group.importBy(program.name)).toBeUndefined();
  });

  it("stays where it was told to", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create({ ...program, skipDestroy: true });
    await group.delete();
    expect(await group.refresh()).toMatchObject({ name: program.name });
    await (await rds()).deleteDBParameterGroup({ DBParameterGroupName });
  });

  it("refuses to be deleted while a database uses it", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program);
    const client = await rds();
    const DBInstanceIdentifier = "strata-in-parameters";
    await client.createDBInstance({
      DBInstanceIdentifier,
      DBParameterGroupName,
      DBInstanceClass: "db.t3.micro",
      Engine: "mysql",
      EngineVersion: "8.4.3",
      MasterUsername: "strata",
      MasterUserPassword: "not-a-secret",
      AllocatedStorage: 20,
    });
    await expect(group.delete()).rejects.toThrow(
      /^deleting RDS DB Parameter Group .* api error InvalidDBParameterGroupState\w*: .*still members/,
    );
    await client.deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true });
    await group.delete();
    expect(await group.refresh()).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const provider = await emulatedProvider();
    const first = new Life(provider, TOKEN);
    await first.create(program);
    await expect(new Life(provider, TOKEN).create(program)).rejects.toThrow(
      /^creating RDS DB Parameter Group: .* CreateDBParameterGroup, .* error DBParameterGroupAlreadyExists\w*: /,
    );
    await first.delete();
  });
});
