import type { Rule } from "../rule.ts";

import { rdsPrivate } from "./rds-private.ts";
import { s3BlockPublic } from "./s3-block-public.ts";

/** What Security Hub and the like ask for. One line a rule, by the alphabet. */
export const securityRules: readonly Rule[] = [rdsPrivate, s3BlockPublic];
