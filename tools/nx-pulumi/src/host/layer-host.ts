/**
 * The process of one layer in one run: it loads the layer's program, serves it (and, in the
 * sandbox, the aws provider) to the
 * engine, and reports what happens. A process of its own, because an unhandled rejection in a program fails every
 * program of its process.
 */
import module from "node:module";

import type { Outcome, ToHost } from "./message.ts";

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

// Loaded while the run is still busy with other things.
const loading = Promise.all([import("./operate.ts"), import("./reporter.ts")]);
process.send?.({ kind: "ready" }, () => {});

async function work(job: Extract<ToHost, { kind: "start" }>["job"]): Promise<void> {
  working = true;
  const [{ operate }, { Reporter }] = await loading;
  const reporter = new Reporter();
  try {
    reporter.end(await operate(job, reporter, stopping.signal));
  } catch (error) {
    reporter.end(failed(error));
  }
}

function failed(error: unknown): Outcome {
  const failure = error instanceof Error ? error.message : String(error);
  return { success: false, interrupted: stopping.signal.aborted, changes: {}, reads: [], failure };
}
