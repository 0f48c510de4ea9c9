import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { environment as environmentNamed } from "@strata/config/environments";
import * as z from "zod";

import type { Operation } from "../operation.ts";

/** The environment of a run that names none: the sandbox, so that no real account is changed by accident. */
export const DEFAULT_ENVIRONMENT = "local";

const DEPENDENTS = "with-dependents";

const runOptions = z.strictObject({
  env: z.string().min(1).default(DEFAULT_ENVIRONMENT),
  // Nx hands numbers over as texts. z.coerce would also take `--concurrency` without a number, as 1.
  concurrency: z.preprocess(
    (value) => (typeof value === "string" && value !== "" ? Number(value) : value),
    z.int().min(1).max(256).optional(),
  ),
  json: z.boolean().default(false),
  verbose: z.boolean().default(false),
  force: z.boolean().default(false),
  sandbox: z.boolean().default(false),
  picture: z.boolean().default(false),
  [DEPENDENTS]: z.boolean().default(false),
});

/** Options of a run, checked. */
export interface RunOptions {
  /** Environment, the stack name of every layer. */
  readonly env: string;
  /** Run an environment of a real account in the sandbox of this machine; without effect on the others. */
  readonly sandbox: boolean;
  /** Layer processes at a time, those that wait warm for their turn included. */
  readonly concurrency: number;
  /** Print a result as JSON (`outputs`). */
  readonly json: boolean;
  /** Show each resource step. */
  readonly verbose: boolean;
  /** Start the engine also for layers that have nothing to do (`up`, `preview`). */
  readonly force: boolean;
  /** Leave a page that shows the plan (`preview`). */
  readonly picture: boolean;
  /** Destroy what reads the selected layers too, readers first. */
  readonly withDependents: boolean;
}

/**
 * Checks what Nx hands over. Nx itself would let an unknown option through, or end with an unreadable schema error.
 *
 * @throws Error listing each problem, with what is allowed.
 */
export function parseRunOptions(raw: Readonly<Record<string, unknown>>): RunOptions {
  // Nx hands a flag over as it was written, in camel case, or both.
  const { _: positional, withDependents, ...rest } = raw;
  const named = withDependents === undefined ? rest : { ...rest, [DEPENDENTS]: withDependents };
  const words = Array.isArray(positional) ? positional : [];
  const result = z.safeParse(runOptions, named);
  const problems = [
    ...words.map((word) => `✖ unexpected argument "${String(word)}"`),
    ...(result.success ? [] : [z.prettifyError(result.error)]),
  ];
  if (problems.length > 0 || !result.success) {
    const allowed = Object.keys(runOptions.shape).map((name) => `--${name}`);
    throw new Error(
      `the options of this run are invalid\n${problems.join("\n")}\nallowed: ${allowed.join(", ")}`,
    );
  }
  const { concurrency, [DEPENDENTS]: dependents, ...others } = result.data;
  return {
    ...others,
    withDependents: dependents,
    concurrency: concurrency ?? availableParallelism() + 1,
  };
}

/** Options that only some operations know. */
const KNOWN_TO = [
  ["json", "--json", ["outputs"]],
  ["force", "--force", ["up", "preview"]],
  ["picture", "--picture", ["preview"]],
  ["withDependents", `--${DEPENDENTS}`, ["destroy"]],
] as const satisfies readonly (readonly [keyof RunOptions, string, readonly Operation[]])[];

/** @throws Error when an option would be without effect: whoever gave it expects one. */
export function refuseWithoutEffect(operation: Operation, options: RunOptions): void {
  for (const [name, flag, operations] of KNOWN_TO) {
    const known: readonly Operation[] = operations;
    if (options[name] !== true || known.includes(operation)) continue;
    throw new Error(`${flag} has no effect on ${operation}; it is for ${known.join(" and ")}`);
  }
}

/** Pulumi looks for them with the extension of `Pulumi.yaml` only. */
const SETTINGS_FILE = /^Pulumi\.(.+)\.yaml$/;

/** Environments for which a layer has settings, by its `Pulumi.<environment>.yaml` files, in alphabetical order. */
export function environmentsOf(projectFolder: string): readonly string[] {
  const names = readdirSync(projectFolder).map((file) => SETTINGS_FILE.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

/** @throws Error when the environment is not declared, or one of the layers has no settings for it. */
export function requireEnvironment(
  env: string,
  layers: readonly { readonly name: string; readonly root: string }[],
  workspaceRoot: string,
): void {
  environmentNamed(env);
  const without = layers.filter(
    ({ root }) => !existsSync(join(workspaceRoot, root, `Pulumi.${env}.yaml`)),
  );
  if (without.length === 0) return;
  const files = without.map(({ root }) => `${root}/Pulumi.${env}.yaml`).join(", ");
  throw new Error(
    `environment "${env}" has no settings for ${without.map(({ name }) => name).join(", ")}: ` +
      `write ${files}, or choose one of: ${environmentsOf(join(workspaceRoot, without[0]?.root ?? "")).join(", ")}`,
  );
}
