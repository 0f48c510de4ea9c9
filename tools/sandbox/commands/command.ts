import { resolve } from "node:path";
import { parseArgs } from "node:util";

/** What a command of the sandbox is given. */
export interface CommandContext {
  /** Root of the clone. */
  readonly root: string;
  /** Standard output is for the answer: with `--json`, progress goes to standard error. */
  readonly report: (line: string) => void;
  /** Answer as JSON. */
  readonly json: boolean;
  /** Environment whose account is asked for; always `local` for a command that knows no `--env`. */
  readonly environment: string;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

/**
 * Runs one command of the sandbox, as `node tools/sandbox/commands/<name>.ts [--json]`. A failure
 * is one message and exit code 1; an unknown argument is refused.
 *
 * @param knowsEnvironment whether the command also takes `--env=<environment>`
 */
export async function main(
  command: (context: CommandContext) => Promise<void>,
  { knowsEnvironment = false } = {},
): Promise<void> {
  const controller = new AbortController();
  const interrupted = () => controller.abort(new Error("interrupted"));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const { json, env } = optionsOf(knowsEnvironment);
    const stream = json ? process.stderr : process.stdout;
    const report = (line: string) => void stream.write(`${line}\n`);
    const root = resolve(import.meta.dirname, "../../..");
    await command({ root, report, json, environment: env, signal: controller.signal });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    process.removeListener("SIGINT", interrupted).removeListener("SIGTERM", interrupted);
  }
}

function optionsOf(knowsEnvironment: boolean): { readonly json: boolean; readonly env: string } {
  try {
    const json = { type: "boolean", default: false } as const;
    if (!knowsEnvironment) return { ...parseArgs({ options: { json } }).values, env: "local" };
    const env = { type: "string", default: "local" } as const;
    return parseArgs({ options: { json, env } }).values;
  } catch (error) {
    const known = knowsEnvironment
      ? "The options are --json and --env=<environment>."
      : "The only option is --json.";
    throw new Error(`${(error as Error).message}. ${known}`);
  }
}
