import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./topic-subscription.ts";

const TOKEN = "aws:sns/topicSubscription:TopicSubscription";
const topic = "arn:aws:sns:us-east-1:123456789012:strata-test-subscribed";
const queue = "arn:aws:sqs:us-east-1:123456789012:strata-test";
const program = {
  topic,
  protocol: "sqs",
  endpoint: queue,
  filterPolicy: '{"severity":["high"]}',
  filterPolicyScope: "MessageAttributes",
  rawMessageDelivery: true,
  redrivePolicy: JSON.stringify({ deadLetterTargetArn: `${queue}-dead` }),
};
const email = { topic, protocol: "email", endpoint: "ops@example.com" };
const nested = { filterPolicy: '{"detail":{"state":["ALARM"]}}', filterPolicyScope: "MessageBody" };

// SNS API reference: SetSubscriptionAttributes changes all but topic, protocol and endpoint.
const decisions: [string, object, string][] = [
  ["topic", { topic: `${topic}-other` }, "replace"],
  ["protocol", { protocol: "lambda" }, "replace"],
  ["endpoint", { endpoint: `${queue}-other` }, "replace"],
  ["confirmationTimeoutInMinutes", { confirmationTimeoutInMinutes: 2 }, "update"],
  ["endpointAutoConfirms", { endpointAutoConfirms: true }, "update"],
  ["deliveryPolicy", { deliveryPolicy: '{"healthyRetryPolicy":{"numRetries":5}}' }, "update"],
  ["filterPolicy", { filterPolicy: '{"severity":["low"]}' }, "update"],
  ["filterPolicyScope", { filterPolicyScope: "MessageBody" }, "update"],
  ["rawMessageDelivery", { rawMessageDelivery: false }, "update"],
  ["redrivePolicy", { redrivePolicy: undefined }, "update"],
  ["replayPolicy", { replayPolicy: '{"PointType":"Timestamp"}' }, "update"],
  ["subscriptionRoleArn", { subscriptionRoleArn: "arn:aws:iam::123456789012:role/r" }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
];

it.each([
  ...decisions,
  ["how the filter is written", { filterPolicy: '{ "severity": ["high"] }' }, "nothing"],
  ["filterPolicyScope, left out", { filterPolicyScope: undefined }, "nothing"],
  ["nothing", {}, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  [{ protocol: "smoke" }, /"protocol" to be one of application, email/],
  [{ filterPolicyScope: "All" }, /"filterPolicyScope" to be one of MessageAttributes, MessageBody/],
  [{ filterPolicy: undefined }, /"filterPolicyScope" requires "filterPolicy"/],
  [{ endpoint: undefined }, /Missing required property "endpoint"/],
])("rejects %j before AWS does", async (change, message) => {
  const subscription = new Life(await emulatedProvider(), TOKEN);
  await expect(subscription.create({ ...program, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const sns = () => awsClients(emulatorAddress(), "us-east-1").sns();
  beforeEach(async () => {
    await (await sns()).createTopic({ Name: "strata-test-subscribed" });
  });
  afterEach(async () => {
    await (await sns()).deleteTopic({ TopicArn: topic });
  });

  it("reads back what it made, and a second look finds no difference", async () => {
    const subscription = new Life(await emulatedProvider(), TOKEN);
    const state = await subscription.create(program);
    expect(state).toMatchObject({
      ...program,
      arn: subscription.id,
      ownerId: "123456789012",
      pendingConfirmation: false,
      confirmationWasAuthenticated: true,
      confirmationTimeoutInMinutes: 1,
      endpointAutoConfirms: false,
    });
    expect(subscription.id).toMatch(new RegExp(`^${topic}:[0-9a-f-]{36}$`));
    expect(await subscription.refresh()).toEqual(state);
    expect((await subscription.diff(program)).differences).toEqual([]);
    const imported = await subscription.importBy(subscription.id);
    expect(imported?.inputs).toMatchObject(program);
    expect((await subscription.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await subscription.delete();
    expect(await subscription.refresh()).toBeUndefined();
    expect(await subscription.importBy(subscription.id)).toBeUndefined();
    await subscription.delete();
  });

  it("updates in place, in an order that SNS takes, and sees what others changed", async () => {
    const subscription = new Life(await emulatedProvider(), TOKEN);
    await subscription.create(program);
    const bodies = { ...program, ...nested };
    expect(await subscription.update(bodies)).toMatchObject(bodies);
    expect(await subscription.update(program)).toMatchObject(program);
    const bare = { topic, protocol: "sqs", endpoint: queue };
    expect(await subscription.update(bare)).toMatchObject({
      filterPolicy: undefined,
      filterPolicyScope: undefined,
      rawMessageDelivery: false,
      redrivePolicy: undefined,
    });
    expect((await subscription.diff(bare)).differences).toEqual([]);

    await (
      await sns()
    ).setSubscriptionAttributes({
      SubscriptionArn: subscription.id,
      AttributeName: "RawMessageDelivery",
      AttributeValue: "true",
    });
    await subscription.refresh();
    expect((await subscription.diff(bare)).differences).toEqual([
      { path: "rawMessageDelivery", kind: "update", replaces: false },
    ]);
    await subscription.delete();
  });

  // SNS API reference, Subscribe: an address has to confirm; Unsubscribe refuses until then.
  it("waits for the owner of an address, and is left to SNS when it is deleted before", async () => {
    const subscription = new Life(await emulatedProvider(), TOKEN);
    const state = await subscription.create(email);
    expect(state).toMatchObject({ pendingConfirmation: true, confirmationWasAuthenticated: false });
    expect((await subscription.diff(email)).differences).toEqual([]);
    await subscription.delete();
    expect(await subscription.refresh()).toMatchObject({ pendingConfirmation: true });
    await (await sns()).deleteTopic({ TopicArn: topic });
    expect(await subscription.refresh()).toBeUndefined();
  });

  it("says that nobody confirms, and is recorded", async () => {
    const subscription = new Life(await emulatedProvider(), TOKEN);
    const hook = {
      topic,
      protocol: "https",
      endpoint: "https://example.com",
      endpointAutoConfirms: true,
    };
    await expect(subscription.create(hook)).rejects.toThrow(
      /^creating SNS Topic Subscription \(arn:\S+\): nobody confirms it: the emulator sends no message/,
    );
  });

  it("fails with code and message of the API", async () => {
    const subscription = new Life(await emulatedProvider(), TOKEN);
    await expect(subscription.create({ ...program, topic: `${topic}-absent` })).rejects.toThrow(
      /^creating SNS Topic Subscription: operation error SNS: Subscribe, .* api error NotFound\w*: /,
    );
  });
});
