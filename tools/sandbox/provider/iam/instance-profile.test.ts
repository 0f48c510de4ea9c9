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

const TOKEN = "aws:iam/instanceProfile:InstanceProfile";
const [FIRST, SECOND] = ["strata-profile-first", "strata-profile-second"] as const;

const program = { role: FIRST };
const rich = { ...program, name: "strata-profile", path: "/strata/", tags: { Name: "profile" } };

// IAM API reference: a role is added and removed by calls of their own; nothing changes name or path.
it.each([
  ["name", { name: "other" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "profile-" }, "replace"],
  ["path", { path: "/other/" }, "delete, then create"],
  ["role", { role: SECOND }, "update"],
  ["role, to none", { role: undefined }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["nothing", {}, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, rich, { ...rich, ...change })).toBe(expected);
});

describe("against the emulator", () => {
  const iam = () => awsClients(emulatorAddress(), "us-east-1").iam();

  beforeAll(async () => {
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    for (const RoleName of [FIRST, SECOND]) {
      await (await iam()).createRole({ RoleName, AssumeRolePolicyDocument: trust });
    }
  });
  afterAll(async () => {
    for (const RoleName of [FIRST, SECOND]) await (await iam()).deleteRole({ RoleName });
  });

  it.each([
    ["roleless", {}],
    ["minimal", program],
    ["rich", rich],
  ])("reads back a %s one, and a second look finds no difference", async (_kind, wanted) => {
    const profile = new Life(await emulatedProvider(), TOKEN);
    const state = await profile.create(wanted);
    expect(state).toMatchObject({
      ...wanted,
      id: state.name,
      arn: `arn:aws:iam::123456789012:instance-profile${state.path as string}${state.name as string}`,
      createDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      uniqueId: expect.stringMatching(/^[A-Za-z0-9]{16,}$/),
      tagsAll: { ...DEFAULT_TAGS, ...(wanted as Tagged).tags },
    });
    expect(await profile.refresh()).toEqual(state);
    expect((await profile.diff(wanted)).differences).toEqual([]);
    await profile.delete();
    await profile.delete();
    expect(await profile.refresh()).toBeUndefined();
  });

  it("changes role and tags in place, and sees what others changed", async () => {
    const profile = new Life(await emulatedProvider(), TOKEN);
    await profile.create(rich);
    const wanted = { ...rich, role: SECOND, tags: { Owner: "platform" } };
    expect(await profile.update(wanted)).toMatchObject(wanted);
    await (
      await iam()
    ).removeRoleFromInstanceProfile({ InstanceProfileName: profile.id, RoleName: SECOND });
    await profile.refresh();
    expect((await profile.diff(wanted)).differences).toEqual([
      { path: "role", kind: "add", replaces: false },
    ]);
    await profile.update({ ...wanted, role: undefined });
    expect(profile.state.role).toBeUndefined();
    await profile.delete();
  });

  it("imports by name with inputs that ask for no change", async () => {
    const profile = new Life(await emulatedProvider(), TOKEN);
    await profile.create(rich);
    const { tagsAll, ...inputs } = (await profile.importBy(rich.name))?.inputs ?? {};
    expect(inputs).toEqual(rich);
    expect(tagsAll).toEqual({ ...DEFAULT_TAGS, ...rich.tags });
    expect((await profile.diff(inputs)).differences).toEqual([]);
    await profile.delete();
    expect(await profile.importBy(rich.name)).toBeUndefined();
  });

  it("fails with code and message of the API, and is recorded as made", async () => {
    const profile = new Life(await emulatedProvider(), TOKEN);
    const making = profile.create({ name: "strata-profile-broken", role: "nobody" });
    await expect(making).rejects.toMatchObject({
      id: "strata-profile-broken",
      message: expect.stringMatching(
        /^creating IAM Instance Profile \(strata-profile-broken\): .*: AddRoleToInstanceProfile, .* NoSuchEntity/,
      ),
    });
    await (await iam()).deleteInstanceProfile({ InstanceProfileName: "strata-profile-broken" });
  });
});
