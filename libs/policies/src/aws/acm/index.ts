import type { Rule } from "../../rule.ts";

import { acmKey, acmName, acmNames, acmValidation } from "./certificate.ts";

/** One line a rule, by the alphabet. */
export const acmRules: readonly Rule[] = [acmKey, acmName, acmNames, acmValidation];
