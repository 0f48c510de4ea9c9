import { environment as environmentNamed, type Environment } from "@strata/config/environments";
import { ensureSandbox, findEngine, type Engine } from "@strata/sandbox";

import type { SandboxAddress } from "./host/message.ts";
import { FileState } from "./state/file-state.ts";
import { S3State } from "./state/s3-state.ts";
import type { StateStore } from "./state/state-store.ts";

/** All that a run needs to work in one environment. */
export interface EnvironmentAccess {
  readonly engine: Engine;
  /** Variables of the engine: backend, secrets, plugins. */
  readonly engineEnv: Readonly<Record<string, string>>;
  readonly sandbox?: SandboxAddress;
  /** Secrets provider for stacks that are made. Absent: the passphrase in `engineEnv`. */
  readonly secretsProvider?: string;
  readonly store: StateStore;
}

export interface AccessOptions {
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Opens an environment: starts the sandbox, or proves that the credentials are those of the right account. */
export async function openEnvironment(
  name: string,
  options: AccessOptions,
): Promise<EnvironmentAccess> {
  const environment = environmentNamed(name);
  return environment.kind === "sandbox"
    ? openSandbox(options)
    : openAccount(name, environment, options);
}

async function openSandbox(options: AccessOptions): Promise<EnvironmentAccess> {
  const [engine, sandbox] = await Promise.all([findEngine(options), ensureSandbox(options)]);
  return {
    engine,
    engineEnv: {
      ...ENGINE_ENV,
      PULUMI_BACKEND_URL: sandbox.backendUrl,
      PULUMI_CONFIG_PASSPHRASE: sandbox.passphrase,
      PULUMI_HOME: sandbox.pulumiHome,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
    sandbox: { endpoint: sandbox.endpoint, credentials: sandbox.credentials },
    store: new FileState(sandbox.backendUrl),
  };
}

async function openAccount(
  name: string,
  environment: Extract<Environment, { kind: "aws" }>,
  options: AccessOptions,
): Promise<EnvironmentAccess> {
  await guardAccount(name, environment);
  return {
    engine: await findEngine(options),
    engineEnv: { ...ENGINE_ENV, PULUMI_BACKEND_URL: environment.backendUrl },
    secretsProvider: environment.secretsProvider,
    store: new S3State(environment.backendUrl),
  };
}

const ENGINE_ENV = {
  PULUMI_SKIP_UPDATE_CHECK: "true",
  // The key of a state is kept with the state; `Pulumi.<environment>.yaml` of a clone need not have it.
  PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  // States are read here as plain text.
  PULUMI_SELF_MANAGED_STATE_GZIP: "false",
};

/** @throws Error when there are no credentials, or they belong to another account. */
async function guardAccount(
  name: string,
  { accountId, region }: Extract<Environment, { kind: "aws" }>,
): Promise<void> {
  const { STS } = await import("@aws-sdk/client-sts");
  const where = `environment "${name}" is AWS account ${accountId}`;
  const { Account } = await new STS({ region }).getCallerIdentity({}).catch((error: Error) => {
    throw new Error(
      `${where}, but AWS does not accept the credentials here (${error.name}: ${error.message}). ` +
        "Sign in to that account, for example with AWS_PROFILE, and run the same command again",
    );
  });
  if (Account !== accountId) {
    throw new Error(
      `${where}, but the credentials here belong to account ${Account}. Nothing was started. ` +
        "Use credentials of the right account, or correct libs/config/src/environments.ts",
    );
  }
}
