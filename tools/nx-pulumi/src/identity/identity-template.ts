import { boundaryName, IDENTITY_PATH, roleName, type RoleKind } from "@strata/naming";

import { deployPolicy, previewPolicy } from "./deploy-policy.ts";
import type { Deployment } from "./layer-scope.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { roleBoundary } from "./role-boundary.ts";
import { trustPolicy } from "./trust-policy.ts";

/** A CloudFormation template, as far as this file writes one. */
export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Description: string;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: "AWS::IAM::Role" | "AWS::IAM::ManagedPolicy";
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** One hour: the longest session that a role has unless it is raised for it. */
export const SESSION_SECONDS = 3600;

/**
 * All identities of a layer in an environment: the role that deploys it, the role that plans it, and the boundary of
 * the roles that the layer makes itself.
 *
 * @param repository on GitHub: `<organization>/<name>`
 */
export function identityTemplate(deployment: Deployment, repository: string): Template {
  const { layer, environment } = deployment;
  const makesRoles = deployment.resources.types.includes("aws:iam/role:Role");
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Written by "npx nx sync" (docs/identity.md): who may deploy ${layer} to ${environment}`,
    Resources: {
      ...role("deploy", deployPolicy(deployment), deployment, repository),
      ...role("preview", previewPolicy(deployment), deployment, repository),
      ...(makesRoles ? { Boundary: boundary(deployment) } : {}),
    },
  };
}

function role(
  kind: RoleKind,
  documents: readonly PolicyDocument[],
  deployment: Deployment,
  repository: string,
): Record<string, TemplateResource> {
  const { layer, environment } = deployment;
  const name = roleName(layer, environment, kind);
  const prefix = kind === "deploy" ? "Deploy" : "Preview";
  const policies = documents.map((document, i): [string, TemplateResource] => [
    `${prefix}Policy${i + 1}`,
    {
      Type: "AWS::IAM::ManagedPolicy",
      Properties: {
        ManagedPolicyName: `${name}-${i + 1}`,
        Path: IDENTITY_PATH,
        PolicyDocument: document,
      },
    },
  ]);
  return {
    [`${prefix}Role`]: {
      Type: "AWS::IAM::Role",
      Properties: {
        RoleName: name,
        Path: IDENTITY_PATH,
        MaxSessionDuration: SESSION_SECONDS,
        AssumeRolePolicyDocument: trustPolicy({ kind, repository, ...deployment }),
        ManagedPolicyArns: policies.map(([id]) => ({ Ref: id })),
      },
    },
    ...Object.fromEntries(policies),
  };
}

function boundary(deployment: Deployment): TemplateResource {
  return {
    Type: "AWS::IAM::ManagedPolicy",
    Properties: {
      ManagedPolicyName: boundaryName(deployment.layer, deployment.environment),
      Path: IDENTITY_PATH,
      PolicyDocument: roleBoundary(deployment),
    },
  };
}
