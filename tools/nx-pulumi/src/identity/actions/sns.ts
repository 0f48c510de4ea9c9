/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon SNS". Names are the fence; the
 * ARN of a subscription begins with that of its topic.
 */
import type { ActionTable, Grant } from "./type-actions.ts";

const TOPIC = "arn:{partition}:sns:{region}:{account}:{topic}";

export const sns: ActionTable = {
  "aws:sns/topic:Topic": {
    reads: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
    grants: [
      named("CreateTopic", "DeleteTopic", "SetTopicAttributes", "TagResource", "UntagResource"),
    ],
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    reads: ["sns:GetTopicAttributes"],
    grants: [named("SetTopicAttributes")],
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    reads: ["sns:GetSubscriptionAttributes", "sns:ListSubscriptionsByTopic"],
    grants: [named("SetSubscriptionAttributes", "Subscribe", "Unsubscribe")],
  },
};

function named(...names: readonly string[]): Grant {
  return { actions: names.map((name) => `sns:${name}`), on: [TOPIC], fence: "name" };
}
