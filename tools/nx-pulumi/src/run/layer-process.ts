import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { FromHost, Job, Outcome, ToHost } from "../host/message.ts";

const HOST = fileURLToPath(new URL("../host/layer-host.ts", import.meta.url));

/** What a layer tells while it runs. */
export type Progress = Exclude<FromHost, { kind: "end" } | { kind: "ready" } | { kind: "engine" }>;

/** A layer's own process. It starts loading as soon as it exists, and waits for its job. */
export class LayerProcess {
  readonly #child: ChildProcess;
  readonly #onOutput: (line: string) => void;
  #enginePid: number | undefined;
  readonly #exited: Promise<void>;

  constructor(layer: string, cwd: string, onOutput: (line: string) => void) {
    this.#onOutput = onOutput;
    this.#child = fork(HOST, [layer], {
      cwd,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      execArgv: ["--disable-warning=ExperimentalWarning"],
      // A group of its own: Ctrl-C reaches it through the run, once.
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) this.#lines(stream);
    this.#exited = new Promise((resolve) => {
      // Not "close": after a disconnect from this side it may never come.
      this.#child.once("exit", () => resolve());
      this.#child.once("error", () => resolve());
    });
  }

  /** Runs the job to its end. Never rejects: a process that dies is a failed outcome. */
  async run(job: Job, onProgress: (progress: Progress) => void): Promise<Outcome> {
    const ended = Promise.withResolvers<Outcome>();
    this.#child.on("message", (message: FromHost) => {
      if (message.kind === "end") ended.resolve(message.outcome);
      else if (message.kind === "engine") this.#enginePid = message.pid;
      else if (message.kind !== "ready") onProgress(message);
    });
    const died = this.#exited.then((): Outcome => {
      const { exitCode, signalCode } = this.#child;
      return {
        success: false,
        interrupted: false,
        changes: {},
        reads: [],
        failure: `the process of the layer ended unexpectedly (${signalCode ?? `exit code ${exitCode}`})`,
      };
    });
    this.#child.send({ kind: "start", job } satisfies ToHost, () => {});
    const outcome = await Promise.race([ended.promise, died]);
    await this.end();
    if (outcome.failure !== undefined) this.#endEngine();
    return outcome;
  }

  /** Asks it to finish what it has started and to end. */
  stop(): void {
    if (this.#child.connected) this.#child.send({ kind: "stop" } satisfies ToHost, () => {});
  }

  /** Ends the process; resolves when it is gone. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      this.#child.kill("SIGTERM");
    await this.#exited;
  }

  /** A host that was killed cannot end its engine. */
  #endEngine(): void {
    if (this.#enginePid === undefined) return;
    try {
      process.kill(-this.#enginePid, "SIGKILL");
    } catch {
      // It has ended, as it should.
    }
  }

  #lines(stream: NodeJS.ReadableStream | null): void {
    let rest = "";
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#onOutput(line);
    });
    stream?.on("end", () => {
      if (rest !== "") this.#onOutput(rest);
    });
  }
}
