// This one module, not the whole SDK: a run reads the table before it needs Pulumi.
import { RunError } from "@pulumi/pulumi/errors.js";

import { nearest } from "./nearest.ts";

interface Target {
  /** Everything of the environment lives in this region. */
  readonly region: string;
  /** The only account that credentials may belong to; the provider refuses any other. */
  readonly accountId: string;
}

/** The local cloud: engine, state and AWS API on this machine. */
export interface SandboxEnvironment extends Target {
  readonly kind: "sandbox";
}

/** A real AWS account. */
export interface AwsEnvironment extends Target {
  readonly kind: "aws";
  /** Where the state is kept; an S3 bucket that exists before the first run. */
  readonly backendUrl: string;
  /** What encrypts secrets in the state. */
  readonly secretsProvider: string;
}

/** One place to deploy to. Its name is the stack name of every layer. */
export type Environment = SandboxEnvironment | AwsEnvironment;

/**
 * Every environment there is, and the only place that names a region or an account. What a layer does
 * in an environment stands in its own `Pulumi.<environment>.yaml`.
 */
export const environments: Readonly<Record<string, Environment>> = {
  // The stack that Strata started from, resource for resource.
  seed: { kind: "sandbox", region: "us-east-1", accountId: "123456789012" },
  local: { kind: "sandbox", region: "us-east-1", accountId: "123456789012" },
  // Accounts of AWS's documentation: replace them, and create bucket and key first.
  dev: account("111122223333"),
  staging: account("444455556666"),
  prod: account("777788889999"),
};

/** One account for each environment, with bucket and key for its states named alike. */
function account(accountId: string): AwsEnvironment {
  const region = "us-east-1";
  return {
    kind: "aws",
    region,
    accountId,
    backendUrl: `s3://strata-state-${accountId}?region=${region}`,
    secretsProvider: `awskms://alias/strata-state?region=${region}`,
  };
}

/**
 * The environment of that name.
 *
 * @throws RunError that lists the known ones
 */
export function environment(name: string): Environment {
  const found = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(environments);
  const guess = nearest(name, known);
  throw new RunError(
    `unknown environment "${name}"${guess === undefined ? "" : `, did you mean "${guess}"?`}\n` +
      `Known: ${known.join(", ")}. Add it to libs/config/src/environments.ts, ` +
      `and a Pulumi.${name}.yaml to every layer.`,
  );
}
