import { pathToFileURL } from "node:url";

import type { ExecutorContext, TaskGraph } from "@nx/devkit";
import type { EnvironmentPicture } from "@strata/picture";

import { inOrder, layerGraph, type LayerGraph } from "./layer-graph.ts";
import type { Operation } from "./operation.ts";
import { placeName, placeOf, type Place } from "./place.ts";
import { writePicture } from "./picture/picture-file.ts";
import { printOutputs } from "./report/outputs-listing.ts";
import { progressView } from "./report/progress-view.ts";
import { refusedReport } from "./report/refused-report.ts";
import { writeReport } from "./report/report-files.ts";
import type { LayerReport } from "./report/run-report.ts";
import { terminalReport } from "./report/terminal.ts";
import { layerWithoutCode } from "./run/layer-without-code.ts";
import {
  parseRunOptions,
  refuseWithoutEffect,
  requireEnvironment,
  type RunOptions,
} from "./run/run-options.ts";
import { isGood, Run, type RunRequest } from "./run/run.ts";

type LayerResult = Pick<LayerReport, "layer" | "status">;

type Inputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
interface TaskResult {
  readonly task: string;
  readonly result: { readonly success: boolean; readonly terminalOutput: string };
}
type BatchExecutor = (
  taskGraph: TaskGraph,
  inputs: Inputs,
  overrides: Readonly<Record<string, unknown>>,
  context: ExecutorContext,
) => AsyncGenerator<TaskResult>;
type Executor = (
  options: Readonly<Record<string, unknown>>,
  context: ExecutorContext,
) => Promise<{ success: boolean }>;

export const upBatch = batch("up");
export const previewBatch = batch("preview");
export const destroyBatch = batch("destroy");
export const refreshBatch = batch("refresh");
export const driftBatch = batch("drift");
export const outputsBatch = batch("outputs");

export const up = single("up");
export const preview = single("preview");
export const destroy = single("destroy");
export const refresh = single("refresh");
export const drift = single("drift");
export const outputs = single("outputs");

/** All selected layers of one `nx` call, in one process: order, side by side, one report. */
function batch(operation: Operation): BatchExecutor {
  return async function* (taskGraph, inputs, _overrides, context) {
    const taskOf = new Map(
      Object.values(taskGraph.tasks).map((task) => [task.target.project, task.id]),
    );
    const results = new ResultQueue();
    // Nx repeats a task that got no result, for ever, in a new process each time: every one gets one.
    const pending = new Set(taskOf.keys());
    const work = operateOn(
      operation,
      [...taskOf.keys()],
      Object.values(inputs),
      context,
      (result) => results.push(result),
    ).then(
      () => results.close(),
      (error: unknown) => {
        console.error(messageOf(error));
        results.close();
      },
    );
    for await (const result of results) {
      const task = taskOf.get(result.layer);
      if (task === undefined || !pending.delete(result.layer)) continue;
      yield { task, result: { success: isGood(result), terminalOutput: "" } };
    }
    await work;
    for (const layer of pending) {
      const task = taskOf.get(layer) ?? "";
      yield { task, result: { success: false, terminalOutput: "" } };
    }
  };
}

/** Without batches (`--no-batch`) each layer has its own process, which knows no order: one layer only. */
function single(operation: Operation): Executor {
  return async (options, context) => {
    const tasks = Object.values(context.taskGraph?.tasks ?? {});
    const layers = tasks.filter(({ target }) => target.target === context.targetName);
    if (layers.length > 1) {
      console.error(
        `${operation} of ${layers.length} layers needs one process that orders them: ` +
          "leave out --no-batch (and NX_BATCH_MODE=false)",
      );
      return { success: false };
    }
    const results: LayerResult[] = [];
    try {
      const layer = context.projectName ?? "";
      await operateOn(operation, [layer], [options], context, (result) => results.push(result));
    } catch (error) {
      console.error(messageOf(error));
      return { success: false };
    }
    return { success: results.every(isGood) };
  };
}

/** Destroys a deployed layer whose code is gone, from its state: `--layer=<name>`. */
export const destroyLayer: Executor = async (options, context) => {
  const { layer, ...others } = options;
  try {
    if (typeof layer !== "string" || layer === "") {
      throw new Error("which layer? Name one that is deployed and has no code: --layer=<name>");
    }
    const graph = layerGraph(context.projectGraph);
    if (graph.has(layer)) {
      throw new Error(
        `layer "${layer}" has code, so it is destroyed as any other: npx nx run ${layer}:destroy`,
      );
    }
    const given = parseRunOptions(others);
    refuseWithoutEffect("destroy", given);
    requireEnvironment(given.env, [], context.root);
    const orphan = layerWithoutCode(layer, undefined, context.root);
    const results: LayerResult[] = [];
    await stoppable((stop) =>
      report({
        operation: "destroy",
        graph: new Map([...graph, [layer, orphan]]),
        selected: [layer],
        options: given,
        root: context.root,
        onResult: (result) => results.push(result),
        stop,
      }),
    );
    return { success: results.length > 0 && results.every(isGood) };
  } catch (error) {
    console.error(messageOf(error));
    return { success: false };
  }
};

