import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import type { Judgement } from "@strata/policies";
import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";
import { serveProvider } from "@strata/sandbox/provider";

import { serveAnalyzer } from "../policy/analyzer.ts";
import type { LayerPolicies } from "../policy/layer-policies.ts";
import { receiveEvents } from "./engine-events.ts";
import { EngineProcess } from "./engine-process.ts";
import { serveProgram } from "./language-runtime.ts";
import type { Job, Outcome } from "./message.ts";
import type { LoadedProgram } from "./program.ts";
import type { Approval } from "./language-runtime.ts";
import type { Reporter } from "./reporter.ts";

interface Closable {
  close(): void;
}

/** What an operation needs from the process that it runs in. */
export interface OperateOptions {
  /** Loads the layer's program; absent where the operation runs none. */
  readonly load: (() => Promise<LoadedProgram>) | undefined;
  /** Loads the rules for it. */
  readonly policiesFor: (program: LoadedProgram) => Promise<LayerPolicies>;
  /** Asked when the plan of an update is complete, before it begins. */
  readonly approve: Approval;
  /** Files that the program looked at. */
  readonly tracedFiles: () => readonly string[];
  readonly reporter: Reporter;
  readonly stop: AbortSignal;
}

/** Runs one operation on one layer under the engine. Rejects only when the operation could not begin. */
export async function operate(
  job: Job,
  { load, policiesFor, approve, tracedFiles, reporter, stop }: OperateOptions,
): Promise<Outcome> {
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
    // The program loads as soon as an engine works.
    const engineStarted = Promise.withResolvers<void>();
    const program = load === undefined ? undefined : engineStarted.promise.then(load);
    const policies = program?.then(policiesFor);
    policies?.catch(() => {}); // `notLoaded` below tells
    if (job.init !== undefined && !stop.aborted) await initStack(job, env, engineStarted.resolve);
    let rules: LayerPolicies | undefined;
    const events = serving(
      await receiveEvents((event) => {
        if (rules?.hasStopped !== true || !isClosingError(event)) reporter.event(event);
      }),
    );
    const args = [...operationArgs(job), "--event-log", events.address];
    let hasBegun = false;
    if (program !== undefined && policies !== undefined) {
      const loading = program.then((loaded) => loaded.languageServer(job.upstream));
      loading.catch(() => {}); // `notLoaded` below tells
      policies.then((loaded) => (rules = loaded)).catch(() => {});
      const approveAll = async () => {
        const plan = rules?.planned;
        const refused = plan && rules?.refusal(plan);
        const refusal = refused ?? (await approve());
        hasBegun = refusal === undefined;
        return refusal;
      };
      const server = serving(await serveProgram(loading, approveAll));
      args.push(`--client=127.0.0.1:${server.port}`, "--exec-kind", "auto.inline");
      const analyzer = serving(await serveAnalyzer(policies));
      env.STRATA_POLICIES_PORT = String(analyzer.port);
      args.push("--policy-pack", POLICY_PACK);
    }
    if (stop.aborted) return outcome(reporter, { success: false, interrupted: true });
    const engine = new EngineProcess(job.engine, args, {
      cwd: job.projectFolder,
      env,
      logFile: job.logFile,
    });
    engineStarted.resolve();
    if (engine.pid !== undefined) reporter.send({ kind: "engine", pid: engine.pid });
    const interrupt = () => engine.interrupt();
    stop.addEventListener("abort", interrupt, { once: true });
    let notLoaded: string | undefined;
    void failureOf(policies).then((failure) => {
      notLoaded = failure;
      if (failure !== undefined) interrupt();
    });
    const code = await engine.exit();
    stop.removeEventListener("abort", interrupt);
    // Not waited for: a program can load for ever, and an engine that failed before it had loaded says why itself.
    if (code !== 0 && notLoaded !== undefined) {
      return outcome(reporter, { success: false, interrupted: false, failure: notLoaded });
    }
    if (code === 0) await events.ended;
    reporter.unreported(engine.errors);
    const loaded = code === 0 ? await program : undefined;
    const judged = rules === undefined ? NOTHING_JUDGED : judgedBy(rules, hasBegun);
    const success = code === 0 && judged.failure === undefined;
    // Nothing of this was known when the update could still be refused.
    if (hasBegun && success) {
      for (const problem of judged.problems) reporter.diagnostic("warning", problem);
    }
    return outcome(reporter, {
      success,
      interrupted: stop.aborted && code !== 0,
      findings: judged.findings,
      ...(success && rules !== undefined ? { cost: rules.cost() } : {}),
      ...(rules !== undefined && job.pictured === true ? { planned: rules.shown() } : {}),
      ...(judged.expires === undefined ? {} : { waiversExpire: judged.expires }),
      ...(loaded === undefined
        ? {}
        : {
            reads: loaded.reads(),
            files: tracedFiles(),
            contract: loaded.contract(job.layer),
            goal: loaded.goal(),
          }),
      ...(success ? {} : failureOfEngine(code, engine, reporter)),
      ...(judged.failure === undefined ? {} : { failure: judged.failure }),
    });
  } finally {
    for (const server of open) server.close();
  }
}

