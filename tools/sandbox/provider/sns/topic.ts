import type { Unwrap } from "@pulumi/pulumi";
import type { TopicArgs, TopicState } from "@pulumi/aws/sns/topic.js";
import type { SNS } from "@aws-sdk/client-sns";

import { unlessGone } from "../api-error.ts";
import { nameToUse, nameWithPrefix, prefixOf } from "../name-prefix.ts";
import type { Property } from "../property.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { tagChanges, tagList, tagRecord } from "../tag-list.ts";
import { isUnknown, type Value, type Values } from "../value.ts";

type Inputs = Unwrap<TopicArgs>;
type State = Unwrap<TopicState>;

const GONE = "NotFound*";
const FIFO = ".fifo";

const role = { kind: "string" } as const satisfies Property;
const sampleRate = { kind: "number" } as const satisfies Property;

/** What SetTopicAttributes changes, under the API's names. */
const ATTRIBUTES = {
  applicationFailureFeedbackRoleArn: "ApplicationFailureFeedbackRoleArn",
  applicationSuccessFeedbackRoleArn: "ApplicationSuccessFeedbackRoleArn",
  applicationSuccessFeedbackSampleRate: "ApplicationSuccessFeedbackSampleRate",
  archivePolicy: "ArchivePolicy",
  contentBasedDeduplication: "ContentBasedDeduplication",
  deliveryPolicy: "DeliveryPolicy",
  displayName: "DisplayName",
  fifoThroughputScope: "FifoThroughputScope",
  firehoseFailureFeedbackRoleArn: "FirehoseFailureFeedbackRoleArn",
  firehoseSuccessFeedbackRoleArn: "FirehoseSuccessFeedbackRoleArn",
  firehoseSuccessFeedbackSampleRate: "FirehoseSuccessFeedbackSampleRate",
  httpFailureFeedbackRoleArn: "HTTPFailureFeedbackRoleArn",
  httpSuccessFeedbackRoleArn: "HTTPSuccessFeedbackRoleArn",
  httpSuccessFeedbackSampleRate: "HTTPSuccessFeedbackSampleRate",
  kmsMasterKeyId: "KmsMasterKeyId",
  lambdaFailureFeedbackRoleArn: "LambdaFailureFeedbackRoleArn",
  lambdaSuccessFeedbackRoleArn: "LambdaSuccessFeedbackRoleArn",
  lambdaSuccessFeedbackSampleRate: "LambdaSuccessFeedbackSampleRate",
  policy: "Policy",
  signatureVersion: "SignatureVersion",
  sqsFailureFeedbackRoleArn: "SQSFailureFeedbackRoleArn",
  sqsSuccessFeedbackRoleArn: "SQSSuccessFeedbackRoleArn",
  sqsSuccessFeedbackSampleRate: "SQSSuccessFeedbackSampleRate",
  tracingConfig: "TracingConfig",
} as const satisfies Partial<Record<keyof Inputs, string>>;
type Attribute = keyof typeof ATTRIBUTES;

const attributes = {
  applicationFailureFeedbackRoleArn: role,
  applicationSuccessFeedbackRoleArn: role,
  applicationSuccessFeedbackSampleRate: sampleRate,
  archivePolicy: { kind: "json" },
  contentBasedDeduplication: { kind: "boolean", default: false },
  deliveryPolicy: { kind: "json" },
  displayName: { kind: "string" },
  fifoThroughputScope: { kind: "string", computed: true },
  firehoseFailureFeedbackRoleArn: role,
  firehoseSuccessFeedbackRoleArn: role,
  firehoseSuccessFeedbackSampleRate: sampleRate,
  httpFailureFeedbackRoleArn: role,
  httpSuccessFeedbackRoleArn: role,
  httpSuccessFeedbackSampleRate: sampleRate,
  kmsMasterKeyId: { kind: "string" },
  lambdaFailureFeedbackRoleArn: role,
  lambdaSuccessFeedbackRoleArn: role,
  lambdaSuccessFeedbackSampleRate: sampleRate,
  policy: { kind: "json", computed: true },
  signatureVersion: { kind: "number", computed: true },
  sqsFailureFeedbackRoleArn: role,
  sqsSuccessFeedbackRoleArn: role,
  sqsSuccessFeedbackSampleRate: sampleRate,
  tracingConfig: { kind: "string", computed: true },
} as const satisfies Record<Attribute, Property>;

