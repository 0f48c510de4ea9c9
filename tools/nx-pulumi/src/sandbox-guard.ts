import { devNull } from "node:os";

import { usesSandbox, type Place } from "./place.ts";

/** Set for every run by the plugin, in the process of Nx, which alone knows the command line. */
const ON_COMMAND_LINE = "STRATA_SANDBOX_ON_COMMAND_LINE";

/**
 * What to set so that the processes of this run know whether its command line says `--sandbox`.
 *
 * @param argv the command line of Nx, as in `process.argv`
 */
export function commandLineFacts(argv: readonly string[]): Record<string, string> {
  const given = argv.some((word) => word === "--sandbox" || word.startsWith("--sandbox="));
  return { [ON_COMMAND_LINE]: given ? "yes" : "no" };
}

/** Variables with which a process holds, or could get, credentials of a real account. A profile is only a name. */
const CREDENTIALS = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "ACTIONS_ID_TOKEN_REQUEST_URL",
] as const;

/** What `sandbox:status` tells a person to export: these are nobody's. */
const OF_THE_SANDBOX = /^(sandbox|SANDBOX0\d{12})$/;

/**
 * Refuses to work in an environment of a real account, or to take it into the sandbox, where somebody could mistake one
 * for the other.
 *
 * @param env variables of the run; `process.env`
 * @throws Error when the switch is not on the command line of this very run, or the credentials here are those of the
 *   other one
 */
export function refuseConfusableSandbox(
  { environment, inSandbox }: Place,
  env: NodeJS.ProcessEnv,
): void {
  if (usesSandbox({ environment, inSandbox }) && !inSandbox) return;
  if (!inSandbox) return refuseSandboxCredentials(environment, env);
  if (env[ON_COMMAND_LINE] !== "yes") {
    throw new Error(
      `--sandbox for ${environment} does not come from the command line. It is for one run at a time: ` +
        'take "sandbox" out of nx.json, package.json or project.json, and ' +
        "write --sandbox behind each command that is meant so",
    );
  }
  const found = CREDENTIALS.filter((name) => {
    const value = env[name] ?? "";
    return value !== "" && !OF_THE_SANDBOX.test(value);
  });
  if (found.length === 0) return;
  throw new Error(
    `--sandbox for ${environment}, but this shell has credentials of a real account (${found.join(", ")}). ` +
      "Nothing was started. Leave out --sandbox if the account is meant; otherwise run it in a shell without them:\n" +
      `  env ${found.map((name) => `-u ${name}`).join(" ")} <the same command>`,
  );
}

/** With them, and the endpoint that goes with them, a run for the account would work in the emulator and not say so. */
function refuseSandboxCredentials(environment: string, env: NodeJS.ProcessEnv): void {
  if (!OF_THE_SANDBOX.test(env.AWS_ACCESS_KEY_ID ?? "")) return;
  throw new Error(
    `${environment} is a real account, but this shell has the credentials of the sandbox (AWS_ACCESS_KEY_ID). ` +
      "Nothing was started. Add --sandbox if that is meant; otherwise sign in to the account, or run it in a shell " +
      "without them:\n" +
      "  env -u AWS_ENDPOINT_URL -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY <the same command>",
  );
}

/**
 * Variables for what runs in the sandbox: nothing that leads to a real account, neither a profile, nor an endpoint, nor
 * the files and services in which SDKs look for credentials by themselves.
 */
export function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("AWS_"))),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}
