import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";

interface Tagged {
  readonly tags?: Readonly<Record<string, string>>;
}

const TOKEN = "aws:iam/role:Role";

const trust = (service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }],
});
const READ_ONLY = "arn:aws:iam::123456789012:policy/strata-role-read";
const SUPPORT = "arn:aws:iam::123456789012:policy/strata-role-support";

const program = { assumeRolePolicy: JSON.stringify(trust("ec2.amazonaws.com")) };
const rich = {
  ...program,
  name: "strata-role-rich",
  description: "reads",
  path: "/strata/",
  maxSessionDuration: 7200,
  permissionsBoundary: READ_ONLY,
  managedPolicyArns: [SUPPORT],
  inlinePolicies: [{ name: "objects", policy: POLICY }],
  forceDetachPolicies: true,
  tags: { Name: "role" },
};

// IAM API reference: UpdateRole changes description and session, UpdateAssumeRolePolicy the trust, and there are calls
// for boundary, attachments, inline policies and tags; nothing changes name or path.
it.each([
  ["name", { name: "strata-role-other" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "strata-" }, "replace"],
  ["path", { path: "/other/" }, "delete, then create"],
  ["assumeRolePolicy", { assumeRolePolicy: trust("lambda.amazonaws.com") }, "update"],
  ["description", { description: "writes" }, "update"],
  ["forceDetachPolicies", { forceDetachPolicies: false }, "update"],
  ["inlinePolicies", { inlinePolicies: [] }, "update"],
  ["managedPolicyArns", { managedPolicyArns: [READ_ONLY, SUPPORT] }, "update"],
  ["maxSessionDuration", { maxSessionDuration: 3600 }, "update"],
  ["permissionsBoundary", { permissionsBoundary: undefined }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
  // Optional and computed in the provider: what the program leaves out is not managed.
  [
    "nothing when lists are left out",
    { inlinePolicies: undefined, managedPolicyArns: undefined },
    "nothing",
  ],
  ["nothing when the trust is only written differently", trustWrittenAsList(), "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, rich, { ...rich, ...change })).toBe(expected);
});

function trustWrittenAsList() {
  const { Version, Statement } = trust("ec2.amazonaws.com");
  const statement = { ...Statement[0], Action: ["sts:AssumeRole"] };
  return { assumeRolePolicy: JSON.stringify({ Statement: [statement], Version }) };
}

it("names it automatically, and fails where the name would be longer than 64 characters", async () => {
  const role = new Life(await emulatedProvider(), TOKEN);
  const state = await role.create(program);
  expect(state.name).toBe("sample-0001020");
  await role.delete();
  await expect(role.create({ ...program, namePrefix: "x".repeat(39) })).rejects.toThrow(
    'namePrefix: "namePrefix" cannot be longer than 38 characters',
  );
});

describe("against the emulator", () => {
  const iam = () => awsClients(emulatorAddress(), "us-east-1").iam();

  beforeAll(async () => {
    for (const PolicyName of ["strata-role-read", "strata-role-support"]) {
      await (await iam()).createPolicy({ PolicyName, PolicyDocument: POLICY });
    }
  });
  afterAll(async () => {
    for (const PolicyArn of [READ_ONLY, SUPPORT]) await (await iam()).deletePolicy({ PolicyArn });
  });

  it.each([
    ["minimal", program],
    ["rich", rich],
  ])("reads back a %s one, and a second look finds no difference", async (_kind, wanted) => {
    const role = new Life(await emulatedProvider(), TOKEN);
    const state = await role.create(wanted);
    expect(state).toMatchObject({
      ...wanted,
      id: state.name,
      arn: `arn:aws:iam::123456789012:role${state.path as string}${state.name as string}`,
      createDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      uniqueId: expect.stringMatching(/^AROA/),
      tagsAll: { ...DEFAULT_TAGS, ...(wanted as Tagged).tags },
    });
    expect(await role.refresh()).toEqual(state);
    expect((await role.diff(wanted)).differences).toEqual([]);
    await role.delete();
    expect(await role.refresh()).toBeUndefined();
  });

  it("makes a name from a prefix and keeps it", async () => {
    const role = new Life(await emulatedProvider(), TOKEN);
    const state = await role.create({ ...program, namePrefix: "strata-" });
    expect(state.name).toMatch(/^strata-\d{18}[0-9a-f]{8}$/);
    expect(state.namePrefix).toBe("strata-");
    expect((await role.diff({ ...program, namePrefix: "strata-" })).differences).toEqual([]);
    await role.delete();
  });

  it("updates everything in place", async () => {
    const role = new Life(await emulatedProvider(), TOKEN);
    await role.create(rich);
    const changed = {
      ...rich,
      assumeRolePolicy: trust("lambda.amazonaws.com"),
      description: "writes",
      maxSessionDuration: 3600,
      permissionsBoundary: undefined,
      managedPolicyArns: [READ_ONLY],
      inlinePolicies: [{ name: "other", policy: POLICY }],
      tags: { Owner: "platform" },
    };
    const state = await role.update(changed);
    expect(state).toMatchObject({
      ...changed,
      assumeRolePolicy: JSON.stringify(changed.assumeRolePolicy),
      tagsAll: { ...DEFAULT_TAGS, Owner: "platform" },
    });
    expect((await role.diff(changed)).differences).toEqual([]);
    await role.delete();
  });

  it("keeps the session duration when only the description changes", async () => {
    const role = new Life(await emulatedProvider(), TOKEN);
    await role.create(rich);
    expect(await role.update({ ...rich, description: undefined })).toMatchObject({
      maxSessionDuration: 7200,
      description: "",
    });
    await role.delete();
  });

  it("sees what others changed, but not policies that the program leaves to others", async () => {
    const role = new Life(await emulatedProvider(), TOKEN);
    await role.create(program);
    const client = await iam();
    await client.putRolePolicy({ RoleName: role.id, PolicyName: "new", PolicyDocument: POLICY });
    await client.attachRolePolicy({ RoleName: role.id, PolicyArn: SUPPORT });
    expect(await role.refresh()).toMatchObject({
      inlinePolicies: [{ name: "new", policy: POLICY }],
      managedPolicyArns: [SUPPORT],
    });
    expect((await role.diff(program)).differences).toEqual([]);
    await client.updateRole({ RoleName: role.id, Description: "somebody", MaxSessionDuration: 9 });
    await role.refresh();
    expect((await role.diff(program)).changed).toEqual(["description", "maxSessionDuration"]);
    await role.delete();
  });

  it("imports by name with inputs that ask for no change", async () => {
    const role = new Life(await emulatedProvider(), TOKEN);
    await role.create(rich);
    const imported = await role.importBy(rich.name);
    expect(imported?.id).toBe(rich.name);
    const { tagsAll, ...inputs } = imported?.inputs ?? {};
    const { forceDetachPolicies, ...held } = rich;
    expect(inputs).toEqual(held);
    expect(tagsAll).toEqual({ ...DEFAULT_TAGS, ...rich.tags });
    expect((await role.diff({ ...inputs, forceDetachPolicies })).differences).toEqual([]);
    await role.delete();
    expect(await role.importBy(rich.name)).toBeUndefined();
  });

  it("leaves instance profiles when it is deleted, and refuses while a policy is attached", async () => {
    const role = new Life(await emulatedProvider(), TOKEN);
    await role.create(program);
    const client = await iam();
    const InstanceProfileName = "strata-role-profile";
    await client.createInstanceProfile({ InstanceProfileName });
    await client.addRoleToInstanceProfile({ InstanceProfileName, RoleName: role.id });
    await client.attachRolePolicy({ RoleName: role.id, PolicyArn: SUPPORT });
    await expect(role.delete()).rejects.toThrow(
      /^deleting IAM Role \(sample-0001020\): operation error IAM: DeleteRole, .* api error DeleteConflict/,
    );
    // A refresh makes the attachment known; then it is ended, as in the official provider.
    await role.refresh();
    await role.delete();
    expect(await role.refresh()).toBeUndefined();
    const profile = await client.getInstanceProfile({ InstanceProfileName });
    expect(profile.InstanceProfile?.Roles ?? []).toEqual([]);
    await client.deleteInstanceProfile({ InstanceProfileName });
  });

  it("ends unknown policies when told to force it, and is content if all is gone", async () => {
    const role = new Life(await emulatedProvider(), TOKEN);
    await role.create({ ...program, forceDetachPolicies: true });
    const client = await iam();
    await client.putRolePolicy({ RoleName: role.id, PolicyName: "new", PolicyDocument: POLICY });
    await client.attachRolePolicy({ RoleName: role.id, PolicyArn: SUPPORT });
    await role.delete();
    await role.delete();
    expect(await role.refresh()).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const role = new Life(await emulatedProvider(), TOKEN);
    await role.create(rich);
    const twin = new Life(await emulatedProvider(), TOKEN);
    await expect(twin.create(rich)).rejects.toThrow(
      /^creating IAM Role: operation error IAM: CreateRole, .* StatusCode: 409, .* api error EntityAlreadyExists/,
    );
    await role.delete();
  });
});

it.each([
  ["", "is an empty string, which is not a valid JSON value"],
  ["[]", "contains an invalid JSON policy: not a JSON object"],
  ["{", "contains an invalid JSON policy: "],
])("rejects the trust policy %j", async (assumeRolePolicy, reason) => {
  const role = new Life(await emulatedProvider(), TOKEN);
  await expect(role.create({ assumeRolePolicy })).rejects.toThrow(
    `assumeRolePolicy: "assumeRolePolicy" ${reason}`,
  );
});
