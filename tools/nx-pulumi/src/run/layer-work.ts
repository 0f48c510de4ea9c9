import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { environment as environmentNamed } from "@strata/config/environments";
import { estimate, type Estimate } from "@strata/cost";

import { isDeployed, type DeployedLayer } from "../deployed/deployed-layers.ts";
import type { EnvironmentAccess } from "../environment-access.ts";
import { replacedBehindOutputs } from "../guard/replaced-outputs.ts";
import type { Job, Outcome, Plan, PlannedResource } from "../host/message.ts";
import { runsProgram, type RunOperation } from "../operation.ts";
import { contractChanges } from "../report/contract-changes.ts";
import { progressLine, shortName } from "../report/progress-lines.ts";
import { placeKey, placeName, withCommandsFor, type Place } from "../place.ts";
import type { ProgressView } from "../report/progress-view.ts";
import type { GateReport, LayerReport } from "../report/run-report.ts";
import { countsOf, NOTHING } from "../report/step-counts.ts";
import { priced } from "../picture/deployed-picture.ts";
import { costReport } from "../report/cost-report.ts";
import { takeOverDeadLocks } from "../state/stack-lock.ts";
import type { DeploymentFacts } from "./deployment-facts.ts";
import type { LayerProcess } from "./layer-process.ts";
import { writeEmptyStack } from "./empty-stack.ts";
import { planBackend } from "./plan-backend.ts";
import type { RunOptions } from "./run-options.ts";
import { sandboxSettings } from "./sandbox-settings.ts";

/** Takes all that a layer asks for, and the outputs that it will have, unknown ones as Pulumi's sentinel. */
export type OnPlanned = (
  layer: string,
  resources: readonly PlannedResource[],
  outputs: Readonly<Record<string, unknown>>,
) => void;

/** What the work on one layer adds to its report. */
export type LayerEnd = Partial<LayerReport> & Pick<LayerReport, "status">;

export interface LayerWorkOptions {
  readonly operation: RunOperation;
  readonly options: RunOptions;
  readonly place: Place;
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly view: ProgressView;
  readonly facts: DeploymentFacts;
  readonly access: EnvironmentAccess;
  /** Told all that a layer asks for, where the plan is to be drawn. */
  readonly onPlanned: OnPlanned;
  /** Absolute folder of a layer. */
  readonly folderOf: (layer: string) => string;
}

/** What a run does to one layer after another: gate, engine, record. */
export class LayerWork {
  readonly #given: LayerWorkOptions;

  constructor(given: LayerWorkOptions) {
    this.#given = given;
  }

  /**
   * Runs the operation of the run on a layer whose turn has come.
   *
   * @param processFor gives the layer's process; not called where there is nothing to do
   */
  async run(layer: string, processFor: () => LayerProcess): Promise<LayerEnd> {
    const { operation, options, place, view, facts } = this.#given;
    const before = facts.deployed.get(layer);
    if (!runsProgram(operation) && !isDeployed(before)) {
      return { status: "done", reason: `not deployed in ${placeName(place)}` };
    }
    const problem = runsProgram(operation) ? facts.problemOf(layer) : undefined;
    if (problem !== undefined) return { status: "failed", reason: problem };
    const gate = runsProgram(operation) ? await facts.gate(layer) : undefined;
    if (gate?.runs === false) return this.#unchanged(layer, gate);
    const same = gate === undefined ? undefined : await this.#sameGoal(layer, gate, processFor);
    if (same !== undefined && !options.force) return same;
    if (operation !== "preview" && operation !== "drift") await this.#takeOverLock(layer);

    const tellsCost = runsProgram(operation) || operation === "destroy";
    const costBefore = tellsCost ? await this.#deployedCost(layer) : undefined;
    const errors: string[] = [];
    const notices: string[] = [];
    const onPlan = ({ resources }: Pick<Plan, "resources">) => {
      notices.push(...replacedBehindOutputs(facts.deployed, before, resources));
      for (const notice of notices) view.line(`warning: ${notice}`);
      return undefined;
    };
    const job = await this.#job(layer, operation);
    view.begin(layer, DOING[operation]);
    const outcome = await processFor().run(job, {
      onPlan,
      onProgress: (told) => {
        const progress =
          told.kind === "diagnostic" ? { ...told, text: withCommandsFor(place, told.text) } : told;
        if (progress.kind === "diagnostic" && progress.severity === "error") {
          const { urn, text } = progress;
          errors.push(urn === undefined ? text : `${shortName(urn)}: ${text}`);
        }
        if (progress.kind === "simulated") {
          const { urn, property, reason } = progress;
          notices.push(`${layer}: simulated ${shortName(urn)} ${property}: ${reason}`);
        }
        if (progress.kind === "step") {
          const { op, urn, phase } = progress;
          view.step(layer, { op, name: shortName(urn), phase });
        }
        const everyStep = operation === "preview" || operation === "drift" || options.verbose;
        const line = progressLine(layer, progress, everyStep);
        if (line !== undefined) view.line(line);
      },
    });
    if (operation === "preview" && outcome.success) {
      onPlan(outcome);
      facts.plan(layer, outcome.outputs ?? {});
    }
    if (outcome.planned !== undefined) {
      this.#given.onPlanned(layer, outcome.planned, outcome.outputs ?? {});
    }
    const reads = outcome.reads.map(({ layer: from, key }) => ({
      layer: from,
      key,
      value: facts.sourceOf(from, key),
    }));
    await this.#keep(layer, outcome);
    return {
      ...endOf(operation, outcome, job.logFile),
      ...(errors.length === 0 ? {} : { errors }),
      ...findingsOf(outcome),
      // Forced: the sources may differ, and what they ask for does not.
      ...(gate === undefined ? {} : { gate: same === undefined ? gate : FORCED }),
      contract: this.#contractChanges(layer, before, outcome),
      reads,
      notices,
      ...costOf(operation, outcome, costBefore),
    };
  }