/** What the engine is to start as its policy pack. */
const POLICY_PACK = fileURLToPath(new URL("../policy/announced-port.sh", import.meta.url));

interface Judged extends Judgement {
  /** Why the operation fails, whatever the engine says. */
  readonly failure?: string;
}

const NOTHING_JUDGED: Judged = { findings: [], problems: [] };

function judgedBy(rules: LayerPolicies, hasBegun: boolean): Judged {
  try {
    const judgement = rules.judgement();
    const failure = rules.refusal(judgement, hasBegun);
    return failure === undefined ? judgement : { ...judgement, failure };
  } catch (error) {
    // A rule that fails itself.
    const failure = error instanceof Error ? error.message : String(error);
    return { ...NOTHING_JUDGED, failure };
  }
}

/** What the engine says at the end of all that failed, whatever the cause; what broke a rule is said with it. */
function isClosingError({ diagnosticEvent }: EngineEvent): boolean {
  if (diagnosticEvent?.severity !== "error" || (diagnosticEvent.urn ?? "") !== "") return false;
  return /\b(preview|update) failed\b/.test(diagnosticEvent.message);
}

/** What to say of an engine that failed, beyond what it has reported itself. */
function failureOfEngine(code: number | null, engine: EngineProcess, reporter: Reporter) {
  if (code === null)
    return { failure: "the engine was ended by a signal; run the same command again" };
  return reporter.hasError ? {} : { failure: engine.tail };
}

/** Why the program, or its rules, could not be loaded, once that is known; undefined if it was, or there is none. */
async function failureOf(loading: Promise<unknown> | undefined): Promise<string | undefined> {
  try {
    await loading;
    return undefined;
  } catch (error) {
    // With the stack: it alone says in which file and line.
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function outcome(
  { changes, resources, outputs }: Reporter,
  end: Pick<Outcome, "success" | "interrupted"> & Partial<Outcome>,
): Outcome {
  return {
    changes,
    resources,
    reads: [],
    files: [],
    contract: {},
    findings: [],
    ...(outputs === undefined ? {} : { outputs }),
    ...end,
  };
}

function stackName({ layer, environment }: Job): string {
  return `organization/${layer}/${environment}`;
}

function operationArgs(job: Job): string[] {
  const always = ["--non-interactive", "--stack", stackName(job), "--color", "never"];
  if (job.configFile !== undefined) always.push("--config-file", job.configFile);
  const apply = ["--yes", "--skip-preview", "--suppress-progress"];
  switch (job.operation) {
    case "up":
      // With a plan before it, in the same run of the engine: what is wrong shows before anything is changed.
      return ["up", ...always, "--yes", "--suppress-progress"];
    case "preview":
      return ["preview", ...always, "--diff"];
    case "destroy":
      return ["destroy", ...always, ...apply];
    case "refresh":
      return ["refresh", ...always, ...apply];
    case "drift":
      return ["refresh", ...always, "--preview-only", "--suppress-progress"];
  }
}

async function initStack(job: Job, env: NodeJS.ProcessEnv, onStart: () => void): Promise<void> {
  const secrets = job.init?.secretsProvider;
  const args = ["stack", "init", stackName(job), "--no-select", "--non-interactive"];
  if (secrets !== undefined) args.push("--secrets-provider", secrets);
  const engine = new EngineProcess(job.engine, args, {
    cwd: job.projectFolder,
    env,
    logFile: job.logFile,
  });
  onStart();
  const code = await engine.exit();
  // Another run may have made it in the meantime; the operation itself will say if it is still missing.
  if (code !== 0 && !engine.tail.includes("already exists")) {
    throw new Error(`cannot make the stack ${stackName(job)}\n${engine.tail}`);
  }
}
