/**
 * The process of one layer in one run: it loads the layer's program, serves it (and, in the
 * sandbox, the aws provider) to the
 * engine, and reports what happens. A process of its own, because an unhandled rejection in a program fails every
 * program of its process.
 */
import module from "node:module";

import type { Job, Outcome, ToHost } from "./message.ts";

module.enableCompileCache?.();

const stopping = new AbortController();
let working = false;

process.on("message", (message: ToHost) => {
  if (message.kind === "stop") stopping.abort();
  else if (message.kind === "start") void work(message.job);
  else if (!working) process.exit();
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
// Loaded while the run is still busy with other things, and while the engine starts.
const machinery = Promise.all([import("./operate.ts"), import("./reporter.ts")]);
const program = runsProgram(operation)
  ? machinery
      .then(() => import("./program.ts"))
      .then(({ loadProgram }) => loadProgram(projectFolder))
  : undefined;
// Reported when the engine asks for the program.
program?.catch(() => {});
process.send?.({ kind: "ready" }, () => {});

async function work(job: Job): Promise<void> {
  working = true;
  const [{ operate }, { Reporter }] = await machinery;
  const reporter = new Reporter();
  try {
    reporter.end(await operate(job, program, reporter, stopping.signal));
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
