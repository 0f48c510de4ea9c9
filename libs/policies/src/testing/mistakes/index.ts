import type { MistakesOf } from "../mistake.ts";
import { backupMistakes } from "./backup.ts";
import { budgetsMistakes } from "./budgets.ts";
import { cloudwatchMistakes } from "./cloudwatch.ts";
import { iamMistakes } from "./iam.ts";
import { kmsMistakes } from "./kms.ts";
import { logsMistakes } from "./logs.ts";
import { rdsMistakes } from "./rds.ts";
import { s3Mistakes } from "./s3.ts";
import { snsMistakes } from "./sns.ts";

/** Every mistake, by service. One line a service, by the alphabet. */
export const mistakesByService: readonly MistakesOf[] = [
  backupMistakes,
  budgetsMistakes,
  cloudwatchMistakes,
  iamMistakes,
  kmsMistakes,
  logsMistakes,
  rdsMistakes,
  s3Mistakes,
  snsMistakes,
];
