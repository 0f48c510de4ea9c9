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

const TOKEN = "aws:iam/policy:Policy";

const allow = (action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: action, Resource: "arn:aws:s3:::b/*" }],
  });
const program = { policy: allow("s3:GetObject") };
const rich = {
  ...program,
  name: "strata-policy",
  description: "reads a+b & c",
  path: "/strata/",
  tags: { Name: "policy" },
};

// IAM API reference: CreatePolicyVersion changes the document; nothing changes name, path or description.
it.each([
  ["name", { name: "other" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "policy-" }, "replace"],
  ["path", { path: "/other/" }, "delete, then create"],
  ["description", { description: "writes" }, "delete, then create"],
  ["policy", { policy: allow("s3:PutObject") }, "update"],
  ["delayAfterPolicyCreationInMs", { delayAfterPolicyCreationInMs: 1 }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["nothing", {}, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, rich, { ...rich, ...change })).toBe(expected);
});

describe("against the emulator", () => {
  const iam = () => awsClients(emulatorAddress(), "us-east-1").iam();

  it.each([
    ["minimal", program],
    ["rich", rich],
  ])("reads back a %s one, and a second look finds no difference", async (_kind, wanted) => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    const state = await policy.create(wanted);
    const arn = `arn:aws:iam::123456789012:policy${state.path as string}${state.name as string}`;
    expect(state).toMatchObject({
      ...wanted,
      id: arn,
      arn,
      attachmentCount: 0,
      policyId: expect.stringMatching(/^[A-Z0-9]+$/),
      tagsAll: { ...DEFAULT_TAGS, ...(wanted as Tagged).tags },
    });
    expect(await policy.refresh()).toEqual(state);
    expect((await policy.diff(wanted)).differences).toEqual([]);
    await policy.delete();
    await policy.delete();
    expect(await policy.refresh()).toBeUndefined();
  });

  it("keeps five versions and drops the oldest", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await policy.create(rich);
    for (const action of ["s3:A", "s3:B", "s3:C", "s3:D", "s3:E", "s3:F"]) {
      const state = await policy.update({ ...rich, policy: allow(action) });
      expect(state.policy).toBe(allow(action));
    }
    const { Versions } = await (await iam()).listPolicyVersions({ PolicyArn: policy.id });
    const versions = Versions?.map(({ VersionId, IsDefaultVersion }) => [
      VersionId,
      IsDefaultVersion,
    ]);
    expect(versions?.sort()).toEqual([
      ["v3", false],
      ["v4", false],
      ["v5", false],
      ["v6", false],
      ["v7", true],
    ]);
    await policy.delete();
    expect(await policy.refresh()).toBeUndefined();
  });

  it("never drops the default version", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await policy.create(rich);
    const client = await iam();
    for (const action of ["s3:A", "s3:B", "s3:C", "s3:D"]) {
      await client.createPolicyVersion({ PolicyArn: policy.id, PolicyDocument: allow(action) });
    }
    await policy.update({ ...rich, policy: allow("s3:E") });
    const { Versions } = await client.listPolicyVersions({ PolicyArn: policy.id });
    expect(Versions?.map(({ VersionId }) => VersionId).sort()).toEqual([
      "v1",
      "v3",
      "v4",
      "v5",
      "v6",
    ]);
    await policy.delete();
  });

  it("changes tags in place and sees what others changed", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await policy.create(rich);
    const wanted = { ...rich, tags: { Owner: "platform" } };
    expect(await policy.update(wanted)).toMatchObject({ tags: wanted.tags });
    await (
      await iam()
    ).createPolicyVersion({
      PolicyArn: policy.id,
      PolicyDocument: allow("s3:*"),
      SetAsDefault: true,
    });
    await policy.refresh();
    expect((await policy.diff(wanted)).differences).toEqual([
      { path: "policy", kind: "update", replaces: false },
    ]);
    await policy.delete();
  });

  it("imports by ARN with inputs that ask for no change", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await policy.create(rich);
    const { tagsAll, ...inputs } = (await policy.importBy(policy.id))?.inputs ?? {};
    expect(inputs).toEqual(rich);
    expect(tagsAll).toEqual({ ...DEFAULT_TAGS, ...rich.tags });
    expect((await policy.diff(inputs)).differences).toEqual([]);
    await policy.delete();
    expect(await policy.importBy(policy.id)).toBeUndefined();
  });

  it("refuses to be deleted while it is attached", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await policy.create(rich);
    const client = await iam();
    const RoleName = "strata-with-policy";
    await client.createRole({ RoleName, AssumeRolePolicyDocument: allow("sts:AssumeRole") });
    await client.attachRolePolicy({ RoleName, PolicyArn: policy.id });
    await expect(policy.delete()).rejects.toThrow(
      /^deleting IAM Policy .* IAM: DeletePolicy, .* api error DeleteConflict\w*: .*attached to entities/,
    );
    await client.detachRolePolicy({ RoleName, PolicyArn: policy.id });
    await client.deleteRole({ RoleName });
    await policy.delete();
    expect(await policy.refresh()).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await expect(policy.create({ policy: '{"Version": "2012-10-17"}' })).rejects.toThrow(
      /^creating IAM Policy: operation error IAM: CreatePolicy, .* api error MalformedPolicyDocument/,
    );
  });
});
