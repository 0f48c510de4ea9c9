/**
 * The process of one layer in one run: it loads the layer's program, serves it (and, in the sandbox, the aws provider) to the
 * engine, and reports what happens. A process of its own, because an unhandled rejection in a program fails every
 * program of its process.
 */
import module from "node:module";

module.enableCompileCache?.();

const { operate } = await import("./operate.ts");
const { Reporter } = await import("./reporter.ts");
import type { ToHost } from "./message.ts";

const reporter = new Reporter();
const stopping = new AbortController();

process.on("message", (message: ToHost) => {
  if (message.kind === "stop") return stopping.abort();
  operate(message.job, reporter, stopping.signal).then(
    (outcome) => reporter.end(outcome),
    (error: unknown) => reporter.end(failed(error)),
  );
});
// The run is gone, whatever ended it: finish what the engine has started and leave.
process.on("disconnect", () => stopping.abort());
// The terminal sends these to the whole group; the run decides what they mean and says "stop".
process.on("SIGINT", () => {});
process.on("SIGTERM", () => stopping.abort());

reporter.send({ kind: "ready" });

function failed(error: unknown) {
  const failure = error instanceof Error ? error.message : String(error);
  return { success: false, interrupted: stopping.signal.aborted, changes: {}, reads: [], failure };
}
