import { partitionOf, type RoleKind } from "@strata/naming/identity-names";

import { policyDocument, type PolicyDocument } from "./policy-document.ts";

/** Host of GitHub's identity provider for Actions; IAM knows the provider by it. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** What a token is asked for, and what STS demands of it. */
export const AUDIENCE = "sts.amazonaws.com";

/** Branch whose workflows may plan: nightly drift runs on it. */
const DEFAULT_BRANCH = "main";

export interface Trust {
  readonly kind: RoleKind;
  /** On GitHub: `<organization>/<name>`. */
  readonly repository: string;
  /** Name of the environment, in Strata and on GitHub. */
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
}

/**
 * Who may take a role: workflows of one repository, and no long-lived key. To deploy, a job must be in the GitHub
 * environment, which has its own rules of who approves; to preview, it runs for a pull request or on the default
 * branch.
 */
export function trustPolicy({
  kind,
  repository,
  environment,
  accountId,
  region,
}: Trust): PolicyDocument {
  const provider = `arn:${partitionOf(region)}:iam::${accountId}:oidc-provider/${GITHUB_ISSUER}`;
  return policyDocument([
    {
      Sid: "GitHubActions",
      Effect: "Allow",
      Principal: { Federated: provider },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: {
          [`${GITHUB_ISSUER}:aud`]: AUDIENCE,
          [`${GITHUB_ISSUER}:sub`]: subjects(kind, repository, environment),
        },
      },
    },
  ]);
}

/** The `sub` of the tokens that may take a role, as GitHub writes it. */
export function subjects(kind: RoleKind, repository: string, environment: string): string[] {
  return kind === "deploy"
    ? [`repo:${repository}:environment:${environment}`]
    : [`repo:${repository}:pull_request`, `repo:${repository}:ref:refs/heads/${DEFAULT_BRANCH}`];
}
