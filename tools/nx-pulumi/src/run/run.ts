import { join } from "node:path";

import type { EnvironmentPicture } from "@strata/picture";
import { project } from "@strata/config/project";

import { isDeployed } from "../deployed/deployed-layers.ts";
import type { EnvironmentAccess } from "../environment-access.ts";
import { destroyProblem, withDependents } from "../guard/destroy-guard.ts";
import { protectionProblem } from "../guard/protected-resources.ts";
import { inOrder, prerequisites, type Layer, type LayerGraph } from "../layer-graph.ts";
import { deployedPicture } from "../picture/deployed-picture.ts";
import { ownerOf } from "../picture/owner-of.ts";
import { plannedPicture, type PlannedLayer } from "../picture/planned-picture.ts";
import { isReversed, runsProgram, type RunOperation } from "../operation.ts";
import { placeName, placeOf, usesSandbox, type Place } from "../place.ts";
import type { ProgressView } from "../report/progress-view.ts";
import { REPORT_VERSION, type LayerReport, type RunReport } from "../report/run-report.ts";
import { NOTHING } from "../report/step-counts.ts";
import { withoutAws } from "../sandbox-guard.ts";
import { contractPlan } from "./contract-plan.ts";
import { DeploymentFacts } from "./deployment-facts.ts";
import { joinedReports } from "./joined-reports.ts";
import { isWithoutCode, layerWithoutCode } from "./layer-without-code.ts";
import { LayerWork, type LayerEnd } from "./layer-work.ts";
import { ProcessPool } from "./process-pool.ts";
import { requireEnvironment, type RunOptions } from "./run-options.ts";
import { missingUpstream, undeployedUpstream } from "./upstream.ts";

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
  /** Told the picture of a plan, where one was asked for (`--picture`). */
  readonly onPicture?: (picture: EnvironmentPicture) => void;
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
  readonly #place: Place;
  readonly #startedAt = new Date();
  readonly #pool: ProcessPool;
  readonly #results = new Map<string, LayerReport>();
  /** What layers did that had to go first, to be reported with what they do in their turn. */
  readonly #early = new Map<string, LayerReport>();
  readonly #running = new Map<string, Promise<void>>();
  /** Layers of which it is not known that they have nothing to do. */
  readonly #likely = new Set<string>();
  #graph: LayerGraph;
  #order: readonly string[] = [];
  /** What must have ended before a layer begins, within this run. */
  #waitsFor: ReadonlyMap<string, ReadonlySet<string>> = new Map();

  constructor(request: RunRequest) {
    const { operation, root, options, view, graph } = request;
    this.#request = request;
    this.#place = placeOf(options);
    this.#graph = graph;
    this.#pool = new ProcessPool({
      operation,
      root,
      concurrency: options.concurrency,
      env: usesSandbox(this.#place) ? withoutAws(process.env) : process.env,
      folderOf: (layer) => this.#folderOf(layer),
      onOutput: (layer, line) => view.line(`${layer}: ${line}`),
    });
  }

  /** Runs all; the layers of the report are in the order of the run. Rejects only for what concerns the whole run. */
  async execute(): Promise<RunReport> {
    const { options, root, view, stop, graph, operation, selected } = this.#request;
    const onStop = () => this.#stopAll();
    stop.addEventListener("abort", onStop, { once: true });
    try {
      const opening = import("../environment-access.ts").then(({ openEnvironment }) =>
        openEnvironment(this.#place, {
          root,
          report: (line) => view.line(line),
          signal: stop,
          layers: selected,
          purpose: operation === "preview" || operation === "drift" ? "preview" : "deploy",
        }),
      );
      const facts = await DeploymentFacts.read(
        { root, graph, ...this.#place, force: options.force },
        opening,
      );
      const access = await opening;
      const planned = new Map<string, PlannedLayer>();
      const work = new LayerWork({
        operation,
        options,
        place: this.#place,
        root,
        view,
        facts,
        access,
        folderOf: (layer) => this.#folderOf(layer),
        onPlanned: (layer, resources, outputs) => planned.set(layer, { resources, outputs }),
      });
      await this.#choose(facts, access);
      const early = await this.#guard(facts, work);
      if (operation === "up") await this.#goFirst(early, work);
      await this.#schedule(work);
      const report = await this.#report(facts, operation);
      if (options.picture) await this.#draw(access, planned, report);
      return report;
    } finally {
      stop.removeEventListener("abort", onStop);
      await this.#pool.endAll();
    }
  }

  async #draw(
    { store }: EnvironmentAccess,
    planned: ReadonlyMap<string, PlannedLayer>,
    report: RunReport,
  ): Promise<void> {
    const { root, graph, onPicture } = this.#request;
    const owner = (layer: string) => ownerOf(root, graph, layer);
    const at = report.endedAt;
    const deployed = await deployedPicture({ place: this.#place, store, at, ownerOf: owner });
    onPicture?.(plannedPicture(deployed, planned, report, owner));
  }

  /** Settles which layers take part, and in which order. */
  async #choose(facts: DeploymentFacts, access: EnvironmentAccess): Promise<void> {
    const { operation, selected, options, root } = this.#request;
    let layers = selected;
    const typo = selected.find(
      (name) => isWithoutCode(this.#layer(name)) && !isDeployed(facts.deployed.get(name)),
    );
    if (typo !== undefined) throw new Error(notDeployed(typo, this.#place, facts.withoutCode()));
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
      const problem = await missingUpstream(this.#graph, selected, this.#place, {
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
  async #guard(facts: DeploymentFacts, work: LayerWork): Promise<readonly string[]> {
    const { operation } = this.#request;
    if (operation === "destroy") {
      const problem =
        destroyProblem(facts.deployed, this.#order, this.#place) ??
        protectionProblem(facts.deployed, this.#order, this.#place);
      if (problem !== undefined) throw new Error(problem);
    }
    if (!runsProgram(operation)) return [];
    return contractPlan({
      facts,
      layers: this.#order.filter((name) => this.#likely.has(name)),
      ofThisRun: new Set(this.#order),
      place: this.#place,
      contractOf: (layer) => this.#pool.find(layer).contract(layer),
      readsOf: (layer) => work.plan(layer, this.#pool.startFor(layer, "preview")),
    });
  }

  /**
   * Deploys some layers against what is deployed, before the run takes its usual course. Where one fails, nothing else
   * begins: what it still reads would be taken away from it.
   */
  async #goFirst(early: readonly string[], work: LayerWork): Promise<void> {
    for (const name of inOrder(this.#graph, early)) {
      this.#request.view.line(
        `${name}: goes first, because it stops reading what this run takes away`,
      );
      const result = await this.#runLayer(name, work);
      if (!isGood(result)) {
        this.#settle(result);
        return this.#skipRest(name);
      }
      this.#early.set(name, result);
      this.#likely.delete(name);
    }
  }

  #skipRest(culprit: string): void {
    for (const name of this.#order) {
      if (!this.#results.has(name)) this.#settle(this.#skipped(name, [culprit]));
    }
  }

  /** Starts layers as soon as what they wait for has ended, until none is left. */
  async #schedule(work: LayerWork): Promise<void> {
    const { concurrency } = this.#request.options;
    const waiting = new Set(this.#order.filter((name) => !this.#results.has(name)));
    while (waiting.size > 0 || this.#running.size > 0) {
      for (const name of [...waiting]) {
        const before = [...(this.#waitsFor.get(name) ?? [])];
        if (before.some((other) => !this.#results.has(other))) continue;
        const broken = before.filter((other) => !isGood(this.#results.get(other) as LayerReport));
        if (this.#request.stop.aborted || broken.length > 0) {
          waiting.delete(name);
          this.#settle(this.#skipped(name, broken));
          continue;
        }
        if (this.#running.size >= concurrency) continue;
        waiting.delete(name);
        const layer = this.#runLayer(name, work).then((result) => {
          const early = this.#early.get(name);
          this.#settle(early === undefined ? result : joinedReports(early, result));
          this.#running.delete(name);
        });
        this.#running.set(name, layer);
      }
      if (this.#running.size > 0) await Promise.race(this.#running.values());
    }
  }

  /** Never rejects: what goes wrong is in the report. */
  async #runLayer(name: string, work: LayerWork): Promise<LayerReport> {
    const startedAt = new Date();
    let end: LayerEnd;
    try {
      end = await work.run(name, () => {
        const process = this.#pool.take(name);
        this.#warmUp();
        return process;
      });
    } catch (error) {
      end = { status: "failed", reason: error instanceof Error ? error.message : String(error) };
    }
    await this.#pool.end(name);
    const endedAt = new Date();
    return {
      ...this.#nothing(name),
      ...end,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      seconds: (endedAt.getTime() - startedAt.getTime()) / 1000,
    };
  }

  /** A layer has its one result. */
  #settle(result: LayerReport): void {
    const { view, onResult, selected } = this.#request;
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
    const { selected, operation } = this.#request;
    const added = operation === "destroy" ? "dependent" : "upstream";
    const role = selected.includes(layer) ? "selected" : added;
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
      environment: this.#place.environment,
      ...(this.#place.inSandbox ? { sandbox: true } : {}),
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

  /** Lets the next layers of the order load while the others work. */
  #warmUp(): void {
    const next = this.#order.filter((name) => this.#likely.has(name) && !this.#results.has(name));
    this.#pool.warmUp(next, (name) =>
      [...(this.#waitsFor.get(name) ?? [])].some((other) => !this.#results.has(other)),
    );
  }

  #stopAll(): void {
    this.#request.view.line(
      "stopping: what has started is finished and recorded, nothing else begins",
    );
    this.#pool.stopAll();
  }

  #layer(name: string): Layer {
    return this.#graph.get(name) as Layer;
  }

  #folderOf(name: string): string {
    return join(this.#request.root, this.#layer(name).root);
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

function notDeployed(layer: string, place: Place, withoutCode: RunReport["withoutCode"]): string {
  const names = withoutCode.map((one) => one.layer);
  return (
    `nothing was destroyed: no layer "${layer}" is deployed in ${placeName(place)}. ` +
    (names.length === 0
      ? "Every deployed layer has its code"
      : `Deployed without code: ${names.join(", ")}`)
  );
}
