import type { Rule } from "../../rule.ts";

import {
  recordAlias,
  recordCname,
  recordName,
  recordRouting,
  recordTtl,
  recordTwice,
  recordValues,
} from "./record.ts";

/** One line a rule, by the alphabet. */
export const route53Rules: readonly Rule[] = [
  recordAlias,
  recordCname,
  recordName,
  recordRouting,
  recordTtl,
  recordTwice,
  recordValues,
];
