import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { snsPolicyResource, snsPublisher, snsTopicKey, snsTopicName } from "./topic.ts";

const ARN = "arn:aws:sns:us-east-1:777788889999:alarms";
const topic = (props: object = {}): LiteralResource => ({
  type: "aws:sns/topic:Topic",
  name: "topic",
  props: { name: "alarms", ...props },
  identities: [ARN],
});
const policy = (service: string, props: object = {}): LiteralResource => ({
  type: "aws:sns/topicPolicy:TopicPolicy",
  name: "policy",
  props: {
    arn: ARN,
    policy: JSON.stringify({
      Statement: [
        { Effect: "Allow", Principal: { Service: service }, Action: "sns:Publish", Resource: ARN },
      ],
    }),
    ...props,
  },
});
const key = (service: string, actions: unknown): LiteralResource => ({
  type: "aws:kms/key:Key",
  name: "key",
  props: {
    policy: JSON.stringify({
      Statement: [
        { Effect: "Allow", Principal: { Service: service }, Action: actions, Resource: "*" },
      ],
    }),
  },
  identities: ["key-1"],
});
const publishers = [
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "okActions", [ARN], "cloudwatch"],
  ["aws:cloudwatch/compositeAlarm:CompositeAlarm", "alarmActions", [ARN], "cloudwatch"],
  ["aws:budgets/budget:Budget", "notifications", [{ subscriberSnsTopicArns: [ARN] }], "budgets"],
  ["aws:rds/eventSubscription:EventSubscription", "snsTopic", ARN, "events.rds"],
] as const;

it.each(publishers)("holds the topic of a %s to who publishes", (type, input, value, service) => {
  const principal = `${service}.amazonaws.com`;
  const publisher = { type, name: "it", props: { [input]: value } };
  const found = (...resources: LiteralResource[]) =>
    findingsFor(snsPublisher, [publisher, ...resources]);
  const expected = [`it (${input}) tells the topic topic, which does not let ${principal} publish`];
  expect(found(topic(), policy(principal))).toEqual([]);
  expect(found()).toEqual([]);
  expect(found(topic(), policy(principal, { policy: UNKNOWN }))).toEqual([]);
  expect(found(topic(), policy("lambda.amazonaws.com"))).toEqual(expected);
  expect(found(topic())).toEqual(service === "budgets" ? expected : []);
  expect(found(topic(), policy("x", { arn: UNKNOWN }))).toEqual([]);
  const previewed = {
    type,
    name: "late",
    props: { [input]: UNKNOWN },
    madeOf: { [input]: ["policy"] },
  };
  const traced = { ...policy("x", { arn: UNKNOWN }), madeOf: { arn: ["topic"] } };
  expect(findingsFor(snsPublisher, [topic(), traced, previewed])).toEqual([
    `late (${input}) tells the topic topic, which does not let ${principal} publish`,
  ]);
});

it.each(publishers)(
  "holds the key of the topic of a %s to who publishes",
  (type, input, value, service) => {
    const principal = `${service}.amazonaws.com`;
    const publisher = { type, name: "it", props: { [input]: value } };
    const found = (kmsMasterKeyId: unknown, ...resources: LiteralResource[]) =>
      findingsFor(snsTopicKey, [publisher, topic({ kmsMasterKeyId }), ...resources]);
    const actions = ["kms:Decrypt", "kms:GenerateDataKey*"];
    expect(found("key-1", key(principal, actions))).toEqual([]);
    expect(found("key-2", key(principal, "kms:Decrypt"))).toEqual([]);
    expect(found(UNKNOWN, key(principal, "kms:Decrypt"))).toEqual([]);
    expect(found("key-1", { ...key(principal, actions), props: { policy: UNKNOWN } })).toEqual([]);
    const cannot = [`it (${input}) tells the topic topic, whose key key ${principal} cannot use`];
    expect(found("key-1", key(principal, "kms:Decrypt"))).toEqual(cannot);
    expect(found("key-1", key("lambda.amazonaws.com", actions))).toEqual(cannot);
    expect(found("key-1", { ...key(principal, actions), props: {} })).toEqual(cannot);
    expect(found("alias/aws/sns")).toEqual([
      `it (${input}) tells the topic topic, encrypted with alias/aws/sns, which ${principal} cannot use`,
    ]);
  },
);

it("passes topics that SNS takes, and what is not known yet", () => {
  const fifo = topic({
    name: "alarms.fifo",
    fifoTopic: true,
    displayName: "Alarms",
    kmsMasterKeyId: "alias/ours",
  });
  for (const literal of [topic(), fifo, ...unknowns(fifo).slice(1)]) {
    expect(findingsFor(snsTopicName, [literal])).toEqual([]);
  }
  for (const kmsMasterKeyId of [
    "1111aaaa-22bb-33cc-44dd-555555eeeeee",
    "mrk-1111aaaa22bb33cc44dd555555eeeeee",
  ]) {
    expect(findingsFor(snsTopicName, [topic({ kmsMasterKeyId })])).toEqual([]);
  }
});

it.each([
  [{ name: "alarms.fifo" }, 'topic (name) ends with ".fifo", and it is none'],
  [{ fifoTopic: true }, 'topic (name) does not end with ".fifo"'],
  [{ displayName: "x".repeat(101) }, "topic (displayName) has more than 100 characters"],
  [{ kmsMasterKeyId: "ours" }, "topic (kmsMasterKeyId) is neither id nor ARN of a key"],
  [
    { kmsMasterKeyId: "arn:aws:kms:us-west-2:777788889999:key/1" },
    "topic (kmsMasterKeyId) is a key of us-west-2, and the topic in us-east-1",
  ],
])("fails %j", (props, finding) => {
  expect(findingsFor(snsTopicName, [topic(props)])).toEqual([expect.stringContaining(finding)]);
});

it("fails a policy for another topic", () => {
  expect(findingsFor(snsPolicyResource, [policy("x")])).toEqual([]);
  expect(findingsFor(snsPolicyResource, [policy("x", { arn: UNKNOWN })])).toEqual([]);
  expect(findingsFor(snsPolicyResource, [policy("x", { arn: `${ARN}-2` })])).toEqual([
    `policy (policy) has a statement, number 1, whose Resource "${ARN}" is not the topic`,
  ]);
});
