import type { Rule } from "../../rule.ts";

import {
  autoscalingArchitectures,
  autoscalingDistribution,
  autoscalingElbHealth,
  autoscalingHealth,
  autoscalingHooks,
  autoscalingLifetime,
  autoscalingName,
  autoscalingOverrides,
  autoscalingPlaces,
  autoscalingRefresh,
  autoscalingRollback,
  autoscalingSize,
  autoscalingTags,
  autoscalingTemplate,
  autoscalingWarmPool,
  autoscalingWords,
} from "./group.ts";
import { autoscalingLaunchable, autoscalingMarket } from "./launch.ts";
import { autoscalingNotificationEvents, autoscalingNotificationTopic } from "./notification.ts";
import {
  scalingPolicyAmounts,
  scalingPolicyKind,
  scalingPolicyOnce,
  scalingPolicyRequests,
  scalingPolicySteps,
  scalingPolicyTarget,
} from "./policy.ts";

/** One line a rule, by the alphabet. */
export const autoscalingRules: readonly Rule[] = [
  autoscalingArchitectures,
  autoscalingDistribution,
  autoscalingElbHealth,
  autoscalingHealth,
  autoscalingHooks,
  autoscalingLaunchable,
  autoscalingLifetime,
  autoscalingMarket,
  autoscalingName,
  autoscalingNotificationEvents,
  autoscalingNotificationTopic,
  autoscalingOverrides,
  autoscalingPlaces,
  autoscalingRefresh,
  autoscalingRollback,
  autoscalingSize,
  autoscalingTags,
  autoscalingTemplate,
  autoscalingWarmPool,
  autoscalingWords,
  scalingPolicyAmounts,
  scalingPolicyKind,
  scalingPolicyOnce,
  scalingPolicyRequests,
  scalingPolicySteps,
  scalingPolicyTarget,
];
