import type { Rule } from "../../rule.ts";

import { logsRetentionValue } from "./logs-retention-value.ts";

/** One line a rule, by the alphabet. */
export const logsRules: readonly Rule[] = [logsRetentionValue];
