import type { Rule } from "../../rule.ts";

import { backupPlan } from "./plan.ts";
import { backupSelection } from "./selection.ts";
import { backupVault } from "./vault.ts";

/** One line a rule, by the alphabet. */
export const backupRules: readonly Rule[] = [backupPlan, backupSelection, backupVault];
