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
  local: { kind: "sandbox", region: "us-east-1", accountId: "123456789012" },
  // 111122223333 is the account of AWS's documentation: replace it, and create bucket and key first.
  dev: {
    kind: "aws",
    region: "us-east-1",
    accountId: "111122223333",
    backendUrl: "s3://strata-state-111122223333?region=us-east-1",
    secretsProvider: "awskms://alias/strata-state?region=us-east-1",
  },
};

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
