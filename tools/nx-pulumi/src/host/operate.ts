import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { clearReads, recordedReads, withUpstream } from "@strata/contracts";
import { serveProvider } from "@strata/sandbox/provider";

import { receiveEvents } from "./engine-events.ts";
import { EngineProcess } from "./engine-process.ts";
import { serveProgram } from "./language-runtime.ts";
import type { Job, Outcome } from "./message.ts";
import { planned } from "./planned.ts";
import type { Reporter } from "./reporter.ts";

/** The file of a layer's program; its default export is the program. */
const ENTRY = "index.ts";

interface Closable {
  close(): void;
}

/** Runs one operation on one layer under the engine. Rejects only when the operation could not begin. */
export async function operate(job: Job, reporter: Reporter, stop: AbortSignal): Promise<Outcome> {
  const open: Closable[] = [];
  const serving = <T extends Closable>(server: T): T => {
    open.push(server);
    return server;
  };
  mkdirSync(dirname(job.logFile), { recursive: true });
  try {
    const env: Record<string, string | undefined> = {
      ...process.env,
      ...job.engineEnv,
      // `--event-log`, as the automation API uses it, is a debug flag.
      PULUMI_DEBUG_COMMANDS: "true",
    };
    if (job.sandbox !== undefined) {
      const { port } = serving(
        await serveProvider({
          ...job.sandbox,
          onSimulated: (simulated) => reporter.send({ kind: "simulated", ...simulated }),
        }),
      );
      env.PULUMI_DEBUG_PROVIDERS = `aws:${port}`;
    }
    if (job.init !== undefined && !stop.aborted) await initStack(job, env);
    const events = serving(await receiveEvents((event) => reporter.event(event)));
    const args = [...operationArgs(job), "--event-log", events.address];
    if (runsProgram(job)) {
      const program = await loadProgram(job);
      const server = serving(await serveProgram(program));
      args.push(`--client=${server.address}`, "--exec-kind", "auto.inline");
    }
    if (stop.aborted) return outcome(reporter, { success: false, interrupted: true });
    const engine = new EngineProcess(job.engine, args, {
      cwd: job.projectFolder,
      env,
      logFile: job.logFile,
    });
    if (engine.pid !== undefined) reporter.send({ kind: "engine", pid: engine.pid });
    const interrupt = () => engine.interrupt();
    stop.addEventListener("abort", interrupt, { once: true });
    const code = await engine.exit();
    stop.removeEventListener("abort", interrupt);
    if (code === 0) await events.ended;
    return outcome(reporter, {
      success: code === 0,
      interrupted: stop.aborted && code !== 0,
      ...(code === 0 || reporter.hasError ? {} : { failure: engine.tail }),
    });
  } finally {
    for (const server of open) server.close();
  }
}

function runsProgram({ operation }: Job): boolean {
  return operation === "up" || operation === "preview";
}

function outcome(
  { changes, outputs }: Reporter,
  end: Pick<Outcome, "success" | "interrupted" | "failure">,
): Outcome {
  return { ...end, changes, reads: recordedReads(), ...(outputs === undefined ? {} : { outputs }) };
}

function stackName({ layer, environment }: Job): string {
  return `organization/${layer}/${environment}`;
}

function operationArgs(job: Job): string[] {
  const always = ["--non-interactive", "--stack", stackName(job), "--color", "never"];
  const apply = ["--yes", "--skip-preview", "--suppress-progress"];
  switch (job.operation) {
    case "up":
      return ["up", ...always, ...apply];
    case "preview":
      return ["preview", ...always, "--diff"];
    case "destroy":
      return ["destroy", ...always, ...apply];
    case "refresh":
      return ["refresh", ...always, ...apply];
  }
}

async function initStack(job: Job, env: NodeJS.ProcessEnv): Promise<void> {
  const secrets = job.init?.secretsProvider;
  const args = ["stack", "init", stackName(job), "--no-select", "--non-interactive"];
  if (secrets !== undefined) args.push("--secrets-provider", secrets);
  const engine = new EngineProcess(job.engine, args, {
    cwd: job.projectFolder,
    env,
    logFile: job.logFile,
  });
  const code = await engine.exit();
  // Another run may have made it in the meantime; the operation itself will say if it is still missing.
  if (code !== 0 && !engine.tail.includes("already exists")) {
    throw new Error(`cannot make the stack ${stackName(job)}\n${engine.tail}`);
  }
}

async function loadProgram(job: Job): Promise<() => Promise<Record<string, unknown>>> {
  const file = join(job.projectFolder, ENTRY);
  const { default: program } = (await import(pathToFileURL(file).href)) as { default?: unknown };
  if (typeof program !== "function") {
    throw new Error(
      `${file} has no default export; export default a function that returns the contract`,
    );
  }
  clearReads();
  const upstream = (layer: string) => planned(job.plannedUpstream[layer]);
  return async () => withUpstream(upstream, () => program() as Promise<Record<string, unknown>>);
}
