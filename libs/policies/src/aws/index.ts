import type { Rule } from "../rule.ts";

import { logsRules } from "./logs/index.ts";

/** What AWS refuses, and an emulator may let through. One line a service, by the alphabet. */
export const awsRules: readonly Rule[] = [...logsRules];
