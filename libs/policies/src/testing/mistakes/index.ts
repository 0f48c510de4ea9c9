import type { MistakesOf } from "../mistake.ts";
import { acmMistakes } from "./acm.ts";
import { autoscalingMistakes } from "./autoscaling.ts";
import { backupMistakes } from "./backup.ts";
import { budgetsMistakes } from "./budgets.ts";
import { cloudwatchMistakes } from "./cloudwatch.ts";
import { ec2Mistakes } from "./ec2.ts";
import { iamMistakes } from "./iam.ts";
import { kmsMistakes } from "./kms.ts";
import { lbMistakes } from "./lb.ts";
import { logsMistakes } from "./logs.ts";
import { rdsMistakes } from "./rds.ts";
import { route53Mistakes } from "./route53.ts";
import { s3Mistakes } from "./s3.ts";
import { snsMistakes } from "./sns.ts";
import { vpcMistakes } from "./vpc.ts";
import { wafv2Mistakes } from "./wafv2.ts";

/** Every mistake, by service. One line a service, by the alphabet. */
export const mistakesByService: readonly MistakesOf[] = [
  acmMistakes,
  autoscalingMistakes,
  backupMistakes,
  budgetsMistakes,
  cloudwatchMistakes,
  ec2Mistakes,
  iamMistakes,
  kmsMistakes,
  lbMistakes,
  logsMistakes,
  rdsMistakes,
  route53Mistakes,
  s3Mistakes,
  snsMistakes,
  vpcMistakes,
  wafv2Mistakes,
];
