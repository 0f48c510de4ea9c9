import type { Rule } from "../rule.ts";

import { acmRules } from "./acm/index.ts";
import { autoscalingRules } from "./autoscaling/index.ts";
import { ec2Rules } from "./ec2/index.ts";
import { iamRules } from "./iam/index.ts";
import { kmsRules } from "./kms/index.ts";
import { lbRules } from "./lb/index.ts";
import { logsRules } from "./logs/index.ts";
import { rdsRules } from "./rds/index.ts";
import { s3Rules } from "./s3/index.ts";
import { vpcRules } from "./vpc/index.ts";

/** What AWS refuses, and an emulator may let through. One line a service, by the alphabet. */
export const awsRules: readonly Rule[] = [
  ...acmRules,
  ...autoscalingRules,
  ...ec2Rules,
  ...iamRules,
  ...kmsRules,
  ...lbRules,
  ...logsRules,
  ...rdsRules,
  ...s3Rules,
  ...vpcRules,
];
