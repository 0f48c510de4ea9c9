import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { project } from "@strata/config/project";

import { isDeployed } from "../deployed/deployed-layers.ts";
import type { EnvironmentAccess } from "../environment-access.ts";
import { destroyProblem, withDependents } from "../guard/destroy-guard.ts";
import { replacedBehindOutputs } from "../guard/replaced-outputs.ts";
import type { Job, Outcome, Plan } from "../host/message.ts";
import { inOrder, prerequisites, type Layer, type LayerGraph } from "../layer-graph.ts";
import { isReversed, type Operation } from "../operation.ts";
import { contractChanges } from "../report/contract-changes.ts";
import { countsOf, NOTHING } from "../report/step-counts.ts";
import type { ProgressView } from "../report/progress-view.ts";
import { REPORT_VERSION, type LayerReport, type RunReport } from "../report/run-report.ts";
import { takeOverDeadLocks } from "../state/stack-lock.ts";
import { contractPlan } from "./contract-plan.ts";
import { DeploymentFacts } from "./deployment-facts.ts";
import { LayerProcess, type Progress } from "./layer-process.ts";
import { isWithoutCode, layerWithoutCode } from "./layer-without-code.ts";
import { requireEnvironment, type RunOptions } from "./run-options.ts";
import { missingUpstream, undeployedUpstream } from "./upstream.ts";

/** An operation that works on the layers' stacks. */
export type RunOperation = Exclude<Operation, "outputs">;

export interface RunRequest {
  readonly operation: RunOperation;
  readonly graph: LayerGraph;
  readonly selected: readonly string[];
  readonly options: RunOptions;
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly view: ProgressView;
  /** Told as each selected layer ends, in the order in which they end. */
  readonly onResult: (result: LayerReport) => void;
  /** Aborted to stop: what has started is finished, nothing else begins. */
  readonly stop: AbortSignal;
}

/** Whether a layer ended as it should. */
export function isGood({ status }: Pick<LayerReport, "status">): boolean {
  return status === "done" || status === "unchanged";
}

/** One invocation over one or more layers of one environment. Every selected layer gets exactly one result. */
export class Run {
  readonly #request: RunRequest;
  readonly #startedAt = new Date();
  readonly #results = new Map<string, LayerReport>();
  /** What layers did that had to go first, to be reported with what they do in their turn. */
  readonly #early = new Map<string, LayerReport>();
  readonly #processes = new Map<string, LayerProcess>();
  readonly #running = new Map<string, Promise<void>>();
  /** Layers of which it is not known that they have nothing to do. */
  readonly #likely = new Set<string>();
  #graph: LayerGraph;
  #order: readonly string[] = [];
  /** What must have ended before a layer begins, within this run. */
  #waitsFor: ReadonlyMap<string, ReadonlySet<string>> = new Map();

  constructor(request: RunRequest) {
    this.#request = request;
    this.#graph = request.graph;
  }

  /** Runs all; the layers of the report are in the order of the run. Rejects only for what concerns the whole run. */
  async execute(): Promise<RunReport> {
    const { options, root, view, stop, graph, operation } = this.#request;
    const onStop = () => this.#stopAll();
    stop.addEventListener("abort", onStop, { once: true });
    try {
      const report = (line: string) => view.line(line);
      const opening = import("../environment-access.ts").then(({ openEnvironment }) =>
        openEnvironment(options.env, {
          root,
          report,
          signal: stop,
          layers: this.#request.selected,
          purpose: operation === "preview" || operation === "drift" ? "preview" : "deploy",
        }),
      );
      const facts = await DeploymentFacts.read(
        { root, graph, environment: options.env, force: options.force },
        opening,
      );
      const access = await opening;
      await this.#choose(facts, access);
      const early = await this.#guard(facts, access);
      if (operation === "up" && early.length > 0) await this.#goFirst(early, facts, access);
      await this.#schedule(facts, access);
      return await this.#report(facts, operation);
    } finally {
      stop.removeEventListener("abort", onStop);
      await this.#endAll();
    }
  }

