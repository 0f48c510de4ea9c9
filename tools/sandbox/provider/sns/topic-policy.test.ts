import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./topic-policy.ts";

const TOKEN = "aws:sns/topicPolicy:TopicPolicy";
const arn = "arn:aws:sns:us-east-1:123456789012:strata-test-policy";
const policyOf = (Sid: string, actions: string | string[] = "SNS:Publish") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid,
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: actions,
        Resource: arn,
      },
    ],
  });
const program = { arn, policy: policyOf("alarms") };

const decisions: [string, object, string][] = [
  ["arn", { arn: `${arn}-other` }, "replace"],
  ["policy", { policy: policyOf("other") }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
];

it.each([
  ...decisions,
  ["how the policy is written", { policy: policyOf("alarms", ["SNS:Publish"]) }, "nothing"],
  ["nothing", {}, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

describe("against the emulator", () => {
  const sns = () => awsClients(emulatorAddress(), "us-east-1").sns();
  const held = async () => {
    const { Attributes } = await (await sns()).getTopicAttributes({ TopicArn: arn });
    return Attributes?.Policy ?? "";
  };
  beforeEach(async () => {
    await (await sns()).createTopic({ Name: "strata-test-policy" });
  });
  afterEach(async () => {
    await (await sns()).deleteTopic({ TopicArn: arn });
  });

  it("reads back what it made, changes it, imports it, and gives the default back", async () => {
    const usual = JSON.parse(await held()) as object;
    const policy = new Life(await emulatedProvider(), TOKEN);
    const state = await policy.create(program);
    expect(state).toMatchObject({ ...program, id: arn, owner: "123456789012" });
    expect(await policy.refresh()).toEqual(state);
    expect((await policy.diff(program)).differences).toEqual([]);
    const changed = { arn, policy: policyOf("other") };
    expect(await policy.update(changed)).toMatchObject(changed);

    const imported = await policy.importBy(arn);
    expect(imported?.inputs).toMatchObject(changed);
    expect((await policy.diff(imported?.inputs ?? {})).differences).toEqual([]);

    await policy.delete();
    expect(JSON.parse(await held())).toEqual(usual);
  });

  it("sees what others changed, and that its topic is gone", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await policy.create(program);
    const client = await sns();
    await client.setTopicAttributes({
      TopicArn: arn,
      AttributeName: "Policy",
      AttributeValue: policyOf("somebody"),
    });
    await policy.refresh();
    expect((await policy.diff(program)).changed).toEqual(["policy"]);
    await client.deleteTopic({ TopicArn: arn });
    expect(await policy.refresh()).toBeUndefined();
    expect(await policy.importBy(arn)).toBeUndefined();
    await policy.delete();
  });

  it("fails with code and message of the API", async () => {
    const policy = new Life(await emulatedProvider(), TOKEN);
    await expect(policy.create({ ...program, arn: `${arn}-absent` })).rejects.toThrow(
      /^creating SNS Topic Policy: operation error SNS: SetTopicAttributes, .* api error NotFound\w*: /,
    );
    await expect(policy.create({ ...program, policy: "no document" })).rejects.toThrow(
      /api error InvalidParameter\w*: Invalid parameter: Policy/,
    );
  });
});
