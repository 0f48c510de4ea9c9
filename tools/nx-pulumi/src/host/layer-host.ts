/**
 * The process of one layer in one run: it loads the layer's program, serves it (and, in the sandbox, the aws
 * provider) to the engine, and reports what happens. A process of its own, because an unhandled rejection in a
 * program fails every program of its process.
 */
import module from "node:module";

import type { Job, Outcome, ToHost } from "./message.ts";
import type { LoadedProgram } from "./program.ts";

module.enableCompileCache?.();

const stopping = new AbortController();
let working = false;

process.on("message", (message: ToHost) => {
  switch (message.kind) {
    case "preload":
      // What fails to load is reported by the job that needs it.
      if (runsProgram(operation)) load().catch(() => {});
      return;
    case "start":
      void work(message.job);
      return;
    case "stop":
      stopping.abort();
      return;
    case "leave":
      if (!working) process.exit();
  }
});
// The run is gone, whatever ended it: finish what the engine has started and leave.
process.on("disconnect", () => {
  stopping.abort();
  if (!working) process.exit();
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => stopping.abort());
}

const [, , operation = "", projectFolder = ""] = process.argv;
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

async function work(job: Job): Promise<void> {
  working = true;
  const [{ operate }, { Reporter }] = await machinery;
  const reporter = new Reporter();
  try {
    const loader = runsProgram(operation) ? load : undefined;
    reporter.end(await operate(job, loader, reporter, stopping.signal));
  } catch (error) {
    reporter.end(failed(error));
  }
}

function runsProgram(name: string): boolean {
  return name === "up" || name === "preview";
}

function failed(error: unknown): Outcome {
  const failure = error instanceof Error ? error.message : String(error);
  return { success: false, interrupted: stopping.signal.aborted, changes: {}, reads: [], failure };
}
