import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** How a command ended. */
export interface Ended {
  /** Undefined if a signal ended it. */
  readonly code: number | undefined;
  /**
   * Standard output and standard error, by lines, as they came. At most the last {@link
   * KEPT_LINES}.
   */
  readonly lines: readonly string[];
}

/** Enough to show what a compiler or an installer said last, and bounded. */
const KEPT_LINES = 400;

const SUPERVISOR = fileURLToPath(new URL("./supervisor.ts", import.meta.url));

interface CommandOptions {
  readonly cwd?: string;
  /** @default the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: (line: string) => void;
  /** Kills the command when it takes longer. @default no limit */
  readonly limitMs?: number;
}

/**
 * Runs a command that may take long and may start others, and waits for its end. All of them end
 * with this process, however that ends, and when `signal` aborts.
 *
 * A command that cannot be started ends with the code 127 and a line that says why, as under a
 * shell.
 *
 * @throws the reason of `signal`
 */
export async function run(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Ended> {
  options.signal?.throwIfAborted();
  // The supervisor ends the group of the command as soon as its standard input ends.
  const child = spawn(process.execPath, [SUPERVISOR, command, ...args], {
    ...place(options),
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const stop = () => void child.stdin?.end();
  child.stdin?.on("error", () => {});
  const timer = options.limitMs === undefined ? undefined : setTimeout(stop, options.limitMs);
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    const ended = await endOf(child, options.onLine);
    options.signal?.throwIfAborted();
    return ended;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", stop);
  }
}

/**
 * Runs a command that answers at once and starts nothing.
 *
 * @throws an error with the code `ENOENT` if there is no such command; the error of `signal`
 */
export async function ask(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    ...place(options),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  // Not the option `timeout` of spawn: its timer outlives a command that could not be started.
  const stop = () => void child.kill("SIGKILL");
  const timer = options.limitMs === undefined ? undefined : setTimeout(stop, options.limitMs);
  try {
    return await endOf(child, options.onLine);
  } finally {
    clearTimeout(timer);
  }
}

function place({ cwd, env = process.env }: CommandOptions): SpawnOptions {
  return { env, ...(cwd === undefined ? {} : { cwd }) };
}

async function endOf(
  child: ChildProcess,
  onLine: (line: string) => void = () => {},
): Promise<Ended> {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLine(line);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? undefined, lines }));
  });
}