/** Its id is its ARN. Source: SNS API reference, CreateTopic, SetTopicAttributes. */
export const resource = defineResource<Inputs, State>({
  token: "aws:sns/topic:Topic",
  noun: "SNS Topic",
  tags: true,
  autoname: { property: "name", maxLength: 256, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true, conflictsWith: ["name"] },
    fifoTopic: { kind: "boolean", default: false, replaces: true },
    ...attributes,
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    beginningArchiveTime: { kind: "string", output: true, recomputed: ["archivePolicy"] },
    owner: { kind: "string", output: true },
  },
  validate: failures,

  async create(inputs, call) {
    const sns = await call.aws.sns();
    const { TopicArn: arn = "" } = await sns.createTopic({
      Name: topicName(inputs),
      Attributes: onCreation(inputs),
      Tags: tagList(inputs.tagsAll),
    });
    call.created(arn);
    for (const name of names()) {
      const value = inputs[name];
      const said = value !== undefined && value !== "" && value !== false;
      if (said && name !== "fifoThroughputScope") await set(sns, arn, name, value);
    }
    return arn;
  },

  async read(id, call, prior) {
    const sns = await call.aws.sns();
    const found = await unlessGone(sns.getTopicAttributes({ TopicArn: id }), GONE);
    if (found?.Attributes === undefined) return undefined;
    const { Attributes: all } = found;
    const { Tags } = await sns.listTagsForResource({ ResourceArn: id });
    const name = id.slice(id.lastIndexOf(":") + 1);
    const state: Record<string, Value> = {};
    for (const attribute of names()) {
      state[attribute] = fromText(attributes[attribute], all[ATTRIBUTES[attribute]]);
    }
    return {
      ...(state as Partial<State>),
      arn: all.TopicArn ?? id,
      owner: all.Owner,
      beginningArchiveTime: all.BeginningArchiveTime,
      fifoTopic: all.FifoTopic === "true",
      name,
      namePrefix: prefixOf(name, prior.namePrefix),
      tags: tagRecord(Tags),
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const sns = await call.aws.sns();
    for (const name of names()) {
      if (changed(name)) await set(sns, id, name, inputs[name]);
    }
    if (!changed("tagsAll")) return;
    const { gone, set: added } = tagChanges(before.tagsAll, inputs.tagsAll);
    if (gone.length > 0) await sns.untagResource({ ResourceArn: id, TagKeys: gone });
    if (added.length > 0) await sns.tagResource({ ResourceArn: id, Tags: added });
  },

  /** Its subscriptions end with it. */
  async delete(id, _state, call) {
    const sns = await call.aws.sns();
    await unlessGone(sns.deleteTopic({ TopicArn: id }), GONE);
  },
});

function names(): Attribute[] {
  return Object.keys(ATTRIBUTES) as Attribute[];
}

function topicName({ name, namePrefix, fifoTopic }: Inputs): string {
  if (name !== undefined || fifoTopic !== true) return nameToUse(name, namePrefix);
  return `${nameWithPrefix(namePrefix ?? "")}${FIFO}`;
}

/** What only CreateTopic takes. */
function onCreation({ fifoTopic, fifoThroughputScope: scope }: Inputs) {
  if (fifoTopic !== true) return undefined;
  return { FifoTopic: "true", ...(scope === undefined ? {} : { FifoThroughputScope: scope }) };
}

/** An attribute without a value is taken away; a policy cannot be. */
async function set(
  sns: SNS,
  TopicArn: string,
  name: Attribute,
  value: string | number | boolean | undefined,
): Promise<void> {
  if (name === "policy" && value === undefined) return;
  const none = attributes[name].kind === "boolean" ? "false" : "";
  const AttributeValue = value === undefined ? none : String(value);
  await sns.setTopicAttributes({ TopicArn, AttributeName: ATTRIBUTES[name], AttributeValue });
}

function fromText({ kind }: Property, text: string | undefined): Value {
  if (kind === "boolean") return text === "true";
  if (text === undefined || text === "") return undefined;
  return kind === "number" ? Number(text) : text;
}

/** Source: SNS API reference, CreateTopic and SetTopicAttributes. */
const ALLOWED: Readonly<Record<string, readonly unknown[]>> = {
  fifoThroughputScope: ["Topic", "MessageGroup"],
  signatureVersion: [1, 2],
  tracingConfig: ["Active", "PassThrough"],
};

function failures(inputs: Partial<Inputs>): CheckFailure[] {
  const values = inputs as Values;
  const found: CheckFailure[] = [];
  for (const [property, allowed] of Object.entries(ALLOWED)) {
    const value = values[property];
    if (value === undefined || isUnknown(value) || allowed.includes(value)) continue;
    const reason = `expected "${property}" to be one of ${allowed.join(", ")}, got "${String(value)}"`;
    found.push({ property, reason });
  }
  for (const property of names().filter((name) => name.endsWith("FeedbackSampleRate"))) {
    const value = values[property];
    if (typeof value !== "number" || (value >= 0 && value <= 100)) continue;
    found.push({ property, reason: `expected "${property}" to be 0 to 100 percent, got ${value}` });
  }
  return [...found, ...wrongName(inputs), ...onlyForFifo(inputs)];
}

function wrongName({ name, fifoTopic }: Partial<Inputs>): CheckFailure[] {
  if (name === undefined || isUnknown(name) || isUnknown(fifoTopic)) return [];
  const fits =
    fifoTopic === true
      ? /^[0-9A-Za-z_-]{1,251}\.fifo$/.test(name)
      : /^[0-9A-Za-z_-]{1,256}$/.test(name);
  if (fits) return [];
  const end = fifoTopic === true ? `, and ends with "${FIFO}"` : "";
  const reason = `"name" is 1 to 256 letters, digits, hyphens and underscores${end}; got "${name}"`;
  return [{ property: "name", reason }];
}

function onlyForFifo(inputs: Partial<Inputs>): CheckFailure[] {
  if (inputs.fifoTopic === true || isUnknown(inputs.fifoTopic)) return [];
  const fifo = ["archivePolicy", "fifoThroughputScope", "contentBasedDeduplication"] as const;
  return fifo
    .filter((property) => inputs[property] !== undefined && inputs[property] !== false)
    .map((property) => ({ property, reason: `"${property}" is for a FIFO topic only` }));
}
