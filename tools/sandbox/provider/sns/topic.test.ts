import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./topic.ts";

const TOKEN = "aws:sns/topic:Topic";
const role = "arn:aws:iam::123456789012:role/feedback";
const arnOf = (name: string) => `arn:aws:sns:us-east-1:123456789012:${name}`;
const policyOf = (Sid: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid, Effect: "Allow", Principal: "*", Action: "SNS:Publish", Resource: "*" }],
  });
const program = {
  name: "strata-test-ops",
  displayName: "Operations",
  kmsMasterKeyId: "alias/strata",
  policy: policyOf("one"),
  deliveryPolicy: '{"http":{"defaultHealthyRetryPolicy":{"numRetries":3}}}',
  signatureVersion: 2,
  tracingConfig: "Active",
  httpFailureFeedbackRoleArn: role,
  httpSuccessFeedbackRoleArn: role,
  httpSuccessFeedbackSampleRate: 50,
  tags: { Name: "ops" },
};
const fifo = {
  name: "strata-test.fifo",
  fifoTopic: true,
  contentBasedDeduplication: true,
  fifoThroughputScope: "MessageGroup",
  archivePolicy: '{"MessageRetentionPeriod":"30"}',
};

const feedback = ["application", "firehose", "http", "lambda", "sqs"].flatMap(
  (protocol): Case[] => [
    [
      `${protocol}FailureFeedbackRoleArn`,
      program,
      { [`${protocol}FailureFeedbackRoleArn`]: `${role}2` },
      "update",
    ],
    [
      `${protocol}SuccessFeedbackRoleArn`,
      program,
      { [`${protocol}SuccessFeedbackRoleArn`]: `${role}2` },
      "update",
    ],
    [
      `${protocol}SuccessFeedbackSampleRate`,
      program,
      { [`${protocol}SuccessFeedbackSampleRate`]: 1 },
      "update",
    ],
  ],
);
type Case = [property: string, before: object, change: object, expected: string];

// SNS API reference: SetTopicAttributes changes all but the name and whether it is FIFO.
const decisions: Case[] = [
  ["name", program, { name: "strata-test-other" }, "delete, then create"],
  ["namePrefix", program, { name: undefined, namePrefix: "strata-" }, "replace"],
  [
    "fifoTopic",
    { name: "a.fifo", fifoTopic: true },
    { name: "a", fifoTopic: false },
    "delete, then create",
  ],
  ["archivePolicy", fifo, { archivePolicy: undefined }, "update"],
  ["contentBasedDeduplication", fifo, { contentBasedDeduplication: false }, "update"],
  ["fifoThroughputScope", fifo, { fifoThroughputScope: "Topic" }, "update"],
  ["deliveryPolicy", program, { deliveryPolicy: undefined }, "update"],
  ["displayName", program, { displayName: undefined }, "update"],
  ["kmsMasterKeyId", program, { kmsMasterKeyId: undefined }, "update"],
  ["policy", program, { policy: policyOf("two") }, "update"],
  ["signatureVersion", program, { signatureVersion: 1 }, "update"],
  ["tracingConfig", program, { tracingConfig: "PassThrough" }, "update"],
  ...feedback,
  ["region", program, { region: "eu-west-1" }, "delete, then create"],
  ["tags", program, { tags: { Name: "other" } }, "update"],
];

