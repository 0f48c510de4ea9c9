import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";

const TOKEN = "aws:iam/rolePolicy:RolePolicy";
const ROLE = "strata-role-policy";

const allow = (action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: action, Resource: "arn:aws:s3:::b/*" }],
});
const program = { role: ROLE, policy: JSON.stringify(allow("s3:GetObject")) };
const named = { ...program, name: "objects" };

// IAM API reference: PutRolePolicy overwrites the document; role and name are its key.
it.each([
  ["name", { name: "other" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "obj-" }, "replace"],
  ["role", { role: "another" }, "delete, then create"],
  ["policy", { policy: JSON.stringify(allow("s3:PutObject")) }, "update"],
  ["nothing when the document is only given as data", { policy: allow("s3:GetObject") }, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, named, { ...named, ...change })).toBe(expected);
});

describe("against the emulator", () => {
  const iam = () => awsClients(emulatorAddress(), "us-east-1").iam();

  beforeAll(async () => {
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await (await iam()).createRole({ RoleName: ROLE, AssumeRolePolicyDocument: trust });
  });
  afterAll(async () => {
    await (await iam()).deleteRole({ RoleName: ROLE });
  });

  it("reads back what it made under `role:name`, and a second look finds no difference", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    const state = await policy.create(program);
    expect(state).toEqual({
      id: `${ROLE}:sample-0001020`,
      ...program,
      name: "sample-0001020",
      namePrefix: undefined,
    });
    expect(await policy.refresh()).toEqual(state);
    expect((await policy.diff(program)).differences).toEqual([]);
    await policy.delete();
    await policy.delete();
    expect(await policy.refresh()).toBeUndefined();
  });

  it("updates in place and sees what others changed", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await policy.create(named);
    const wanted = { ...named, policy: JSON.stringify(allow("s3:PutObject")) };
    expect(await policy.update(wanted)).toMatchObject(wanted);
    await (
      await iam()
    ).putRolePolicy({
      RoleName: ROLE,
      PolicyName: named.name,
      PolicyDocument: JSON.stringify(allow("s3:*")),
    });
    await policy.refresh();
    expect((await policy.diff(wanted)).differences).toEqual([
      { path: "policy", kind: "update", replaces: false },
    ]);
    await policy.delete();
  });

  it("imports by role:name with inputs that ask for no change", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await policy.create(named);
    const imported = await policy.importBy(`${ROLE}:objects`);
    expect(imported?.inputs).toEqual(named);
    expect((await policy.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await policy.delete();
    expect(await policy.importBy(`${ROLE}:objects`)).toBeUndefined();
    await expect(policy.importBy("objects")).rejects.toThrow(
      "unexpected format of ID (objects), expected <role name>:<policy name>",
    );
  });

  it("fails with code and message of the API", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await expect(
      policy.create({ ...program, policy: { Version: "2012-10-17", Statement: [{}] } }),
    ).rejects.toThrow(
      /^creating IAM Role Policy: operation error IAM: PutRolePolicy, .* api error MalformedPolicyDocument/,
    );
  });
});
