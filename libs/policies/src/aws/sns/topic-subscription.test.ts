import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { snsSubscription } from "./topic-subscription.ts";

const ARN = "arn:aws:sns:us-east-1:777788889999:alarms";
const subscription = (protocol: string, endpoint: string, props: object = {}): LiteralResource => ({
  type: "aws:sns/topicSubscription:TopicSubscription",
  name: "it",
  props: { topic: ARN, protocol, endpoint, ...props },
});
const found = (...args: Parameters<typeof subscription>) =>
  findingsFor(snsSubscription, [subscription(...args)]);
const QUEUE = "arn:aws:sqs:us-east-1:777788889999:alarms";

it.each([
  ["email", "on-call@example.com", {}],
  ["https", "https://example.com/alarm", { rawMessageDelivery: true }],
  ["sms", "+15550100", {}],
  ["sqs", QUEUE, { topic: `${ARN}.fifo`, rawMessageDelivery: true }],
  ["lambda", "arn:aws:lambda:us-east-1:777788889999:function:chat", {}],
  ["sqs", QUEUE, { filterPolicy: '{"severity":["high"],"of":{"layer":[{"prefix":"d"}]}}' }],
])("passes %s to %s with %j", (protocol, endpoint, props) => {
  expect(found(protocol, endpoint, props)).toEqual([]);
});

it("cannot tell what is not known yet", () => {
  const raw = subscription("sqs", QUEUE, { rawMessageDelivery: true });
  for (const literal of unknowns(raw)) expect(findingsFor(snsSubscription, [literal])).toEqual([]);
});

it.each([
  ["email", "on-call", {}, "(endpoint) is not an e-mail address, which email asks for"],
  ["http", "https://example.com", {}, "(endpoint) is not an address with http://"],
  ["sqs", "alarms", {}, "(endpoint) is not the ARN of a queue, which sqs asks for"],
  ["email", "a@example.com", { topic: "alarms" }, "(topic) is no ARN of a topic"],
  ["email", "a@example.com", { topic: `${ARN}.fifo` }, "(protocol) is email, and a FIFO topic"],
  [
    "email",
    "a@example.com",
    { rawMessageDelivery: true },
    "(rawMessageDelivery) is on, and email has none",
  ],
  ["sqs", QUEUE, { filterPolicy: "[]" }, "(filterPolicy) is no JSON object with lists"],
  ["sqs", QUEUE, { filterPolicy: "{" }, "(filterPolicy) is no JSON object with lists"],
  [
    "firehose",
    "arn:aws:firehose:us-east-1:777788889999:deliverystream/a",
    {},
    "(subscriptionRoleArn) is missing, which firehose needs",
  ],
])("fails %s to %s with %j", (protocol, endpoint, props, finding) => {
  expect(found(protocol, endpoint, props)).toEqual([expect.stringContaining(finding)]);
});

it("never says whose address is wrong", () => {
  expect(found("email", "someone at home").join()).not.toContain("someone");
});
