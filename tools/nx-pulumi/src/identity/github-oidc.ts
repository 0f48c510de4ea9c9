import { setTimeout as wait } from "node:timers/promises";

import { IDENTITY_PATH, partitionOf, roleName, type RoleKind } from "@strata/naming/identity-names";
import { project } from "@strata/config/project";

import { AUDIENCE, GITHUB_ISSUER, subjects } from "./trust-policy.ts";

/** Credentials of a session, as variables for the engine and the provider. */
export interface LayerCredentials {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly AWS_SESSION_TOKEN: string;
}

export interface CredentialsRequest {
  readonly layer: string;
  readonly environment: string;
  /** `deploy` for all that changes something; `preview` for plans, drift and outputs. */
  readonly kind: RoleKind;
  readonly accountId: string;
  readonly region: string;
  /** Variables of the run; `process.env`. */
  readonly env: NodeJS.ProcessEnv;
  /** @default the global `fetch` */
  readonly fetch?: typeof fetch;
}

/** Seconds that the credentials of one layer last: the longest that its role allows. */
const SESSION_SECONDS = 3600;

/** Variables with which anything that runs in a job could ask for a token, and so for the role of any layer. */
const TOKEN_VARIABLES = ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"] as const;

const TOKEN_ATTEMPTS = 3;
const TOKEN_PAUSE_MS = 200;

/**
 * Takes the role of a layer with a token of GitHub Actions. To be called when the layer starts, and once for each: a
 * token is good for about five minutes, and a database takes longer.
 *
 * @returns undefined outside of GitHub Actions, where the credentials of the surroundings hold
 * @throws Error when the job may not have a token, or the role is not there or not for this job
 */
export async function layerCredentials(
  request: CredentialsRequest,
): Promise<LayerCredentials | undefined> {
  if (request.env.GITHUB_ACTIONS !== "true") return undefined;
  const token = await identityToken(request);
  return assumeRole(request, token);
}

/** The variables without those that give a token: for the process of a layer, whose program belongs to one team. */
export function withoutTokenVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hidden: readonly string[] = TOKEN_VARIABLES;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.includes(name)));
}

async function identityToken({
  layer,
  env,
  fetch: ask = fetch,
}: CredentialsRequest): Promise<string> {
  const [url, secret] = TOKEN_VARIABLES.map((name) => env[name]);
  if (url === undefined || url === "" || secret === undefined || secret === "") {
    throw new Error(
      `${layer}: this job of GitHub Actions may not have an identity token, so there are no credentials for AWS. ` +
        "Add to the job: permissions: { id-token: write, contents: read }",
    );
  }
  const address = new URL(url);
  address.searchParams.set("audience", AUDIENCE);
  let problem = "";
  for (let attempt = 1; attempt <= TOKEN_ATTEMPTS; attempt++) {
    if (attempt > 1) await wait(TOKEN_PAUSE_MS);
    try {
      const answer = await ask(address, { headers: { authorization: `bearer ${secret}` } });
      if (answer.ok) {
        const { value } = (await answer.json()) as { value?: unknown };
        if (typeof value === "string" && value !== "") return value;
        problem = "the answer holds no token";
      } else {
        problem = `status ${answer.status}`;
        if (answer.status < 500) break;
      }
    } catch (error) {
      problem = ((error as Error).cause as Error | undefined)?.message ?? (error as Error).message;
    }
  }
  throw new Error(
    `${layer}: GitHub gave no identity token (${problem}). Nothing was started; run the job again`,
  );
}

async function assumeRole(request: CredentialsRequest, token: string): Promise<LayerCredentials> {
  const { layer, environment, kind, accountId, region, env } = request;
  const { STS } = await import("@aws-sdk/client-sts");
  const endpoint = env.AWS_ENDPOINT_URL_STS;
  const sts = new STS({ region, ...(endpoint === undefined ? {} : { endpoint }) });
  const name = roleName(layer, environment, kind);
  const RoleArn = `arn:${partitionOf(region)}:iam::${accountId}:role${IDENTITY_PATH}${name}`;
  try {
    const { Credentials } = await sts.assumeRoleWithWebIdentity({
      RoleArn,
      RoleSessionName: sessionName(layer, env),
      WebIdentityToken: token,
      DurationSeconds: SESSION_SECONDS,
    });
    return {
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? "",
      AWS_SESSION_TOKEN: Credentials?.SessionToken ?? "",
    };
  } catch (error) {
    throw new Error(
      `${layer}: cannot take the role ${RoleArn}: ${reason(error as Error, request, token)}`,
      {
        cause: error,
      },
    );
  } finally {
    sts.destroy();
  }
}

/** `compute-1234567-1`: what CloudTrail shows beside the role. STS takes 64 characters of `[\w+=,.@-]`. */
function sessionName(layer: string, env: NodeJS.ProcessEnv): string {
  const run = `${env.GITHUB_RUN_ID ?? "run"}-${env.GITHUB_RUN_ATTEMPT ?? "1"}`.replace(
    /[^\w.-]/g,
    "-",
  );
  const end = `-${run}`.slice(-40);
  return `${layer.slice(0, 64 - end.length)}${end}`;
}

function reason({ name, message }: Error, request: CredentialsRequest, token: string): string {
  const { layer, environment, kind } = request;
  const template = `iam/${environment}/${layer}.json`;
  switch (name) {
    case "AccessDenied":
    case "AccessDeniedException": {
      const trusted = subjects(kind, `${project.organization}/${project.repository}`, environment);
      return (
        `AWS says ${message}\n  It is not there, or does not trust this job. The subject of the job's token is ` +
        `"${subjectOf(token)}"; the role of ${template} trusts "${trusted.join('" and "')}".\n  Deploy that template ` +
        (kind === "deploy"
          ? `(docs/identity.md), and let the job have "environment: ${environment}"`
          : "(docs/identity.md), and plan for a pull request or on the default branch")
      );
    }
    case "InvalidIdentityToken":
    case "InvalidIdentityTokenException":
      return (
        `AWS says ${message}\n  The account has no identity provider for https://${GITHUB_ISSUER} with the audience ` +
        `${AUDIENCE}: an administrator makes it once, as docs/identity.md says`
      );
    default:
      return `${name}: ${message}`;
  }
}

/** Who the token says the job is; it is no secret. */
function subjectOf(token: string): string {
  try {
    const [, payload = ""] = token.split(".");
    const { sub } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as {
      sub?: string;
    };
    return sub ?? "?";
  } catch {
    return "?";
  }
}
