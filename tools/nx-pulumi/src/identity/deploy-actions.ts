import { acm } from "./actions/acm.ts";
import { autoscaling } from "./actions/autoscaling.ts";
import { backup } from "./actions/backup.ts";
import { budgets } from "./actions/budgets.ts";
import { cloudwatch } from "./actions/cloudwatch.ts";
import { ec2 } from "./actions/ec2.ts";
import { iam } from "./actions/iam.ts";
import { indexFunctions } from "./actions/index-functions.ts";
import { kms } from "./actions/kms.ts";
import { lb } from "./actions/lb.ts";
import { rds } from "./actions/rds.ts";
import { route53 } from "./actions/route53.ts";
import { s3 } from "./actions/s3.ts";
import { sns } from "./actions/sns.ts";
import { ssm } from "./actions/ssm.ts";
import { vpc } from "./actions/vpc.ts";
import { wafv2 } from "./actions/wafv2.ts";
import type { ActionTable, TypeActions } from "./actions/type-actions.ts";

/** What the official provider calls to make, read, change, tag and delete each type, and to answer each function. */
export const deployActions: ActionTable = {
  ...acm,
  ...autoscaling,
  ...backup,
  ...budgets,
  ...cloudwatch,
  ...ec2,
  ...iam,
  ...indexFunctions,
  ...kms,
  ...lb,
  ...rds,
  ...route53,
  ...s3,
  ...sns,
  ...ssm,
  ...vpc,
  ...wafv2,
};

/** @throws Error naming the file to extend, for a type or function that the table does not know. */
export function actionsOf(token: string): TypeActions {
  const known = Object.hasOwn(deployActions, token) ? deployActions[token] : undefined;
  if (known !== undefined) return known;
  const [, module = "<module>"] = /^aws:(\w+)\//.exec(token) ?? [];
  const file = module === "index" ? "index-functions" : module;
  throw new Error(
    `no IAM actions are known for "${token}", so no role can be generated that may deploy it. Add it to ` +
      `tools/nx-pulumi/src/identity/actions/${file}.ts; docs/identity.md says how`,
  );
}
