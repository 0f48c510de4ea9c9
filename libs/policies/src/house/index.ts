import type { Rule } from "../rule.ts";

import { currentInputs, currentTypes } from "./current-types.ts";
import { iamActionsExist, iamNoWildcards } from "./iam-policies.ts";
import { lastCopy } from "./last-copy.ts";
import { logRetention } from "./log-retention.ts";
import { namesWithinLimits } from "./names-within-limits.ts";
import { oneProvider } from "./one-provider.ts";
import { protectedStateful } from "./protected-stateful.ts";
import { requiredTagsRule } from "./required-tags.ts";
import { sgDescribed } from "./sg-described.ts";

/** What this house asks for: names, tags, costs, options of resources. One line a rule, by the alphabet. */
export const houseRules: readonly Rule[] = [
  currentInputs,
  currentTypes,
  iamActionsExist,
  iamNoWildcards,
  lastCopy,
  logRetention,
  namesWithinLimits,
  oneProvider,
  protectedStateful,
  requiredTagsRule,
  sgDescribed,
];
