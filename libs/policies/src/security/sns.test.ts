import { UNKNOWN } from "../unknown.ts";
import { findingsFor, type LiteralResource } from "../testing/findings-for.ts";
import { snsCmk, snsNotPublic, snsTls } from "./sns.ts";

const topic: LiteralResource = {
  type: "aws:sns/topic:Topic",
  name: "alarms",
  identities: ["arn:t"],
};
const policy = (document: unknown, arn: unknown = "arn:t") => ({
  type: "aws:sns/topicPolicy:TopicPolicy",
  name: "who",
  props: { arn, policy: document },
});
const everybody = { Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: "*" };
const tls = {
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const document = (...Statement: object[]) => JSON.stringify({ Statement });

it("lets nobody else use a topic", () => {
  const ours = {
    ...everybody,
    Condition: { StringEquals: { "aws:SourceAccount": "777788889999" } },
  };
  const service = { ...everybody, Principal: { Service: "cloudwatch.amazonaws.com" } };
  for (const one of [document(ours), document(service), UNKNOWN]) {
    expect(findingsFor(snsNotPublic, [topic, policy(one)])).toEqual([]);
  }
  const expected = ["who (policy) lets everybody use the topic (statement 1)"];
  expect(findingsFor(snsNotPublic, [topic, policy(document(everybody))])).toEqual(expected);
  expect(findingsFor(snsNotPublic, [policy({ Statement: [everybody] })])).toEqual(expected);
});

it("wants a key that alarms can use", () => {
  const keyed = (props: object) => findingsFor(snsCmk, [{ ...topic, props }]);
  expect(keyed({ kmsMasterKeyId: UNKNOWN })).toEqual([]);
  expect(keyed({})).toEqual(["alarms (kmsMasterKeyId) stores messages without encryption"]);
  expect(keyed({ kmsMasterKeyId: "alias/aws/sns" })).toEqual([
    "alarms (kmsMasterKeyId) has a key that alarms cannot use, so their messages are lost",
  ]);
});

it("wants TLS", () => {
  expect(findingsFor(snsTls, [topic, policy(document(tls))])).toEqual([]);
  expect(findingsFor(snsTls, [topic, policy(UNKNOWN)])).toEqual([]);
  expect(findingsFor(snsTls, [topic, policy(document(tls), UNKNOWN)])).toEqual([]);
  const expected = ["alarms takes messages without TLS"];
  expect(findingsFor(snsTls, [topic])).toEqual(expected);
  expect(findingsFor(snsTls, [topic, policy(document(everybody))])).toEqual(expected);
  expect(findingsFor(snsTls, [topic, policy(document(tls), "arn:other")])).toEqual(expected);
});
