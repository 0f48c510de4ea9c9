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
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

/**
 * Runs one command of the sandbox, as `node tools/sandbox/commands/<name>.ts [--json]`. A failure
 * is one message and exit code 1; an unknown argument is refused.
 */
export async function main(command: (context: CommandContext) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const interrupted = () => controller.abort(new Error("interrupted"));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const json = asksForJson();
    const stream = json ? process.stderr : process.stdout;
    const report = (line: string) => void stream.write(`${line}\n`);
    const root = resolve(import.meta.dirname, "../../..");
    await command({ root, report, json, signal: controller.signal });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    process.removeListener("SIGINT", interrupted).removeListener("SIGTERM", interrupted);
  }
}

function asksForJson(): boolean {
  try {
    const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
    return values.json;
  } catch (error) {
    throw new Error(`${(error as Error).message}. The only option is --json.`);
  }
}
