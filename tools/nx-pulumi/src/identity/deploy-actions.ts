import { autoscaling } from "./actions/autoscaling.ts";
import { cloudwatch } from "./actions/cloudwatch.ts";
import { ec2 } from "./actions/ec2.ts";
import { iam } from "./actions/iam.ts";
import { indexFunctions } from "./actions/index-functions.ts";
import { lb } from "./actions/lb.ts";
import { rds } from "./actions/rds.ts";
import { s3 } from "./actions/s3.ts";
import { ssm } from "./actions/ssm.ts";
import type { ActionTable, TypeActions } from "./actions/type-actions.ts";

/** What the official provider calls to make, read, change, tag and delete each type, and to answer each function. */
export const deployActions: ActionTable = {
  ...autoscaling,
  ...cloudwatch,
  ...ec2,
  ...iam,
  ...indexFunctions,
  ...lb,
  ...rds,
  ...s3,
  ...ssm,
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
