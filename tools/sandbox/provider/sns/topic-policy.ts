import type { Unwrap } from "@pulumi/pulumi";
import type { TopicPolicyArgs, TopicPolicyState } from "@pulumi/aws/sns/topicPolicy.js";
import type { SNS } from "@aws-sdk/client-sns";

import { unlessGone } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";

type Inputs = Unwrap<TopicPolicyArgs>;
type State = Unwrap<TopicPolicyState>;

const GONE = "NotFound*";

/**
 * Its id is the ARN of the topic. A topic always has a policy: without this one, the default, which lets the account
 * use it.
 *
 * Source: SNS API reference, SetTopicAttributes (`Policy`).
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:sns/topicPolicy:TopicPolicy",
  noun: "SNS Topic Policy",
  properties: {
    arn: { kind: "string", required: true, replaces: true },
    policy: { kind: "json", required: true },
    region: { kind: "string", computed: true, replaces: true },
    owner: { kind: "string", output: true },
  },

  async create(inputs, call) {
    await put(await call.aws.sns(), inputs.arn, inputs.policy as string);
    return inputs.arn;
  },

  async read(id, call) {
    const sns = await call.aws.sns();
    const found = await unlessGone(sns.getTopicAttributes({ TopicArn: id }), GONE);
    const { TopicArn: arn, Owner: owner, Policy: policy } = found?.Attributes ?? {};
    return policy === undefined || policy === "" ? undefined : { arn, owner, policy };
  },

  async update(id, { inputs }, call) {
    await put(await call.aws.sns(), id, inputs.policy as string);
  },

  async delete(id, state, call) {
    const sns = await call.aws.sns();
    await unlessGone(put(sns, id, defaultPolicy(id, state.owner ?? call.accountId)), GONE);
  },
});

async function put(sns: SNS, TopicArn: string, policy: string): Promise<void> {
  await sns.setTopicAttributes({
    TopicArn,
    AttributeName: "Policy",
    AttributeValue: policy,
  });
}

/** What SNS gives a new topic. Source: SNS Developer Guide, "Preventative best practices", and a new topic of AWS. */
function defaultPolicy(Resource: string, accountId: string): string {
  const actions = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
  ];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: actions.map((action) => `SNS:${action}`),
        Resource,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  });
}
