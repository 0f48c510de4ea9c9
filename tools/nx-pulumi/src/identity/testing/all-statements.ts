import { deployActions } from "../deploy-actions.ts";
import { deployPolicy, previewPolicy } from "../deploy-policy.ts";
import type { Deployment } from "../layer-scope.ts";
import type { Statement } from "../policy-document.ts";
import { roleBoundary } from "../role-boundary.ts";

/** A deployment in the environment `dev`, of a layer that creates these types. */
export function deploymentOf(
  layer: string,
  resources: Partial<Deployment["resources"]> = {},
  changes: Partial<Deployment> = {},
): Deployment {
  return {
    layer,
    environment: "dev",
    region: "us-east-1",
    accountId: "111122223333",
    backendUrl: "s3://strata-state-111122223333?region=us-east-1",
    secretsProvider: "awskms://alias/strata-state?region=us-east-1",
    resources: { types: [], functions: [], reads: [], sharedNames: [], ...resources },
    ...changes,
  };
}

/** Every statement that the generator can write: a layer with one type, for all types, and the boundary. */
export function allStatements(): Statement[] {
  return Object.keys(deployActions).flatMap((token) => {
    const deployment = deploymentOf("sample", { types: [token], reads: ["network"] });
    const documents = [
      ...deployPolicy(deployment),
      ...previewPolicy(deployment),
      roleBoundary(deployment),
    ];
    return documents.flatMap(({ Statement }) => Statement);
  });
}
