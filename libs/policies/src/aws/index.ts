import type { Rule } from "../rule.ts";

import { acmRules } from "./acm/index.ts";
import { autoscalingRules } from "./autoscaling/index.ts";
import { backupRules } from "./backup/index.ts";
import { budgetsRules } from "./budgets/index.ts";
import { cloudwatchRules } from "./cloudwatch/index.ts";
import { ec2Rules } from "./ec2/index.ts";
import { iamRules } from "./iam/index.ts";
import { kmsRules } from "./kms/index.ts";
import { lbRules } from "./lb/index.ts";
import { logsRules } from "./logs/index.ts";
import { rdsRules } from "./rds/index.ts";
import { route53Rules } from "./route53/index.ts";
import { s3Rules } from "./s3/index.ts";
import { snsRules } from "./sns/index.ts";
import { vpcRules } from "./vpc/index.ts";
import { wafv2Rules } from "./wafv2/index.ts";

/** What AWS refuses, and an emulator may let through. One line a service, by the alphabet. */
export const awsRules: readonly Rule[] = [
  ...acmRules,
  ...autoscalingRules,
  ...backupRules,
  ...budgetsRules,
  ...cloudwatchRules,
  ...ec2Rules,
  ...iamRules,
  ...kmsRules,
  ...lbRules,
  ...logsRules,
  ...rdsRules,
  ...route53Rules,
  ...s3Rules,
  ...snsRules,
  ...vpcRules,
  ...wafv2Rules,
];
