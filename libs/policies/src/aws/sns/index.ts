import type { Rule } from "../../rule.ts";

import { snsPolicyResource, snsPublisher, snsTopicKey, snsTopicName } from "./topic.ts";
import { snsSubscription } from "./topic-subscription.ts";

/** One line a rule, by the alphabet. */
export const snsRules: readonly Rule[] = [
  snsPolicyResource,
  snsPublisher,
  snsSubscription,
  snsTopicKey,
  snsTopicName,
];