  /** Settles which layers take part, and in which order. */
  async #choose(facts: DeploymentFacts, access: EnvironmentAccess): Promise<void> {
    const { operation, selected, options, root } = this.#request;
    let layers = selected;
    const typo = selected.find(
      (name) => isWithoutCode(this.#layer(name)) && !isDeployed(facts.deployed.get(name)),
    );
    if (typo !== undefined) throw new Error(notDeployed(typo, options.env, facts.withoutCode()));
    if (operation === "destroy" && options.withDependents) {
      layers = withDependents(facts.deployed, selected, project.repository);
      const missing = layers.filter((name) => !this.#graph.has(name));
      const found = missing.map((name) =>
        layerWithoutCode(name, facts.deployed.get(name)?.record, root),
      );
      this.#graph = new Map([...this.#graph, ...found.map((one) => [one.name, one] as const)]);
    }
    if (operation === "preview") {
      const upstream = undeployedUpstream(this.#graph, selected, facts.deployed);
      requireEnvironment(
        options.env,
        upstream.map((name) => this.#layer(name)),
        root,
      );
      layers = [...selected, ...upstream];
    }
    if (operation === "up") {
      const problem = await missingUpstream(this.#graph, selected, options.env, {
        deployed: facts.deployed,
        environmentsOf: (layer) => access.store.environmentsOf(layer),
        root,
      });
      if (problem !== undefined) throw new Error(problem);
    }
    this.#setOrder(layers);
    if (!runsProgram(operation)) return;
    for (const name of this.#order) {
      if (await facts.isBehind(name)) this.#likely.add(name);
    }
    this.#warmUp();
  }

  #setOrder(layers: readonly string[]): void {
    const order = inOrder(this.#graph, layers);
    const wanted = new Set(order);
    const { operation } = this.#request;
    const waits = (name: string) =>
      // A comparison of one layer says nothing about another.
      operation === "drift" ? new Set<string>() : prerequisites(this.#graph, name, wanted);
    const before = new Map(order.map((name) => [name, waits(name)]));
    const reversed = isReversed(operation);
    this.#order = reversed ? [...order].reverse() : order;
    this.#waitsFor = reversed ? turnedAround(before) : before;
  }

  /**
   * Refuses what would hurt a deployed layer, before anything is changed.
   *
   * @returns layers that must go first: those that stop reading an output which this run takes away
   */
  async #guard(facts: DeploymentFacts, access: EnvironmentAccess): Promise<readonly string[]> {
    const { operation, options } = this.#request;
    if (operation === "destroy") {
      const problem = destroyProblem(facts.deployed, this.#order, options.env);
      if (problem !== undefined) throw new Error(problem);
    }
    if (!runsProgram(operation)) return [];
    return contractPlan({
      facts,
      layers: this.#order.filter((name) => this.#likely.has(name)),
      ofThisRun: new Set(this.#order),
      environment: options.env,
      contractOf: (layer) => this.#processFor(layer, true).contract(layer),
      readsOf: (layer) => this.#plannedReads(layer, facts, access),
    });
  }

  /** What a layer's program would read now, of what is deployed now. */
  async #plannedReads(
    layer: string,
    facts: DeploymentFacts,
    access: EnvironmentAccess,
  ): Promise<Outcome> {
    const process = this.#start(layer, "preview");
    const errors: string[] = [];
    try {
      const job = await this.#job(layer, facts, access, "preview");
      const outcome = await process.run(job, {
        onProgress: (progress) => {
          if (progress.kind === "diagnostic" && progress.severity === "error") {
            errors.push(progress.text);
          }
        },
        onPlan: () => undefined,
      });
      return errors.length === 0 ? outcome : { ...outcome, failure: errors.join("\n") };
    } finally {
      await process.end();
    }
  }

  /** Deploys some layers against what is deployed, before the run takes its usual course. */
  async #goFirst(
    early: readonly string[],
    facts: DeploymentFacts,
    access: EnvironmentAccess,
  ): Promise<void> {
    const { view } = this.#request;
    for (const name of inOrder(this.#graph, early)) {
      view.line(`${name}: goes first, because it stops reading what this run takes away`);
      await this.#runLayer(name, facts, access);
      const result = this.#results.get(name) as LayerReport;
      if (!isGood(result)) return;
      this.#results.delete(name);
      this.#early.set(name, result);
      this.#likely.delete(name);
    }
  }

  /** Starts layers as soon as what they wait for has ended, until none is left. */
  async #schedule(facts: DeploymentFacts, access: EnvironmentAccess): Promise<void> {
    const { concurrency } = this.#request.options;
    const waiting = new Set(this.#order.filter((name) => !this.#results.has(name)));
    while (waiting.size > 0 || this.#running.size > 0) {
      for (const name of [...waiting]) {
        const before = [...(this.#waitsFor.get(name) ?? [])];
        if (before.some((other) => !this.#results.has(other))) continue;
        const broken = before.filter((other) => !isGood(this.#results.get(other) as LayerReport));
        if (this.#request.stop.aborted || broken.length > 0) {
          waiting.delete(name);
          this.#finish(this.#skipped(name, broken));
          continue;
        }
        if (this.#running.size >= concurrency) continue;
        waiting.delete(name);
        const work = this.#runLayer(name, facts, access);
        this.#running.set(
          name,
          work.finally(() => this.#running.delete(name)),
        );
      }
      if (this.#running.size > 0) await Promise.race(this.#running.values());
    }
  }

  async #runLayer(name: string, facts: DeploymentFacts, access: EnvironmentAccess): Promise<void> {
    const startedAt = new Date();
    let result: Partial<LayerReport> & Pick<LayerReport, "status">;
    try {
      result = await this.#operateOn(name, facts, access);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      result = { status: "failed", reason };
    }
    const process = this.#processes.get(name);
    this.#processes.delete(name);
    await process?.end();
    const endedAt = new Date();
    this.#finish({
      ...this.#nothing(name),
      ...result,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      seconds: (endedAt.getTime() - startedAt.getTime()) / 1000,
    });
  }

  async #operateOn(
    name: string,
    facts: DeploymentFacts,
    access: EnvironmentAccess,
  ): Promise<Partial<LayerReport> & Pick<LayerReport, "status">> {
    const { operation, options, view } = this.#request;
    const before = facts.deployed.get(name);
    if (!runsProgram(operation) && !isDeployed(before)) {
      return { status: "done", reason: `not deployed in ${options.env}` };
    }
    const problem = runsProgram(operation) ? facts.problemOf(name) : undefined;
    if (problem !== undefined) return { status: "failed", reason: problem };
    const gate = runsProgram(operation) ? await facts.gate(name) : undefined;
    if (gate?.runs === false) {
      if (operation === "up") await facts.confirm(name);
      const unchanged = before?.state.resourceCount ?? 0;
      return { status: "unchanged", gate, counts: { ...NOTHING, unchanged } };
    }
    if (operation !== "preview" && operation !== "drift") {
      const report = (line: string) => view.line(line);
      const { store } = await facts.accessTo(name);
      await takeOverDeadLocks(store, name, options.env, report);
    }
    const errors: string[] = [];
    const notices: string[] = [];
    const onPlan = ({ resources }: Pick<Plan, "resources">) => {
      notices.push(...replacedBehindOutputs(facts.deployed, before, resources));
      for (const notice of notices) view.line(`warning: ${notice}`);
      return undefined;
    };
    const job = await this.#job(name, facts, access);
    view.begin(name, DOING[operation]);
    const outcome = await this.#processFor(name).run(job, {
      onProgress: (progress) => {
        if (progress.kind === "diagnostic" && progress.severity === "error") {
          const { urn, text } = progress;
          errors.push(urn === undefined ? text : `${shortName(urn)}: ${text}`);
        }
        this.#onProgress(name, progress);
      },
      onPlan,
    });
    if (operation === "preview" && outcome.success) {
      onPlan(outcome);
      facts.plan(name, outcome.outputs ?? {});
    }
    const readsOf = reportedReads(outcome, facts);
    await this.#keep(name, outcome, facts);
    return {
      ...resultOf(operation, outcome, job.logFile),
      ...(errors.length === 0 ? {} : { errors }),
      ...(gate === undefined ? {} : { gate }),
      contract:
        runsProgram(operation) && outcome.success && isDeployed(before)
          ? contractChanges(
              facts.deployed,
              name,
              before,
              facts.outputsOf(name) ?? {},
              outcome.contract,
            )
          : [],
      reads: readsOf,
      notices,
    };
  }

  /** Keeps what the deployment was made from beside the layer's state. */
  async #keep(name: string, outcome: Outcome, facts: DeploymentFacts): Promise<void> {
    const { operation } = this.#request;
    if (operation === "preview" || operation === "drift") return;
    if (!outcome.success) return facts.reload(name);
    if (operation === "up") return facts.record(name, outcome);
    if (operation === "destroy") return facts.forget(name);
    return facts.reload(name);
  }

  async #job(
    name: string,
    facts: DeploymentFacts,
    access: EnvironmentAccess,
    operation: RunOperation = this.#request.operation,
  ): Promise<Job> {
    const { options, root } = this.#request;
    const { engine, sandbox, secretsProvider } = access;
    const { engineEnv } = await facts.accessTo(name);
    const isNew = !facts.deployed.has(name);
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
      upstream: facts.upstreamOf(name),
      logFile,
      ...(sandbox === undefined ? {} : { sandbox }),
      ...(isNew ? { init: secretsProvider === undefined ? {} : { secretsProvider } } : {}),
    };
  }

  #onProgress(layer: string, progress: Progress): void {
    const { view, options, operation } = this.#request;
    switch (progress.kind) {
      case "step": {
        const name = shortName(progress.urn);
        view.step(layer, { op: progress.op, name, phase: progress.phase });
        if (progress.phase === "failed") view.line(`${layer}: ${progress.op} ${name} failed`);
        const worthALine = operation === "preview" || operation === "drift" || options.verbose;
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

  #finish(given: LayerReport): void {
    const { view, onResult, selected } = this.#request;
    const early = this.#early.get(given.layer);
    const result = early === undefined ? given : joined(early, given);
    this.#results.set(result.layer, result);
    const { layer, status, reason, seconds, role } = result;
    const took =
      status === "skipped" || status === "unchanged" ? "" : ` in ${seconds.toFixed(1)} s`;
    const note = role === "upstream" ? " (only planned, because a selected layer reads it)" : "";
    view.end(
      layer,
      `${layer}: ${status}${took}${reason === undefined ? "" : `: ${reason}`}${note}`,
      isGood(result),
    );
    if (selected.includes(layer)) onResult(result);
  }

  #nothing(layer: string): LayerReport {
    const role = this.#request.selected.includes(layer) ? "selected" : "upstream";
    return {
      layer,
      role,
      status: "done",
      counts: NOTHING,
      seconds: 0,
      changes: [],
      contract: [],
      reads: [],
      notices: [],
    };
  }

  #skipped(layer: string, broken: readonly string[]): LayerReport {
    const reason =
      broken.length > 0 ? `${broken.join(", ")} did not finish` : "the run was stopped";
    return { ...this.#nothing(layer), status: "skipped", reason };
  }

  async #report(facts: DeploymentFacts, operation: RunOperation): Promise<RunReport> {
    const endedAt = new Date();
    const layers = this.#order.map((name) => this.#results.get(name) as LayerReport);
    const ofThisRun = new Set(this.#order);
    const compares = runsProgram(operation);
    return {
      version: REPORT_VERSION,
      operation,
      environment: this.#request.options.env,
      ...(facts.commit === undefined ? {} : { commit: facts.commit.sha }),
      startedAt: this.#startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      seconds: (endedAt.getTime() - this.#startedAt.getTime()) / 1000,
      success: layers.every(isGood),
      layers,
      stale: operation === "destroy" ? [] : facts.stale(ofThisRun),
      behind: compares ? await facts.behind(ofThisRun) : [],
      withoutCode: facts.withoutCode().filter(({ layer }) => !ofThisRun.has(layer)),
    };
  }

  /** The layer's process, making room for it among those that only wait. */
  #processFor(name: string, keep = false): LayerProcess {
    const { concurrency } = this.#request.options;
    if (!this.#processes.has(name) && this.#processes.size >= concurrency) {
      const idle = [...this.#processes].findLast(([other]) => !this.#running.has(other));
      if (idle !== undefined) {
        this.#processes.delete(idle[0]);
        void idle[1].end();
      }
    }
    const process = this.#processes.get(name) ?? this.#spawn(name);
    if (!keep) this.#warmUp();
    return process;
  }

  /** Lets the next layers of the order load while the others work, as many as are allowed at once. */
  #warmUp(): void {
    for (const name of this.#order) {
      if (this.#processes.size >= this.#request.options.concurrency) return;
      const isWanted = this.#likely.has(name) && !this.#results.has(name);
      if (isWanted && !this.#processes.has(name)) this.#spawn(name);
    }
  }

  #spawn(name: string): LayerProcess {
    const process = this.#start(name, this.#request.operation);
    this.#processes.set(name, process);
    const waits = [...(this.#waitsFor.get(name) ?? [])].some((other) => !this.#results.has(other));
    if (waits) process.preload();
    return process;
  }

  #start(name: string, operation: RunOperation): LayerProcess {
    const { root, view } = this.#request;
    const folder = join(root, this.#layer(name).root);
    return new LayerProcess(operation, folder, root, (line) => view.line(`${name}: ${line}`));
  }

  async #endAll(): Promise<void> {
    await Promise.all([...this.#processes.values()].map((layer) => layer.end()));
  }

  #stopAll(): void {
    this.#request.view.line(
      "stopping: what has started is finished and recorded, nothing else begins",
    );
    for (const process of this.#processes.values()) process.stop();
  }

  #layer(name: string): Layer {
    return this.#graph.get(name) as Layer;
  }
}

function runsProgram(operation: RunOperation): operation is "up" | "preview" {
  return operation === "up" || operation === "preview";
}

/** Who waits for whom when readers go first. */
function turnedAround(
  before: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const after = new Map([...before.keys()].map((name) => [name, new Set<string>()]));
  for (const [name, others] of before) for (const other of others) after.get(other)?.add(name);
  return after;
}

/** One report for a layer that went first and had its turn again. */
function joined(early: LayerReport, late: LayerReport): LayerReport {
  const sum = (key: keyof LayerReport["counts"]) => early.counts[key] + late.counts[key];
  const ranAgain = late.status !== "unchanged";
  return {
    ...late,
    status: ranAgain ? late.status : early.status,
    ...(early.gate === undefined ? {} : { gate: early.gate }),
    counts: ranAgain
      ? {
          created: sum("created"),
          updated: sum("updated"),
          replaced: sum("replaced"),
          deleted: sum("deleted"),
          unchanged: late.counts.unchanged,
        }
      : early.counts,
    ...(early.startedAt === undefined ? {} : { startedAt: early.startedAt }),
    seconds: early.seconds + late.seconds,
    changes: [...early.changes, ...late.changes],
    contract: ranAgain ? late.contract : early.contract,
    reads: ranAgain ? late.reads : early.reads,
    notices: [...early.notices, ...late.notices],
  };
}

/** Steps that change nothing at the cloud. */
const UNCHANGED = ["same", "read", "refresh"];

const DOING: Readonly<Record<RunOperation, string>> = {
  up: "deploying",
  preview: "planning",
  destroy: "destroying",
  refresh: "refreshing",
  drift: "comparing with the cloud",
};

function resultOf(
  operation: RunOperation,
  outcome: Outcome,
  logFile: string,
): Pick<LayerReport, "status" | "counts" | "changes"> & Partial<LayerReport> {
  const counts = countsOf(outcome.changes);
  const changes = [...outcome.resources];
  if (outcome.success) {
    const drifted = operation === "drift" && changes.length > 0;
    return { status: drifted ? "drifted" : "done", counts, changes };
  }
  const status = outcome.interrupted ? "interrupted" : "failed";
  const cause = outcome.failure === undefined ? "" : `${outcome.failure}\n`;
  return { status, counts, changes, reason: `${cause}full engine output: ${logFile}` };
}

function notDeployed(
  layer: string,
  environment: string,
  withoutCode: RunReport["withoutCode"],
): string {
  const names = withoutCode.map((one) => one.layer);
  return (
    `nothing was destroyed: no layer "${layer}" is deployed in ${environment}. ` +
    (names.length === 0
      ? "Every deployed layer has its code"
      : `Deployed without code: ${names.join(", ")}`)
  );
}

/** Where each value that the program read came from. */
function reportedReads({ reads }: Outcome, facts: DeploymentFacts): LayerReport["reads"] {
  return reads.map(({ layer, key }) => ({ layer, key, value: facts.sourceOf(layer, key) }));
}

/** `aws:ec2/vpc:Vpc main` for `urn:pulumi:<stack>::<project>::<parent types>$aws:ec2/vpc:Vpc::main`. */
function shortName(urn: string): string {
  const [, , types = "", ...name] = urn.split("::");
  return `${types.split("$").pop()} ${name.join("::")}`;
}
