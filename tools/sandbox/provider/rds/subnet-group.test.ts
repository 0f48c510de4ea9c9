import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { emulatedSubnets } from "../testing/emulated-subnets.ts";

const TOKEN = "aws:rds/subnetGroup:SubnetGroup";
const table = { name: "strata-test", description: "private", subnetIds: ["subnet-1", "subnet-2"] };

// RDS API reference: ModifyDBSubnetGroup changes description and subnets; nothing renames a group.
it.each([
  ["name", { name: "strata-test-other" }, "delete, then create"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["description", { description: "other" }, "update"],
  ["subnetIds", { subnetIds: ["subnet-1", "subnet-3"] }, "update"],
  ["subnetIds, only their order", { subnetIds: ["subnet-2", "subnet-1"] }, "nothing"],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["nothing", {}, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, table, { ...table, ...change })).toBe(expected);
});

it("replaces for another prefix, creating first because the name is not given", async () => {
  const before = { namePrefix: "one-", subnetIds: ["subnet-1"] };
  expect(await decision(TOKEN, before, { ...before, namePrefix: "two-" })).toBe("replace");
});

describe("against the emulator", () => {
  const rds = () => awsClients(emulatorAddress(), "us-east-1").rds();
  let vpcId = "";
  let subnetIds: string[] = [];
  let end = async () => {};
  beforeAll(async () => {
    ({ vpcId, subnetIds, end } = await emulatedSubnets(3));
  });
  afterAll(() => end());
  const program = () => ({
    name: "strata-test",
    description: "private",
    subnetIds: subnetIds.slice(0, 2),
    tags: { Name: "main" },
  });

  it("reads back what it made, and a second look finds no difference", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const state = await group.create(program());
    expect(state).toMatchObject({
      id: "strata-test",
      name: "strata-test",
      description: "private",
      arn: "arn:aws:rds:us-east-1:123456789012:subgrp:strata-test",
      vpcId,
      tags: { Name: "main" },
      tagsAll: { ...DEFAULT_TAGS, Name: "main" },
    });
    expect(new Set(state.subnetIds as string[])).toEqual(new Set(subnetIds.slice(0, 2)));
    expect(await group.refresh()).toEqual(state);
    expect((await group.diff(program())).differences).toEqual([]);
    await group.delete();
    expect(await group.refresh()).toBeUndefined();
    await group.delete();
  });

  it("names and describes a group that the program does not", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const state = await group.create({ subnetIds });
    expect(state).toMatchObject({ name: "sample-0001020", description: "Managed by Pulumi" });
    expect((await group.diff({ subnetIds })).differences).toEqual([]);
    await group.delete();

    const prefixed = new Life(await emulatedProvider(), TOKEN);
    const made = await prefixed.create({ namePrefix: "strata-", subnetIds });
    expect(made.name).toMatch(/^strata-[0-9a-f]{26}$/);
    expect((await prefixed.diff({ namePrefix: "strata-", subnetIds })).differences).toEqual([]);
    await prefixed.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program());
    const wider = { ...program(), description: "all", subnetIds, tags: { Owner: "data" } };
    const state = await group.update(wider);
    expect(state).toMatchObject({ description: "all", tags: { Owner: "data" }, vpcId });
    expect(new Set(state.subnetIds as string[])).toEqual(new Set(subnetIds));

    await (
      await rds()
    ).addTagsToResource({
      ResourceName: String(state.arn),
      Tags: [{ Key: "Owner", Value: "somebody" }],
    });
    await group.refresh();
    expect((await group.diff(wider)).differences).toEqual([
      { path: "tags.Owner", kind: "update", replaces: false },
      { path: "tagsAll.Owner", kind: "update", replaces: false },
    ]);
    await group.delete();
  });

  it("imports by name with inputs that ask for no change", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program());
    const imported = await group.importBy("strata-test");
    expect(imported?.inputs).toMatchObject({ name: "strata-test", description: "private" });
    expect((await group.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await group.delete();
    expect(await group.importBy("strata-test")).toBeUndefined();
  });

  it("refuses to be deleted while a database uses it", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(program());
    const client = await rds();
    const DBInstanceIdentifier = "strata-in-group";
    await client.createDBInstance({
      DBInstanceIdentifier,
      DBSubnetGroupName: group.id,
      DBInstanceClass: "db.t3.micro",
      Engine: "mysql",
      MasterUsername: "strata",
      MasterUserPassword: "not-a-secret",
      AllocatedStorage: 20,
    });
    await expect(group.delete()).rejects.toThrow(
      /^deleting RDS DB Subnet Group .* api error InvalidDBSubnetGroupStateFault: .*strata-in-group is still using it/,
    );
    await client.deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true });
    await group.delete();
    expect(await group.refresh()).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await expect(group.create({ ...program(), subnetIds: ["subnet-absent"] })).rejects.toThrow(
      /^creating RDS DB Subnet Group: operation error RDS: CreateDBSubnetGroup, .* api error Invalid\S+: /,
    );
  });
});

it("makes names of lower case", async () => {
  const seed = new Uint8Array(32).fill(7);
  const provider = await emulatedProvider();
  const program = { subnetIds: ["subnet-1"] };
  const { inputs, failures } = await provider.check(TOKEN, "MyGroup", {}, program, seed, undefined);
  expect(inputs.name).toBe("mygroup-0707070");
  expect(failures).toEqual([]);
});

it.each(["Upper", "default", "a/b"])("rejects the name %s before RDS does", async (name) => {
  const group = new Life(await emulatedProvider(), TOKEN);
  await expect(group.create({ ...table, name })).rejects.toThrow(/lower case letters/);
});
