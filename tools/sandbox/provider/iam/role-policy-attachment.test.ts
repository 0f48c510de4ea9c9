import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";

const TOKEN = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const ROLE = "strata-attachment";
const SUPPORT = "arn:aws:iam::123456789012:policy/strata-attachment";
const program = { role: ROLE, policyArn: SUPPORT };

// pulumi-aws replaces attachments by deleting first, always: two of the same pair are one and the same.
it.each([
  ["role", { role: "other" }, "delete, then create"],
  ["policyArn", { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }, "delete, then create"],
  ["nothing", {}, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

describe("against the emulator", () => {
  const iam = () => awsClients(emulatorAddress(), "us-east-1").iam();

  beforeAll(async () => {
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await (await iam()).createRole({ RoleName: ROLE, AssumeRolePolicyDocument: trust });
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "support:*", Resource: "*" }],
    });
    await (await iam()).createPolicy({ PolicyName: "strata-attachment", PolicyDocument });
  });
  afterAll(async () => {
    await (await iam()).deleteRole({ RoleName: ROLE });
    await (await iam()).deletePolicy({ PolicyArn: SUPPORT });
  });

  it("reads back what it made under `role/ARN`, and a second look finds no difference", async () => {
    const attachment = new Life(await emulatedProvider(), TOKEN);
    const state = await attachment.create(program);
    expect(state).toEqual({ id: `${ROLE}/${SUPPORT}`, ...program });
    expect(await attachment.refresh()).toEqual(state);
    expect((await attachment.diff(program)).differences).toEqual([]);
    await attachment.delete();
    await attachment.delete();
    expect(await attachment.refresh()).toBeUndefined();
  });

  it("attaches a policy of AWS, which nobody made", async () => {
    const attachment = new Life(await emulatedProvider(), TOKEN);
    const policyArn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    expect(await attachment.create({ role: ROLE, policyArn })).toMatchObject({ policyArn });
    await attachment.delete();
  });

  it("is gone when others detached the policy", async () => {
    const attachment = new Life(await emulatedProvider(), TOKEN);
    await attachment.create(program);
    await (await iam()).detachRolePolicy({ RoleName: ROLE, PolicyArn: SUPPORT });
    expect(await attachment.refresh()).toBeUndefined();
  });

  it("imports by role/ARN with inputs that ask for no change", async () => {
    const attachment = new Life(await emulatedProvider(), TOKEN);
    await attachment.create(program);
    const imported = await attachment.importBy(`${ROLE}/${SUPPORT}`);
    expect(imported).toMatchObject({ id: attachment.id, inputs: program });
    expect((await attachment.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await attachment.delete();
    expect(await attachment.importBy(`${ROLE}/${SUPPORT}`)).toBeUndefined();
    await expect(attachment.importBy(ROLE)).rejects.toThrow(
      `unexpected format of ID (${ROLE}), expected <role name>/<policy ARN>`,
    );
  });

  it("fails with code and message of the API", async () => {
    const attachment = new Life(await emulatedProvider(), TOKEN);
    const policyArn = "arn:aws:iam::123456789012:policy/nothing";
    await expect(attachment.create({ role: ROLE, policyArn })).rejects.toThrow(
      /^creating IAM Role Policy Attachment: operation error IAM: AttachRolePolicy, .* api error NoSuchEntity/,
    );
  });
});