async function operateOn(
  operation: Operation,
  selected: readonly string[],
  inputs: readonly Readonly<Record<string, unknown>>[],
  context: ExecutorContext,
  onResult: (result: LayerResult) => void,
): Promise<void> {
  const graph = layerGraph(context.projectGraph, context.root);
  const given = parseRunOptions(sameForAll(inputs));
  refuseWithoutEffect(operation, given);
  // Nx keeps `--verbose` for itself, and says so to what it starts.
  const verbose = given.verbose || process.env.NX_VERBOSE_LOGGING === "true";
  const options = { ...given, verbose };
  const layers = selected.map((name) => graph.get(name) ?? notALayer(name));
  requireEnvironment(options.env, layers, context.root);
  const { root } = context;
  await stoppable(async (stop) => {
    if (operation === "outputs") {
      return listOutputs(graph, selected, options, root, stop, onResult);
    }
    await report({ operation, graph, selected, options, root, onResult, stop });
  });
}

/** Runs, shows what was done and leaves the report, also of a run that was refused as a whole. */
async function report(request: Omit<RunRequest, "view">): Promise<void> {
  const { operation, options, root } = request;
  const place = placeOf(options);
  const view = progressView((text) => process.stdout.write(text));
  try {
    if (place.inSandbox) view.line(announcement(operation, place));
    const onPicture = (picture: EnvironmentPicture) => {
      view.line(`picture: ${pathToFileURL(writePicture(root, picture)).href}`);
    };
    const done = await new Run({ ...request, view, onPicture })
      .execute()
      .catch((error: unknown) => {
        writeReport(root, refusedReport(operation, place, messageOf(error)));
        throw error;
      });
    view.close();
    console.log(terminalReport(done));
    writeReport(root, done);
  } finally {
    view.close();
  }
}

/** First line of a run that nobody may take for one in a real account. */
function announcement(operation: Operation, place: Place): string {
  return (
    `${operation} of ${placeName(place)}: AWS is emulated on this machine, ` +
    `account and state of ${place.environment} are not touched`
  );
}

async function listOutputs(
  graph: LayerGraph,
  selected: readonly string[],
  options: RunOptions,
  root: string,
  signal: AbortSignal,
  onResult: (result: LayerResult) => void,
): Promise<void> {
  const report = (line: string) => console.error(line);
  const { openEnvironment } = await import("./environment-access.ts");
  const place = placeOf(options);
  if (place.inSandbox) report(announcement("outputs", place));
  const { store } = await openEnvironment(place, {
    root,
    report,
    signal,
    layers: selected,
    purpose: "preview",
  });
  await printOutputs(inOrder(graph, selected), options, place, store, onResult);
}

/** Nx gives every task its own copy of the options; a run has one set. */
function sameForAll(
  inputs: readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, unknown>> {
  const [first = {}, ...others] = inputs;
  const differs = others.some((other) => JSON.stringify(other) !== JSON.stringify(first));
  if (differs) throw new Error("the layers of one run have different options; run them separately");
  return first;
}

function notALayer(name: string): never {
  throw new Error(
    `project "${name}" is no layer: a layer has a Pulumi.yaml and the tag type:layer`,
  );
}

const END_SIGNALS = ["SIGINT", "SIGTERM", "disconnect"] as const;

/**
 * Does the work with a signal that is aborted when this process shall end: by Nx, by a signal, or
 * because Nx is gone. After
 * the work the signals have their usual effect again: Nx ends its worker with SIGTERM, and waits for that.
 */
async function stoppable<T>(work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const event of END_SIGNALS) process.on(event, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const event of END_SIGNALS) process.off(event, stop);
    // The signal that stopped the work was meant to end this process; the results leave first.
    if (controller.signal.aborted) setImmediate(() => process.kill(process.pid, "SIGTERM"));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Results as they come, for a consumer that takes them one by one. */
class ResultQueue implements AsyncIterable<LayerResult> {
  readonly #items: LayerResult[] = [];
  #closed = false;
  #wake: () => void = () => {};

  push(result: LayerResult): void {
    this.#items.push(result);
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<LayerResult> {
    while (true) {
      const item = this.#items.shift();
      if (item !== undefined) yield item;
      else if (this.#closed) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
