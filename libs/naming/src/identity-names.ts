import { environment as environmentNamed } from "@strata/config/environments";
import { project } from "@strata/config/project";

import { fitName } from "./fit-name.ts";

/** What a role is for: `deploy` changes a layer in an environment, `preview` only reads. */
export type RoleKind = "deploy" | "preview";

/**
 * IAM path of all that decides what deployments may do. Nothing that a layer makes lies there, so no pattern of a
 * layer's names reaches it: no role can change itself, or its boundary.
 */
export const IDENTITY_PATH = "/deploy/";

/** Name of the role that a run has for a layer. */
export function roleName(layer: string, environment: string, kind: RoleKind): string {
  return fitName("role", { project: project.name, environment, layer, role: kind });
}

/** ARN of that role. */
export function roleArn(layer: string, environment: string, kind: RoleKind): string {
  return identityArn(environment, `role${IDENTITY_PATH}${roleName(layer, environment, kind)}`);
}

/** Name of the policy that bounds every role which a layer makes. */
export function boundaryName(layer: string, environment: string): string {
  return fitName("policy", { project: project.name, environment, layer, role: "boundary" });
}

/** ARN of that policy. */
export function boundaryArn(layer: string, environment: string): string {
  return identityArn(environment, `policy${IDENTITY_PATH}${boundaryName(layer, environment)}`);
}

/** Part of AWS that a region belongs to, as it stands in ARNs. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function identityArn(environment: string, resource: string): string {
  const { region, accountId } = environmentNamed(environment);
  return `arn:${partitionOf(region)}:iam::${accountId}:${resource}`;
}
