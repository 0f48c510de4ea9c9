import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { EnvironmentAccess } from "../environment-access.ts";
import type { Job, Outcome } from "../host/message.ts";
import { inOrder, prerequisites, type Layer, type LayerGraph } from "../layer-graph.ts";
import { isReversed, type Operation } from "../operation.ts";
import { countsOf, NOTHING, type LayerResult } from "../report/layer-result.ts";
import type { ProgressView } from "../report/progress-view.ts";
import { takeOverDeadLocks } from "../state/stack-lock.ts";
import { LayerProcess, type Progress } from "./layer-process.ts";
import type { RunOptions } from "./run-options.ts";
import { missingUpstream } from "./upstream.ts";

export interface RunRequest {
  readonly operation: Exclude<Operation, "outputs">;
  readonly graph: LayerGraph;
  readonly selected: readonly string[];
  readonly options: RunOptions;
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly view: ProgressView;
  /** Told as each layer ends, in the order in which they end. */
  readonly onResult: (result: LayerResult) => void;
  /** Aborted to stop: what has started is finished, nothing else begins. */
  readonly stop: AbortSignal;
}

/** One invocation over one or more layers of one environment. Every selected layer gets exactly one result. */
export class Run {
  readonly #request: RunRequest;
  readonly #order: readonly string[];
  readonly #results = new Map<string, LayerResult>();
  readonly #processes = new Map<string, LayerProcess>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #plannedOutputs = new Map<string, Readonly<Record<string, unknown>>>();
  /** What must have ended before a layer begins, within this run. */
  readonly #waitsFor: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(request: RunRequest) {
    const { graph, operation, selected } = request;
    this.#request = request;
    const order = inOrder(graph, selected);
    const wanted = new Set(order);
    const before = new Map(order.map((name) => [name, prerequisites(graph, name, wanted)]));
    const reversed = isReversed(operation);
    this.#order = reversed ? [...order].reverse() : order;
    this.#waitsFor = reversed ? turnedAround(before) : before;
  }

  /** Runs all; the results are in the order of the run. Rejects only for what concerns the whole run. */
  async execute(): Promise<readonly LayerResult[]> {
    const { options, root, view, stop, operation } = this.#request;
    const onStop = () => this.#stopAll();
    stop.addEventListener("abort", onStop, { once: true });
    try {
      this.#warmUp();
      const report = (line: string) => view.line(line);
      // Loaded here, while the first layers' processes start.
      const { openEnvironment } = await import("../environment-access.ts");
      const access = await openEnvironment(options.env, { root, report, signal: stop });
      if (operation === "up" || operation === "preview") await this.#requireUpstream(access);
      await this.#schedule(access);
    } finally {
      stop.removeEventListener("abort", onStop);
      await Promise.all([...this.#processes.values()].map((layer) => layer.end()));
    }
    return this.#order.map((name) => this.#results.get(name) as LayerResult);
  }

  async #requireUpstream(access: EnvironmentAccess): Promise<void> {
    const { graph, selected, options } = this.#request;
    const problem = await missingUpstream(graph, selected, options.env, access.store);
    if (problem !== undefined) throw new Error(problem);
  }

  /** Starts layers as soon as what they wait for has ended, until none is left. */
  async #schedule(access: EnvironmentAccess): Promise<void> {
    const waiting = new Set(this.#order);
    while (waiting.size > 0 || this.#running.size > 0) {
      for (const name of [...waiting]) {
        const before = [...(this.#waitsFor.get(name) ?? [])];
        if (before.some((other) => !this.#results.has(other))) continue;
        const broken = before.filter((other) => this.#results.get(other)?.status !== "done");
        if (this.#request.stop.aborted || broken.length > 0) {
          waiting.delete(name);
          this.#finish(this.#skipped(name, broken));
          continue;
        }
        const process = this.#processFor(name);
        if (process === undefined) continue;
        waiting.delete(name);
        const work = this.#runLayer(name, process, access);
        this.#running.set(
          name,
          work.finally(() => this.#running.delete(name)),
        );
      }
      if (this.#running.size > 0) await Promise.race(this.#running.values());
    }
  }

  async #runLayer(name: string, process: LayerProcess, access: EnvironmentAccess): Promise<void> {
    const { operation, view, options } = this.#request;
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    let result: LayerResult;
    try {
      const recorded = await access.store.read(name, options.env);
      const empty = recorded === undefined || recorded.resourceCount === 0;
      if (empty && (operation === "destroy" || operation === "refresh")) {
        const reason = `not deployed in ${options.env}`;
        result = { layer: name, status: "done", reason, counts: NOTHING, seconds: seconds() };
      } else {
        if (operation !== "preview") {
          const report = (line: string) => view.line(line);
          await takeOverDeadLocks(access.store, name, options.env, report);
        }
        const job = this.#job(name, access, recorded === undefined);
        view.begin(name, DOING[operation]);
        const outcome = await process.run(job, (progress) => this.#onProgress(name, progress));
        if (outcome.outputs !== undefined) this.#plannedOutputs.set(name, outcome.outputs);
        if (outcome.success) await this.#record(name, outcome, access);
        result = resultOf(name, outcome, seconds(), job.logFile);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      result = { layer: name, status: "failed", reason, counts: NOTHING, seconds: seconds() };
    }
    await process.end();
    this.#processes.delete(name);
    this.#finish(result);
  }

  /** Keeps what the deployment read, key by key, beside the layer's state. */
  async #record(name: string, { reads }: Outcome, { store }: EnvironmentAccess): Promise<void> {
    const { operation, options } = this.#request;
    if (operation === "up") await store.writeRecord(name, options.env, { reads });
    if (operation === "destroy") await store.deleteRecord(name, options.env);
  }

  #job(name: string, access: EnvironmentAccess, isNew: boolean): Job {
    const { operation, options, root } = this.#request;
    const { engine, engineEnv, sandbox, secretsProvider } = access;
    const logFolder = join(root, ".strata", "logs", options.env);
    const logFile = join(logFolder, `${name}.log`);
    mkdirSync(logFolder, { recursive: true });
    rmSync(logFile, { force: true });
    return {
      operation,
      layer: name,
      environment: options.env,
      projectFolder: join(root, this.#layer(name).root),
      engine: engine.path,
      engineEnv,
      plannedUpstream: operation === "preview" ? this.#plannedFor(name) : {},
      logFile,
      ...(sandbox === undefined ? {} : { sandbox }),
      ...(isNew ? { init: secretsProvider === undefined ? {} : { secretsProvider } } : {}),
    };
  }

  /** A preview reads what the same preview plans for the layers before it. */
  #plannedFor(name: string): Job["plannedUpstream"] {
    const planned = this.#layer(name).reads.map((layer) => [
      layer,
      this.#plannedOutputs.get(layer),
    ]);
    return Object.fromEntries(planned.filter(([, outputs]) => outputs !== undefined));
  }

  #onProgress(layer: string, progress: Progress): void {
    const { view, options, operation } = this.#request;
    switch (progress.kind) {
      case "step": {
        const name = shortName(progress.urn);
        view.step(layer, { op: progress.op, name, phase: progress.phase });
        if (progress.phase === "failed") view.line(`${layer}: ${progress.op} ${name} failed`);
        const worthALine = operation === "preview" || options.verbose;
        if (worthALine && progress.phase === "done" && !UNCHANGED.includes(progress.op)) {
          const why = progress.diffs.length > 0 ? ` (${progress.diffs.join(", ")})` : "";
          view.line(`${layer}: ${progress.op} ${name}${why}`);
        }
        return;
      }
      case "diagnostic": {
        const where = progress.urn === undefined ? "" : ` ${shortName(progress.urn)}`;
        const [first = "", ...more] = progress.text.split("\n");
        view.line(
          [
            `${layer}: ${progress.severity}${where}: ${first}`,
            ...more.map((line) => `    ${line}`),
          ].join("\n"),
        );
        return;
      }
      case "simulated":
        view.line(
          `${layer}: simulated ${shortName(progress.urn)} ${progress.property}: ${progress.reason}`,
        );
    }
  }

  #finish(result: LayerResult): void {
    const { view, onResult } = this.#request;
    this.#results.set(result.layer, result);
    const { layer, status, reason, seconds } = result;
    const took = status === "skipped" ? "" : ` in ${seconds.toFixed(1)} s`;
    view.end(
      layer,
      `${layer}: ${status}${took}${reason === undefined ? "" : `: ${reason}`}`,
      status === "done",
    );
    onResult(result);
  }

  #skipped(layer: string, broken: readonly string[]): LayerResult {
    const reason =
      broken.length > 0 ? `${broken.join(", ")} did not finish` : "the run was stopped";
    return { layer, status: "skipped", reason, counts: NOTHING, seconds: 0 };
  }

  /** The layer's process, making room for it among those that only wait. Undefined if all work. */
  #processFor(name: string): LayerProcess | undefined {
    const { concurrency } = this.#request.options;
    if (!this.#processes.has(name) && this.#processes.size >= concurrency) {
      const idle = [...this.#processes].findLast(([other]) => !this.#running.has(other));
      if (idle === undefined) return undefined;
      this.#processes.delete(idle[0]);
      void idle[1].end();
    }
    const process = this.#processes.get(name) ?? this.#spawn(name);
    this.#warmUp();
    return process;
  }

  /** Lets the next layers of the order load while the others work, as many as are allowed at once. */
  #warmUp(): void {
    for (const name of this.#order) {
      if (this.#processes.size >= this.#request.options.concurrency) return;
      if (!this.#processes.has(name) && !this.#results.has(name)) this.#spawn(name);
    }
  }

  #spawn(name: string): LayerProcess {
    const { operation, root, view } = this.#request;
    const folder = join(root, this.#layer(name).root);
    const process = new LayerProcess(operation, folder, (line) => view.line(`${name}: ${line}`));
    this.#processes.set(name, process);
    const waits = [...(this.#waitsFor.get(name) ?? [])].some((other) => !this.#results.has(other));
    if (waits) process.preload();
    return process;
  }

  #stopAll(): void {
    this.#request.view.line(
      "stopping: what has started is finished and recorded, nothing else begins",
    );
    for (const process of this.#processes.values()) process.stop();
  }

  #layer(name: string): Layer {
    return this.#request.graph.get(name) as Layer;
  }
}

/** Who waits for whom when readers go first. */
function turnedAround(
  before: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const after = new Map([...before.keys()].map((name) => [name, new Set<string>()]));
  for (const [name, others] of before) for (const other of others) after.get(other)?.add(name);
  return after;
}

/** Steps that change nothing at the cloud. */
const UNCHANGED = ["same", "read", "refresh"];

const DOING = {
  up: "deploying",
  preview: "planning",
  destroy: "destroying",
  refresh: "refreshing",
} as const;

function resultOf(layer: string, outcome: Outcome, seconds: number, logFile: string): LayerResult {
  const counts = countsOf(outcome.changes);
  if (outcome.success) return { layer, status: "done", counts, seconds };
  const status = outcome.interrupted ? "interrupted" : "failed";
  const cause = outcome.failure === undefined ? "" : `${outcome.failure}\n`;
  return { layer, status, counts, seconds, reason: `${cause}full engine output: ${logFile}` };
}

/** `aws:ec2/vpc:Vpc main` for `urn:pulumi:<stack>::<project>::<parent types>$aws:ec2/vpc:Vpc::main`. */
function shortName(urn: string): string {
  const [, , types = "", ...name] = urn.split("::");
  return `${types.split("$").pop()} ${name.join("::")}`;
}
