import type { Rule } from "../../rule.ts";

import { budgetLimit, budgetNotification } from "./budget.ts";

/** One line a rule, by the alphabet. */
export const budgetsRules: readonly Rule[] = [budgetLimit, budgetNotification];
