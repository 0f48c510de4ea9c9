import { environment as environmentNamed } from "@strata/config/environments";

/** Where a run works. */
export interface Place {
  readonly environment: string;
  /**
   * An environment of a real account, in the sandbox of this machine (`--sandbox`). False for one that has no other
   * place, such as `local`.
   */
  readonly inSandbox: boolean;
}

/** @throws Error when there is no such environment */
export function placeOf({
  env,
  sandbox,
}: {
  readonly env: string;
  readonly sandbox: boolean;
}): Place {
  return { environment: env, inSandbox: sandbox && environmentNamed(env).kind === "aws" };
}

/** Whether nothing of a real account is used. */
export function usesSandbox({ environment, inSandbox }: Place): boolean {
  return inSandbox || environmentNamed(environment).kind === "sandbox";
}

/** For a person: `prod`, or `prod, in the sandbox`. */
export function placeName({ environment, inSandbox }: Place): string {
  return inSandbox ? `${environment}, in the sandbox` : environment;
}

/** Options that lead a command to the same place. */
export function placeOptions({ environment, inSandbox }: Place): string {
  return `--env=${environment}${inSandbox ? " --sandbox" : ""}`;
}

/**
 * A text of a program, with commands that lead to where it runs: a program does not know that it runs in the sandbox,
 * and what it advises would reach the real account.
 */
export function withCommandsFor(place: Place, text: string): string {
  if (!place.inSandbox) return text;
  const option = new RegExp(`--env=${place.environment}\\b(?! --sandbox)`, "g");
  return text.replace(option, placeOptions(place));
}

/** What is kept of a place under one name: reports, logs. No environment is named like one in the sandbox. */
export function placeKey({ environment, inSandbox }: Place): string {
  return inSandbox ? `${environment}-in-sandbox` : environment;
}
