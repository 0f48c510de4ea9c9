/**
 * The process of one layer in one run: it loads the layer's program, serves it (and, in the sandbox, the aws
 * provider) to the engine, and reports what happens. A process of its own, because an unhandled rejection in a
 * program fails every program of its process.
 */
import module from "node:module";

import type { Operation } from "../operation.ts";
import { traceFiles } from "./file-trace.ts";
import type { Job, Outcome, Replayed, ReplayRequest, ToHost } from "./message.ts";
import type { LayerPolicies } from "../policy/layer-policies.ts";
import type { LoadedProgram } from "./program.ts";

module.enableCompileCache?.();

const [, , operation = "", projectFolder = "", root = ""] = process.argv;
const tracedFiles = traceFiles(root);
const stopping = new AbortController();
let working = false;
/** Settled with the run's answer to a plan: why it must not be carried out, or undefined. */
const answer = Promise.withResolvers<string | undefined>();

process.on("message", (message: ToHost) => {
  switch (message.kind) {
    case "preload":
      // What fails to load is reported by the job that needs it.
      if (runsProgram(operation)) load().catch(() => {});
      return;
    case "describe":
      void describe(message.layer);
      return;
    case "replay":
      void replayed(message.request);
      return;
    case "start":
      void work(message.job);
      return;
    case "proceed":
      answer.resolve(undefined);
      return;
    case "refuse":
      answer.resolve(message.reason);
      return;
    case "stop":
      stop();
      return;
    case "leave":
      if (!working) process.exit();
  }
});
// The run is gone, whatever ended it: finish what the engine has started and leave.
process.on("disconnect", () => {
  stop();
  if (!working) process.exit();
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);

const machinery = Promise.all([
  import("./operate.ts"),
  import("./reporter.ts"),
  import("./program.ts"),
]);
let program: Promise<LoadedProgram> | undefined;
process.send?.({ kind: "ready" }, () => {});

/**
 * Loads the program, once. It blocks this process for a while, so it is done while others work:
 * earlier layers, the engine.
 */
function load(): Promise<LoadedProgram> {
  return (program ??= machinery.then(([, , { loadProgram }]) => loadProgram(projectFolder)));
}

function stop(): void {
  stopping.abort();
  answer.resolve("the run was stopped before anything was changed");
}

async function describe(layer: string): Promise<void> {
  const types = await load().then(
    (loaded) => loaded.contract(layer),
    () => undefined,
  );
  process.send?.({ kind: "contract", ...(types === undefined ? {} : { types }) }, () => {});
}

/** What goes wrong here is said by the engine, which is asked next. */
async function replayed(request: ReplayRequest): Promise<void> {
  const told = await Promise.all([load(), import("./replay.ts")])
    .then(async ([loaded, { replay }]): Promise<Replayed | undefined> => {
      const policies = policiesOf(request, loaded);
      policies.catch(() => {}); // awaited below
      await replay(loaded.languageServer(request.upstream), request);
      const [goal, contract] = [loaded.goal(), loaded.contract(request.layer)];
      const judgement = (await policies).judgementOfRegistered();
      // The engine is asked, and refuses.
      if ((await policies).refusal(judgement) !== undefined) return undefined;
      const { findings, expires } = judgement;
      return {
        goal,
        contract,
        reads: loaded.reads(),
        files: tracedFiles(),
        findings,
        ...(expires === undefined ? {} : { waiversExpire: expires }),
      };
    })
    .catch(() => undefined);
  process.send?.({ kind: "replayed", ...(told === undefined ? {} : { replayed: told }) }, () => {});
}

async function work(job: Job): Promise<void> {
  working = true;
  const [{ operate }, { Reporter }] = await machinery;
  const reporter = new Reporter(job.operation);
  const approve = async () => {
    const plan = await reporter.planned;
    reporter.send({ kind: "plan", plan });
    return answer.promise;
  };
  const loader = runsProgram(operation) ? load : undefined;
  try {
    reporter.end(
      await operate(job, {
        load: loader,
        policiesFor: (loaded) => policiesOf(job, loaded),
        approve,
        tracedFiles,
        reporter,
        stop: stopping.signal,
      }),
    );
  } catch (error) {
    reporter.end(failed(error));
  }
}

/** Rules and waivers of the layer, to be held against what its program registers. */
async function policiesOf(
  { layer, environment }: Pick<Job, "layer" | "environment">,
  { registrations }: LoadedProgram,
): Promise<LayerPolicies> {
  const { loadPolicies } = await import("../policy/load-policies.ts");
  return loadPolicies({ layer, environment, projectFolder, root, registrations });
}

function runsProgram(name: string): name is Operation {
  return name === "up" || name === "preview";
}

function failed(error: unknown): Outcome {
  const failure = error instanceof Error ? error.message : String(error);
  return {
    success: false,
    interrupted: stopping.signal.aborted,
    changes: {},
    resources: [],
    reads: [],
    files: [],
    contract: {},
    findings: [],
    failure,
  };
}
