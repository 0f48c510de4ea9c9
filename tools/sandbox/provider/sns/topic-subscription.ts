import type { Unwrap } from "@pulumi/pulumi";
import type {
  TopicSubscriptionArgs,
  TopicSubscriptionState,
} from "@pulumi/aws/sns/topicSubscription.js";
import type { SNS } from "@aws-sdk/client-sns";

import { hasCode, unlessGone } from "../api-error.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isUnknown, type Value } from "../value.ts";

type Inputs = Unwrap<TopicSubscriptionArgs>;
type State = Unwrap<TopicSubscriptionState>;

const GONE = "NotFound*";
const PROTOCOLS = [
  "application",
  "email",
  "email-json",
  "firehose",
  "http",
  "https",
  "lambda",
  "sms",
  "sqs",
];
const SCOPES = ["MessageAttributes", "MessageBody"];

/** What SetSubscriptionAttributes changes, under the API's names. */
const ATTRIBUTES = {
  deliveryPolicy: "DeliveryPolicy",
  filterPolicy: "FilterPolicy",
  filterPolicyScope: "FilterPolicyScope",
  rawMessageDelivery: "RawMessageDelivery",
  redrivePolicy: "RedrivePolicy",
  subscriptionRoleArn: "SubscriptionRoleArn",
} as const satisfies Partial<Record<keyof Inputs, string>>;
type Attribute = keyof typeof ATTRIBUTES;

/**
 * Its id is its ARN. One to an email address or to HTTP is pending until the owner of the address confirms it.
 *
 * Source: SNS API reference, Subscribe, SetSubscriptionAttributes, Unsubscribe.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:sns/topicSubscription:TopicSubscription",
  noun: "SNS Topic Subscription",
  properties: {
    topic: { kind: "string", required: true, replaces: true },
    protocol: { kind: "string", required: true, replaces: true },
    endpoint: { kind: "string", required: true, replaces: true },
    confirmationTimeoutInMinutes: { kind: "number", default: 1, local: true },
    endpointAutoConfirms: { kind: "boolean", default: false, local: true },
    deliveryPolicy: { kind: "json" },
    filterPolicy: { kind: "json" },
    filterPolicyScope: { kind: "string", computed: true },
    rawMessageDelivery: { kind: "boolean", default: false },
    redrivePolicy: { kind: "json" },
    replayPolicy: {
      kind: "json",
      simulated: "moto does not take the replay policy of a subscription",
    },
    subscriptionRoleArn: { kind: "string" },
    region: { kind: "string", computed: true, replaces: true },
    arn: { kind: "string", output: true },
    confirmationWasAuthenticated: { kind: "boolean", output: true },
    ownerId: { kind: "string", output: true },
    pendingConfirmation: { kind: "boolean", output: true },
  },
  validate: failures,

  async create(inputs, call) {
    const sns = await call.aws.sns();
    const given = names().filter((name) => inputs[name] !== undefined && inputs[name] !== false);
    const { SubscriptionArn: arn = "" } = await sns.subscribe({
      TopicArn: inputs.topic as string,
      Protocol: inputs.protocol,
      Endpoint: inputs.endpoint,
      Attributes: Object.fromEntries(given.map((name) => [ATTRIBUTES[name], String(inputs[name])])),
      // The ARN also of one that is pending, instead of the words "pending confirmation".
      ReturnSubscriptionArn: true,
    });
    call.created(arn);
    if (inputs.endpointAutoConfirms === true && (await isPending(sns, arn))) {
      throw new Error(
        "nobody confirms it: the emulator sends no message to an endpoint. " +
          'Set "endpointAutoConfirms" to false for the sandbox',
      );
    }
    return arn;
  },

  async read(id, call) {
    const sns = await call.aws.sns();
    const found = await unlessGone(sns.getSubscriptionAttributes({ SubscriptionArn: id }), GONE);
    const all = found?.Attributes;
    if (all === undefined) return undefined;
    return {
      arn: all.SubscriptionArn ?? id,
      topic: all.TopicArn,
      protocol: all.Protocol,
      endpoint: all.Endpoint,
      deliveryPolicy: all.DeliveryPolicy,
      filterPolicy: all.FilterPolicy,
      filterPolicyScope: all.FilterPolicyScope,
      rawMessageDelivery: all.RawMessageDelivery === "true",
      redrivePolicy: all.RedrivePolicy,
      subscriptionRoleArn: all.SubscriptionRoleArn,
      confirmationWasAuthenticated: all.ConfirmationWasAuthenticated === "true",
      ownerId: all.Owner,
      pendingConfirmation: all.PendingConfirmation === "true",
    };
  },

  async update(id, { inputs, changed }, call) {
    const sns = await call.aws.sns();
    for (const name of inOrder(inputs.filterPolicyScope)) {
      if (!changed(name)) continue;
      await sns.setSubscriptionAttributes({
        SubscriptionArn: id,
        AttributeName: ATTRIBUTES[name],
        AttributeValue: inputs[name] === undefined ? NONE[name] : String(inputs[name]),
      });
    }
  },

  async delete(id, _state, call) {
    const sns = await call.aws.sns();
    try {
      await unlessGone(sns.unsubscribe({ SubscriptionArn: id }), GONE);
    } catch (error) {
      // SNS deletes what nobody confirms after two days.
      const isPending =
        hasCode(error, "InvalidParameter*") && /pending confirmation/.test(String(error));
      if (!isPending) throw error;
    }
  },
});

/** What takes an attribute away. SNS refuses an empty redrive policy and wants none at all. */
const NONE: { readonly [K in Attribute]: string | undefined } = {
  deliveryPolicy: "",
  filterPolicy: "{}",
  filterPolicyScope: "",
  rawMessageDelivery: "false",
  redrivePolicy: undefined,
  subscriptionRoleArn: "",
};

function names(): Attribute[] {
  return Object.keys(ATTRIBUTES) as Attribute[];
}

/** A nested filter is for message bodies only: that scope comes before it, and the other one after it. */
function inOrder(scope: string | undefined): Attribute[] {
  const others = names().filter((name) => name !== "filterPolicyScope");
  return scope === "MessageBody"
    ? ["filterPolicyScope", ...others]
    : [...others, "filterPolicyScope"];
}

async function isPending(sns: SNS, SubscriptionArn: string): Promise<boolean> {
  const { Attributes } = await sns.getSubscriptionAttributes({ SubscriptionArn });
  return Attributes?.PendingConfirmation === "true";
}

function failures(inputs: Partial<Inputs>): CheckFailure[] {
  const { protocol, filterPolicy, filterPolicyScope: scope } = inputs;
  const found: CheckFailure[] = [];
  if (known(protocol) && !PROTOCOLS.includes(protocol)) {
    const reason = `expected "protocol" to be one of ${PROTOCOLS.join(", ")}, got "${protocol}"`;
    found.push({ property: "protocol", reason });
  }
  if (known(scope) && !SCOPES.includes(scope)) {
    const reason = `expected "filterPolicyScope" to be one of ${SCOPES.join(", ")}, got "${scope}"`;
    found.push({ property: "filterPolicyScope", reason });
  }
  if (scope !== undefined && filterPolicy === undefined) {
    const reason = '"filterPolicyScope" requires "filterPolicy"';
    found.push({ property: "filterPolicyScope", reason });
  }
  return found;
}

function known<T>(value: T | undefined): value is T {
  return value !== undefined && !isUnknown(value as Value);
}