  /** What is deployed of a layer costs in a month; undefined where nothing is. */
  async #deployedCost(layer: string): Promise<Estimate | undefined> {
    const { options, facts } = this.#given;
    if (!isDeployed(facts.deployed.get(layer))) return undefined;
    const { store } = await facts.accessTo(layer);
    const resources = (await store.readWhole(layer, options.env)) ?? [];
    return estimate(resources.map(priced), environmentNamed(options.env).region);
  }

  /** What an unchanged layer costs, which is what it has cost. */
  async #unchangedCost(layer: string): Promise<Pick<LayerReport, "cost">> {
    const cost = await this.#deployedCost(layer);
    if (cost === undefined) return {};
    return { cost: costReport(cost, cost.fixedMonthlyUsd) };
  }

  /** Plans a layer against what is deployed now: what its program would read, and what it says of it. */
  async plan(layer: string, process: LayerProcess): Promise<Outcome> {
    const errors: string[] = [];
    try {
      const outcome = await process.run(await this.#job(layer, "preview"), {
        onPlan: () => undefined,
        onProgress: (progress) => {
          if (progress.kind === "diagnostic" && progress.severity === "error") {
            errors.push(progress.text);
          }
        },
      });
      return errors.length === 0 ? outcome : { ...outcome, failure: errors.join("\n") };
    } finally {
      await process.end();
    }
  }

  async #unchanged(layer: string, gate: GateReport): Promise<LayerEnd> {
    const { operation, facts } = this.#given;
    if (operation === "up") await facts.confirm(layer);
    const unchanged = facts.deployed.get(layer)?.state.resourceCount ?? 0;
    const cost = await this.#unchangedCost(layer);
    return { status: "unchanged", gate, counts: { ...NOTHING, unchanged }, ...cost };
  }

  /** A layer whose sources have changed, and which asks for exactly what is deployed: undefined if it is none. */
  async #sameGoal(
    layer: string,
    { reasons }: GateReport,
    processFor: () => LayerProcess,
  ): Promise<LayerEnd | undefined> {
    const { operation, options, facts, folderOf } = this.#given;
    const request = await facts.replayRequest(layer, folderOf(layer));
    const replayed = request === undefined ? undefined : await processFor().replay(request);
    if (replayed === undefined || !facts.isDeployedGoal(layer, replayed)) return undefined;
    if (operation === "up" && !options.force) await facts.record(layer, replayed);
    const unchanged = facts.deployed.get(layer)?.state.resourceCount ?? 0;
    const reason = `asks for exactly what is deployed, although ${reasons.join(", ")}`;
    const gate = { runs: false, reasons: [reason] };
    const cost = await this.#unchangedCost(layer);
    return {
      ...cost,
      status: "unchanged",
      gate,
      counts: { ...NOTHING, unchanged },
      ...findingsOf(replayed),
    };
  }

  async #takeOverLock(layer: string): Promise<void> {
    const { options, view, facts } = this.#given;
    const { store } = await facts.accessTo(layer);
    await takeOverDeadLocks(store, layer, options.env, (line) => view.line(line));
  }

  #contractChanges(
    layer: string,
    before: DeployedLayer | undefined,
    { success, contract }: Outcome,
  ): LayerReport["contract"] {
    const { operation, facts } = this.#given;
    // What a layer publishes for the first time is no change for anybody.
    if (!runsProgram(operation) || !success || !isDeployed(before)) return [];
    const after = facts.outputsOf(layer) ?? {};
    return contractChanges(facts.deployed, layer, before, after, contract);
  }

  /** Keeps what the deployment was made from beside the layer's state. */
  async #keep(layer: string, outcome: Outcome): Promise<void> {
    const { operation, facts } = this.#given;
    if (operation === "preview" || operation === "drift") return;
    if (!outcome.success) return facts.reload(layer);
    if (operation === "up") return facts.record(layer, outcome);
    if (operation === "destroy") return facts.forget(layer);
    return facts.reload(layer);
  }

  async #job(layer: string, operation: RunOperation): Promise<Job> {
    const { place, root, facts, access, folderOf, options } = this.#given;
    const { engine, sandbox, secretsProvider } = access;
    const { engineEnv, store } = await facts.accessTo(layer);
    const projectFolder = folderOf(layer);
    const isNew = !facts.deployed.has(layer);
    // What was never deployed is planned beside its backend, where no stack refers to another.
    const aside = isNew && operation === "preview";
    const logFolder = join(root, ".strata", "logs", placeKey(place));
    const logFile = join(logFolder, `${layer}.log`);
    mkdirSync(logFolder, { recursive: true });
    rmSync(logFile, { force: true });
    const { environment, inSandbox } = place;
    const configFile = inSandbox ? sandboxSettings(root, layer, projectFolder, place) : undefined;
    if (isNew && !aside && inSandbox) {
      writeEmptyStack(fileURLToPath(store.url), { layer, environment, replaces: false });
    }
    return {
      operation,
      layer,
      environment,
      projectFolder,
      engine: engine.path,
      engineEnv: aside
        ? { ...engineEnv, ...planBackend(join(root, ".strata", "plans"), layer, environment) }
        : engineEnv,
      upstream: facts.upstreamOf(layer, aside),
      logFile,
      ...(options.picture && operation === "preview" ? { pictured: true } : {}),
      ...(sandbox === undefined ? {} : { sandbox }),
      ...(configFile === undefined ? {} : { configFile }),
      ...(isNew && !aside && !inSandbox
        ? { init: secretsProvider === undefined ? {} : { secretsProvider } }
        : {}),
    };
  }
}

/** Of what changes nothing, such as drift, none. */
function costOf(
  operation: RunOperation,
  { success, cost }: Outcome,
  before: Estimate | undefined,
): Pick<LayerReport, "cost"> {
  if (!success) return {};
  if (operation === "destroy") {
    return { cost: costReport(estimate([], ""), before?.fixedMonthlyUsd) };
  }
  return cost === undefined ? {} : { cost: costReport(cost, before?.fixedMonthlyUsd) };
}

const FORCED: GateReport = { runs: true, reasons: ["--force"] };

const DOING: Readonly<Record<RunOperation, string>> = {
  up: "deploying",
  preview: "planning",
  destroy: "destroying",
  refresh: "refreshing",
  drift: "comparing with the cloud",
};

function findingsOf({ findings }: Pick<Outcome, "findings">): Pick<LayerReport, "findings"> {
  if (findings.length === 0) return {};
  // As the report has them: the group of a rule and its whole sentence are of no use there.
  return {
    findings: findings.map(({ group: _group, message: _message, controls, ...rest }) => ({
      ...rest,
      controls: [...controls],
    })),
  };
}

function endOf(operation: RunOperation, outcome: Outcome, logFile: string): LayerEnd {
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
