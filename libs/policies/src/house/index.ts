import type { Rule } from "../rule.ts";

import { logRetention } from "./log-retention.ts";

/** What this house asks for: names, tags, costs, options of resources. One line a rule, by the alphabet. */
export const houseRules: readonly Rule[] = [logRetention];
