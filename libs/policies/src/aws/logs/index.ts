import type { Rule } from "../../rule.ts";

import { logsClass, logsKey, logsKeyPolicy, logsName, logsNameOnce } from "./log-group.ts";
import { logsRetentionValue } from "./logs-retention-value.ts";

/** One line a rule, by the alphabet. */
export const logsRules: readonly Rule[] = [
  logsClass,
  logsKey,
  logsKeyPolicy,
  logsName,
  logsNameOnce,
  logsRetentionValue,
];