it.each([
  ...decisions,
  ["policy, left out", program, { policy: undefined }, "nothing"],
  ["signatureVersion, left out", program, { signatureVersion: undefined }, "nothing"],
  ["nothing", program, {}, "nothing"],
] as Case[])("a change of %s", async (_property, before, change, expected) => {
  expect(await decision(TOKEN, { ...before }, { ...before, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  [{ name: "with space" }, /"name" is 1 to 256 letters/],
  [{ name: "plain", fifoTopic: true }, /"name" is .*, and ends with "\.fifo"/],
  [{ name: "strata.fifo" }, /"name" is 1 to 256 letters/],
  [{ namePrefix: "x" }, /"namePrefix" conflicts with "name"/],
  [{ contentBasedDeduplication: true }, /"contentBasedDeduplication" is for a FIFO topic only/],
  [{ archivePolicy: "{}" }, /"archivePolicy" is for a FIFO topic only/],
  [{ signatureVersion: 3 }, /"signatureVersion" to be one of 1, 2/],
  [{ tracingConfig: "On" }, /"tracingConfig" to be one of Active, PassThrough/],
  [{ sqsSuccessFeedbackSampleRate: 101 }, /"sqsSuccessFeedbackSampleRate" to be 0 to 100 percent/],
])("rejects %j before AWS does", async (change, message) => {
  const topic = new Life(await emulatedProvider(), TOKEN);
  await expect(topic.create({ ...program, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const sns = () => awsClients(emulatorAddress(), "us-east-1").sns();

  it.each([
    ["full", program],
    ["FIFO", fifo],
  ])("reads back what it made (%s), and a second look finds no difference", async (_, inputs) => {
    const topic = new Life(await emulatedProvider(), TOKEN);
    const state = await topic.create(inputs);
    expect(state).toMatchObject({
      fifoTopic: false,
      ...inputs,
      id: arnOf(inputs.name),
      arn: arnOf(inputs.name),
      owner: "123456789012",
    });
    expect(state.tagsAll).toMatchObject(DEFAULT_TAGS);
    expect(await topic.refresh()).toEqual(state);
    expect((await topic.diff(inputs)).differences).toEqual([]);
    const imported = await topic.importBy(topic.id);
    expect(imported?.inputs).toMatchObject(inputs);
    expect((await topic.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await topic.delete();
    expect(await topic.refresh()).toBeUndefined();
    expect(await topic.importBy(topic.id)).toBeUndefined();
    await topic.delete();
  });

  it("has the policy of AWS unless told otherwise, and is named automatically", async () => {
    const topic = new Life(await emulatedProvider(), TOKEN);
    const state = await topic.create({});
    expect(state).toMatchObject({ name: "sample-0001020" });
    expect(state.policy).toMatch(/__default_policy_ID/);
    expect((await topic.diff({})).differences).toEqual([]);
    await topic.delete();

    const prefixed = new Life(await emulatedProvider(), TOKEN);
    const inputs = { namePrefix: "strata-", fifoTopic: true };
    expect((await prefixed.create(inputs)).name).toMatch(/^strata-[0-9a-f]{26}\.fifo$/);
    expect((await prefixed.diff(inputs)).differences).toEqual([]);
    await prefixed.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const topic = new Life(await emulatedProvider(), TOKEN);
    await topic.create(program);
    const changed = {
      name: program.name,
      displayName: "Ops",
      policy: policyOf("two"),
      signatureVersion: 1,
      tags: { Owner: "ops" },
    };
    expect(await topic.update(changed)).toMatchObject({
      ...changed,
      kmsMasterKeyId: undefined,
      deliveryPolicy: undefined,
      httpSuccessFeedbackRoleArn: undefined,
      httpSuccessFeedbackSampleRate: undefined,
    });
    await (
      await sns()
    ).setTopicAttributes({
      TopicArn: topic.id,
      AttributeName: "DisplayName",
      AttributeValue: "somebody",
    });
    await topic.refresh();
    expect((await topic.diff(changed)).differences).toEqual([
      { path: "displayName", kind: "update", replaces: false },
    ]);
    await topic.delete();
  });

  it("fails with code and message of the API, and is recorded if it was made", async () => {
    const provider = await emulatedProvider();
    const first = new Life(provider, TOKEN);
    await first.create({ name: program.name });
    const second = new Life(provider, TOKEN);
    await expect(second.create({ name: program.name, tags: { Name: "other" } })).rejects.toThrow(
      /^creating SNS Topic: operation error SNS: CreateTopic, .* api error InvalidParameter\w*: .*different tags/,
    );
    await first.delete();
    const third = new Life(provider, TOKEN);
    await expect(third.create({ name: program.name, policy: "no document" })).rejects.toThrow(
      /^creating SNS Topic \(arn:\S+\): .* SNS: SetTopicAttributes, .* api error InvalidParameter\w*: .*Policy/,
    );
    await (await sns()).deleteTopic({ TopicArn: arnOf(program.name) });
  });
});
