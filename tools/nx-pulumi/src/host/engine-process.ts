import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";

/** How much of the end of the engine's output is kept for a failure report. */
const TAIL_CHARACTERS = 4000;

/**
 * One run of the pulumi binary, in a process group of its own, so that a Ctrl-C in the terminal
 * reaches it once: from us.
 */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;
  #tail = "";
  #errors = "";

  constructor(
    binary: string,
    args: readonly string[],
    options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly logFile: string },
  ) {
    const log = createWriteStream(options.logFile, { flags: "a" });
    log.write(`$ pulumi ${args.join(" ")}\n`);
    this.#child = spawn(binary, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        log.write(text);
        this.#tail = (this.#tail + text).slice(-TAIL_CHARACTERS);
        if (stream === this.#child.stderr) {
          this.#errors = (this.#errors + text).slice(-TAIL_CHARACTERS);
        }
      });
    }
    // Waited for, because whoever waits for the engine may end this process next, and the log with it.
    // A log that cannot be written must not leave the engine to itself.
    const logged = finished(log).catch(() => {});
    this.#child.once("close", () => log.end());
    this.#exit = Promise.all([once(this.#child, "close"), logged]).then(
      ([[code]]) => code as number | null,
      (error: Error) => {
        throw new Error(`cannot start the engine ${binary}: ${error.message}`, { cause: error });
      },
    );
    // Whoever asks for the exit gets it.
    this.#exit.catch(() => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The end of what it printed. */
  get tail(): string {
    return this.#tail.trim();
  }

  /** The end of what it printed to standard error. */
  get errors(): string {
    return this.#errors.trim();
  }

  /**
   * The first call lets the engine finish and record what it has started; the engine takes a second
   * one as "at once".
   */
  interrupt(): void {
    this.#child.kill("SIGINT");
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** Exit code; null when a signal ended it. @throws when it could not be started. */
  exit(): Promise<number | null> {
    return this.#exit;
  }
}
