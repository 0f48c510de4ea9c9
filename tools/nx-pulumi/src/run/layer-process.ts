import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

import { withoutTokenVariables } from "../identity/github-oidc.ts";
import type {
  ContractTypes,
  FromHost,
  Job,
  Outcome,
  Plan,
  Replayed,
  ReplayRequest,
  ToHost,
} from "../host/message.ts";

const HOST = fileURLToPath(new URL("../host/layer-host.ts", import.meta.url));

const NOTHING_DONE: Outcome = {
  success: false,
  interrupted: false,
  changes: {},
  resources: [],
  reads: [],
  files: [],
  contract: {},
  findings: [],
};

/** What a layer tells while it runs. */
export type Progress = Extract<FromHost, { kind: "step" | "diagnostic" | "simulated" }>;

/** Who follows a job. */
export interface JobListener {
  onProgress(progress: Progress): void;
  /** Decides on a plan. @returns why it must not be carried out; undefined to go on */
  onPlan(plan: Plan): string | undefined;
}

/**
 * A layer's own process, which waits for its job.
 *
 * It is no descendant of this process, nor is its engine: Nx signals, and after five seconds kills, whatever
 * descends from the processes it started, and an engine that gets two signals, or the second kind, leaves
 * half-made resources. What ties it to this process is the channel between them: when that closes, the layer
 * finishes what it has begun and ends.
 */
export class LayerProcess {
  readonly #starter: ChildProcess;
  readonly #onOutput: (line: string) => void;
  readonly #gone: Promise<void>;
  #enginePid: number | undefined;
  #whyGone = "ended unexpectedly";

  /**
   * @param operation what the job will be, so that it can load what that needs
   * @param projectFolder absolute folder of the layer
   * @param root absolute folder of the workspace
   * @param env variables of the process; those that give a token are left out
   * @param onOutput told each line that the program prints
   */
  constructor(
    operation: Job["operation"],
    projectFolder: string,
    root: string,
    env: NodeJS.ProcessEnv,
    onOutput: (line: string) => void,
  ) {
    this.#onOutput = onOutput;
    // The SDK reports what a program rejects; that somebody takes it over late is no news for its author.
    const unneeded = ["ExperimentalWarning", "PromiseRejectionHandledWarning"];
    const flags = unneeded.map((warning) => `--disable-warning=${warning}`);
    this.#starter = startApart(
      [process.execPath, ...flags, HOST, operation, projectFolder, root],
      projectFolder,
      env,
    );
    const printed = [this.#starter.stdout, this.#starter.stderr].map((stream) =>
      this.#lines(stream),
    );
    const left = new Promise<void>((resolve) => {
      this.#starter.once("disconnect", () => resolve());
      this.#starter.once("error", (error) => {
        this.#whyGone = `could not be started in ${projectFolder}: ${error.message}`;
        resolve();
      });
    });
    // What it printed last arrives after its end.
    this.#gone = Promise.all([left, ...printed]).then(() => {});
  }

  /** Runs the job to its end. Never rejects: a process that dies is a failed outcome. */
  async run(job: Job, listener: JobListener): Promise<Outcome> {
    const ended = Promise.withResolvers<Outcome>();
    this.#starter.on("message", (message: FromHost) => {
      switch (message.kind) {
        case "end":
          ended.resolve(message.outcome);
          return;
        case "engine":
          this.#enginePid = message.pid;
          return;
        case "plan": {
          const reason = listener.onPlan(message.plan);
          this.#send(reason === undefined ? { kind: "proceed" } : { kind: "refuse", reason });
          return;
        }
        case "step":
        case "diagnostic":
        case "simulated":
          listener.onProgress(message);
      }
    });
    const died = this.#gone.then((): Outcome | Promise<Outcome> => {
      this.#endEngine();
      const failure = `the process of the layer ${this.#whyGone}`;
      return { ...NOTHING_DONE, failure };
    });
    this.#send({ kind: "start", job });
    const outcome = await Promise.race([ended.promise, died]);
    await this.end();
    return outcome;
  }

  /** What the layer's contract promises, as its program declares it; undefined when the program does not load. */
  async contract(layer: string): Promise<ContractTypes | undefined> {
    const told = new Promise<ContractTypes | undefined>((resolve) => {
      this.#starter.on("message", (message: FromHost) => {
        if (message.kind === "contract") resolve(message.types);
      });
    });
    this.#send({ kind: "describe", layer });
    return Promise.race([told, this.#gone.then(() => undefined)]);
  }

  /** What the program asks for, told without an engine; undefined when that cannot be. */
  async replay(request: ReplayRequest): Promise<Replayed | undefined> {
    const told = new Promise<Replayed | undefined>((resolve) => {
      this.#starter.on("message", (message: FromHost) => {
        if (message.kind === "replayed") resolve(message.replayed);
      });
    });
    this.#send({ kind: "replay", request });
    return Promise.race([told, this.#gone.then(() => undefined)]);
  }

  /** Lets it load what the job will need, because the job will take its time. */
  preload(): void {
    this.#send({ kind: "preload" });
  }

  /** Asks it to finish what it has started and to end. */
  stop(): void {
    this.#send({ kind: "stop" });
  }

  /** Ends the process, unless it works; resolves when it is gone. */
  async end(): Promise<void> {
    this.#send({ kind: "leave" });
    await this.#gone;
  }

  #send(message: ToHost): void {
    if (this.#starter.connected) this.#starter.send(message, () => {});
  }

  /** A layer process that was killed could not end its engine. */
  #endEngine(): void {
    if (this.#enginePid === undefined) return;
    try {
      process.kill(-this.#enginePid, "SIGKILL");
    } catch {
      // It has ended, as it should.
    }
  }

  /** Passes on what is printed, line by line; resolves when no more will come. */
  async #lines(stream: Readable | null): Promise<void> {
    if (stream === null) return;
    let rest = "";
    stream.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#onOutput(line);
    });
    await new Promise((resolve) => stream.once("close", resolve));
    if (rest !== "") this.#onOutput(rest);
  }
}

/** Starts a Node process that talks to this one and is nobody's child. */
function startApart(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv): ChildProcess {
  // The shell gets the command as its arguments, never as text to read.
  const orphaned = ["/bin/sh", "-c", '"$@" &', "sh", ...command];
  const [file = "", ...args] = process.platform === "win32" ? command : orphaned;
  return spawn(file, args, {
    cwd,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A program belongs to one team: it gets its layer's credentials, not the means to get any layer's.
    env: withoutTokenVariables(env),
    // A group of its own: a Ctrl-C in the terminal reaches it once, through the run.
    detached: true,
    windowsHide: true,
  });
}
