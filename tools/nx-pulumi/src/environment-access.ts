import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { environment as environmentNamed, type Environment } from "@strata/config/environments";
import { ensureSandbox, findEngine, prepareAccount, type Engine } from "@strata/sandbox";

import type { SandboxAddress } from "./host/message.ts";
import { layerCredentials, type LayerCredentials } from "./identity/github-oidc.ts";
import { usesSandbox, type Place } from "./place.ts";
import { accountBaseline } from "./run/account-baseline.ts";
import { refuseConfusableSandbox } from "./sandbox-guard.ts";
import { FileState } from "./state/file-state.ts";
import { S3State } from "./state/s3-state.ts";
import type { StateStore } from "./state/state-store.ts";

/** What a run does to a layer: change it, or only look at it. Each has a role of its own where runs have roles. */
export type Purpose = "deploy" | "preview";

/** All that a run needs to work in one environment. */
export interface EnvironmentAccess {
  readonly engine: Engine;
  readonly sandbox?: SandboxAddress;
  /** Secrets provider for stacks that are made. Absent: the passphrase in `engineEnv`. */
  readonly secretsProvider?: string;
  /** The states as the run itself sees them: to be read. */
  readonly store: StateStore;
  /** Takes what a layer is worked on with; called when its turn comes, since some credentials do not last. */
  readonly forLayer: (layer: string) => Promise<LayerAccess>;
}

/** What one layer is worked on with. */
export interface LayerAccess {
  /** Variables of the engine for this layer. */
  readonly engineEnv: Readonly<Record<string, string>>;
  /** The states, and what may be written beside the layer's own. */
  readonly store: StateStore;
}

export interface AccessOptions {
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
  /** Layers that are worked on or looked at; at least one. */
  readonly layers: readonly string[];
  /** What for. Absent: to look at what is deployed, with whatever role this job may have. */
  readonly purpose?: Purpose;
}

/**
 * Opens an environment: starts the sandbox, or proves that the credentials are those of the right account. What it
 * gives is of one of both throughout: engine variables, states, records and API.
 *
 * @throws Error when it could be taken for the other one
 */
export async function openEnvironment(
  place: Place,
  options: AccessOptions,
): Promise<EnvironmentAccess> {
  refuseConfusableSandbox(place, process.env);
  const environment = environmentNamed(place.environment);
  return environment.kind === "sandbox" || usesSandbox(place)
    ? openSandbox(place.environment, options)
    : openAccount(place.environment, environment, options);
}

async function openSandbox(
  environment: string,
  options: AccessOptions,
): Promise<EnvironmentAccess> {
  const [engine, sandbox, baseline] = await Promise.all([
    findEngine(options),
    ensureSandbox({ ...options, environment }),
    accountBaseline(options.root, environment),
  ]);
  await prepareAccount(sandbox, baseline);
  const store = new FileState(sandbox.backendUrl);
  const engineEnv = {
    ...ENGINE_ENV,
    PULUMI_BACKEND_URL: sandbox.backendUrl,
    PULUMI_CONFIG_PASSPHRASE: sandbox.passphrase,
    PULUMI_HOME: sandbox.pulumiHome,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  return {
    engine,
    sandbox: { endpoint: sandbox.endpoint, credentials: sandbox.credentials },
    store,
    forLayer: () => Promise.resolve({ engineEnv, store }),
  };
}

async function openAccount(
  name: string,
  environment: Extract<Environment, { kind: "aws" }>,
  options: AccessOptions,
): Promise<EnvironmentAccess> {
  const { layers, purpose } = options;
  const { backendUrl, secretsProvider, accountId, region } = environment;
  const roleOf = (layer: string, kind: Purpose) =>
    layerCredentials({ layer, environment: name, kind, accountId, region, env: process.env });
  const own = await firstRole(layers[0] ?? "", purpose, roleOf);
  await guardAccount(name, environment, own);
  const stateFor = (layer: string, kind: Purpose, credentials: LayerCredentials | undefined) =>
    new S3State(
      backendUrl,
      credentials === undefined
        ? {}
        : { credentials: lasting(credentials, () => roleOf(layer, kind)) },
    );
  return {
    engine: await findEngine(options),
    secretsProvider,
    store: stateFor(layers[0] ?? "", purpose ?? "preview", own),
    forLayer: async (layer) => {
      const kind = purpose ?? "preview";
      const credentials = await roleOf(layer, kind);
      return {
        engineEnv: { ...ENGINE_ENV, PULUMI_BACKEND_URL: backendUrl, ...credentials },
        store: stateFor(layer, kind, credentials),
      };
    },
  };
}

/** The role that a job may have: the one it needs, or for a mere look, whichever is given. */
async function firstRole(
  layer: string,
  purpose: Purpose | undefined,
  roleOf: (layer: string, kind: Purpose) => Promise<LayerCredentials | undefined>,
): Promise<LayerCredentials | undefined> {
  if (purpose !== undefined) return roleOf(layer, purpose);
  return roleOf(layer, "preview").catch((refused: Error) =>
    roleOf(layer, "deploy").catch((error: Error) => {
      throw new Error(`${refused.message}\n${error.message}`, { cause: error });
    }),
  );
}

/** Minutes after which credentials are taken anew; they last for sixty. */
const FRESH_MINUTES = 45;

/** Credentials for a client that outlives them: the first ones, and others when those are old. */
function lasting(
  first: LayerCredentials,
  again: () => Promise<LayerCredentials | undefined>,
): NonNullable<S3ClientConfig["credentials"]> {
  let given = false;
  return async () => {
    const found = given ? ((await again()) ?? first) : first;
    given = true;
    return { ...identityOf(found), expiration: new Date(Date.now() + FRESH_MINUTES * 60_000) };
  };
}

function identityOf(credentials: LayerCredentials) {
  return {
    accessKeyId: credentials.AWS_ACCESS_KEY_ID,
    secretAccessKey: credentials.AWS_SECRET_ACCESS_KEY,
    sessionToken: credentials.AWS_SESSION_TOKEN,
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
  own: LayerCredentials | undefined,
): Promise<void> {
  const { STS } = await import("@aws-sdk/client-sts");
  const where = `environment "${name}" is AWS account ${accountId}`;
  const { Account } = await new STS({
    region,
    ...(own === undefined ? {} : { credentials: identityOf(own) }),
  })
    .getCallerIdentity({})
    .catch((error: Error) => {
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
