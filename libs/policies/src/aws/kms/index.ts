import type { Rule } from "../../rule.ts";

import { kmsAlias } from "./alias.ts";
import { kmsKeySpec, kmsLockout, kmsPolicyResource } from "./key.ts";

/** One line a rule, by the alphabet. */
export const kmsRules: readonly Rule[] = [kmsAlias, kmsKeySpec, kmsLockout, kmsPolicyResource];
