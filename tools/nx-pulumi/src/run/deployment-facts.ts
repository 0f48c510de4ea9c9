import { project } from "@strata/config/project";

import {
  isDeployed,
  readDeployed,
  readLayer,
  type DeployedLayer,
} from "../deployed/deployed-layers.ts";
import { staleReaders } from "../deployed/stale-readers.ts";
import type { EnvironmentAccess, LayerAccess } from "../environment-access.ts";
import { digestOfValue } from "../gate/digest.ts";
import { changedInputs, decide, hasUnknown, isReplayable } from "../gate/gate.ts";
import { gitCommit } from "../gate/git-commit.ts";
import {
  CONTRACT,
  FILE,
  RULES,
  WAIVERS,
  WorkspaceInputs,
  type Inputs,
} from "../gate/layer-inputs.ts";
import { runtimeVersions } from "../gate/runtime-versions.ts";
import type { Replayed, ReplayRequest, UpstreamState } from "../host/message.ts";
import type { LayerGraph } from "../layer-graph.ts";
import { placeOptions, type Place } from "../place.ts";
import type { GateReport, ReadReport, RunReport } from "../report/run-report.ts";
import type { RunRecord } from "../state/run-record.ts";
import { SECRET } from "../state/state-store.ts";
import { plainConfig } from "./replay-request.ts";

export interface FactsOptions extends Place {
  readonly root: string;
  readonly graph: LayerGraph;
  readonly force: boolean;
}

type Outputs = Readonly<Record<string, unknown>>;

/** What a run knows of its environment: what is deployed, what it was made from, and what the clone would make now. */
export class DeploymentFacts {
  /** Everything deployed in the environment, kept up to date as the run goes on. */
  readonly deployed: Map<string, DeployedLayer>;
  readonly commit: RunRecord["commit"];
  readonly #options: FactsOptions;
  readonly #access: EnvironmentAccess;
  readonly #inputs: WorkspaceInputs;
  readonly #versions: Inputs;
  /** Outputs that exist in this plan only. */
  readonly #planned = new Map<string, Outputs>();
  /** What the gate saw: what is deployed is recorded as made from this, whatever has been edited since. */
  readonly #seen = new Map<string, Inputs>();
  readonly #layerAccess = new Map<string, Promise<LayerAccess>>();

  private constructor(
    options: FactsOptions,
    access: EnvironmentAccess,
    known: {
      deployed: Map<string, DeployedLayer>;
      inputs: WorkspaceInputs;
      versions: Inputs;
      commit: RunRecord["commit"];
    },
  ) {
    this.#options = options;
    this.#access = access;
    this.deployed = known.deployed;
    this.commit = known.commit;
    this.#inputs = known.inputs;
    this.#versions = known.versions;
  }

  /**
   * @param opening the environment, which may still be on its way: most of this needs nothing of it
   * @throws Error when a part of what is deployed cannot be read
   */
  static async read(
    options: FactsOptions,
    opening: Promise<EnvironmentAccess>,
  ): Promise<DeploymentFacts> {
    const { root, environment } = options;
    const [access, inputs, commit, [deployed, versions]] = await Promise.all([
      opening,
      WorkspaceInputs.read(options),
      gitCommit(root),
      opening.then(({ store, engine, sandbox }) =>
        Promise.all([
          readDeployed(store, environment),
          runtimeVersions(root, { engine: engine.version, sandbox: sandbox !== undefined }),
        ]),
      ),
    ]);
    return new DeploymentFacts(options, access, { deployed, inputs, versions, commit });
  }

  /** Whether the layer has anything to do, given what is deployed or planned by now. */
  async gate(layer: string): Promise<GateReport> {
    const one = this.deployed.get(layer);
    const inputs = await this.#inputsOf(layer);
    this.#seen.set(layer, inputs);
    return decide({
      force: this.#options.force,
      state: one?.state,
      record: one?.record,
      inputs,
      outputsOf: (other) => this.outputsOf(other),
    });
  }

  /**
   * What it takes to run the layer's program against what is deployed; undefined where only the engine can tell whether
   * it asks for the same.
   *
   * @param folder absolute folder of the layer
   */
  async replayRequest(layer: string, folder: string): Promise<ReplayRequest | undefined> {
    const one = this.deployed.get(layer);
    const inputs = await this.#inputsOf(layer);
    const facts = { state: one?.state, record: one?.record, inputs };
    if (!isReplayable({ ...facts, outputsOf: (other) => this.outputsOf(other) })) return undefined;
    const { environment } = this.#options;
    const { store } = await this.accessTo(layer);
    const [config, resources] = await Promise.all([
      plainConfig(folder, layer, environment),
      store.readResources(layer, environment),
    ]);
    const goal = one?.record?.goal;
    if (config === undefined || resources === undefined || goal === undefined) return undefined;
    const upstream = this.upstreamOf(layer, true);
    return { layer, environment, config, resources, goal, upstream };
  }

  /** Whether a program asks for exactly what was deployed last. */
  isDeployedGoal(layer: string, { goal }: Replayed): boolean {
    return goal?.digest === this.deployed.get(layer)?.record?.goal?.digest;
  }

  /** Whether the layer certainly has something to do, whatever the layers that it reads will publish. */
  async isBehind(layer: string): Promise<boolean> {
    const one = this.deployed.get(layer);
    const facts = { state: one?.state, inputs: await this.#inputsOf(layer), outputsOf: () => ({}) };
    const record = one?.record === undefined ? undefined : { ...one.record, reads: [] };
    return decide({ ...facts, record, force: this.#options.force }).runs;
  }

  /** Whether the layer's contract may promise something else than when it was last deployed. */
  async contractChanged(layer: string): Promise<boolean> {
    const before = this.deployed.get(layer)?.record?.inputs[CONTRACT];
    return before === undefined || before !== (await this.#inputsOf(layer))[CONTRACT];
  }

  /** What is wrong with the layer's program before it is run; undefined if nothing is. */
  problemOf(layer: string): string | undefined {
    return this.#inputs.problemOf(layer);
  }

  /** What a layer publishes, or will by this plan; undefined if it is not deployed and not planned. */
  outputsOf(layer: string): Outputs | undefined {
    const one = this.deployed.get(layer);
    return this.#planned.get(layer) ?? (isDeployed(one) ? one.state.outputs : undefined);
  }

  /** Where the value of an output comes from, for a layer that reads it. */
  sourceOf(layer: string, key: string): ReadReport["value"] {
    const planned = this.#planned.get(layer);
    if (planned === undefined) return "deployed";
    return hasUnknown(planned[key]) ? "unknown" : "planned";
  }

  /**
   * Outputs of the layers that this one reads, as its program gets them.
   *
   * @param asPlanned whether also deployed ones are handed over like planned ones, and not read from their states
   */
  upstreamOf(layer: string, asPlanned = false): Record<string, UpstreamState> {
    const upstream = this.#options.graph.get(layer)?.reads ?? [];
    return Object.fromEntries(
      upstream.flatMap((other) => {
        const outputs = this.outputsOf(other);
        if (outputs === undefined) return [];
        const isPlanned = asPlanned || this.#planned.has(other);
        const kind = isPlanned ? ("planned" as const) : ("deployed" as const);
        const all = Object.entries(outputs);
        const secrets = all.filter(([, value]) => value === SECRET).map(([key]) => key);
        const plain = Object.fromEntries(all.filter(([key]) => !secrets.includes(key)));
        return [[other, { kind, outputs: plain, secrets }]];
      }),
    );
  }

  /** Remembers what a layer would publish. */
  plan(layer: string, outputs: Outputs): void {
    this.#planned.set(layer, outputs);
  }

  /** What a layer is worked on with, taken when it is first asked for. */
  accessTo(layer: string): Promise<LayerAccess> {
    const known = this.#layerAccess.get(layer) ?? this.#access.forLayer(layer);
    this.#layerAccess.set(layer, known);
    return known;
  }

  /** Reads a layer's state and record again, after something was done to it. */
  async reload(layer: string): Promise<void> {
    const found = await readLayer(this.#access.store, layer, this.#options.environment);
    if (found === undefined) this.deployed.delete(layer);
    else this.deployed.set(layer, found);
  }

  /** Keeps, beside the state, what a successful deployment was made from. */
  async record(layer: string, deployed: Replayed): Promise<void> {
    const { reads, files, contract, goal, waiversExpire } = deployed;
    const { environment } = this.#options;
    const { store } = await this.accessTo(layer);
    const state = await store.read(layer, environment);
    const code = new Set(this.#inputs.filesOf(layer));
    const others = files.filter((file) => !code.has(file));
    const now = await this.#inputs.of(layer, others, reads, this.#versions);
    // What was edited since the gate looked is not what was deployed.
    const seen = this.#seen.get(layer) ?? now;
    const inputs = Object.entries(now).map(([name, digest]) => [name, seen[name] ?? digest]);
    await store.writeRecord(layer, environment, {
      reads: reads.map(({ layer: from, key }) => ({
        layer: from,
        key,
        digest: digestOfValue(this.outputsOf(from)?.[key]),
      })),
      inputs: Object.fromEntries(inputs),
      contract,
      ...(goal === undefined ? {} : { goal }),
      ...(waiversExpire === undefined ? {} : { waiversExpire }),
      stateDigest: state?.digest ?? "",
      ...this.#source(),
    });
    await this.reload(layer);
  }

  /** Says that this commit, too, is what is deployed: the gate found no difference. */
  async confirm(layer: string): Promise<void> {
    const record = this.deployed.get(layer)?.record;
    if (record === undefined || this.commit === undefined) return;
    const { sha, clean } = this.commit;
    // Of work that is not committed nobody else can tell what it was; what is recorded says more.
    if (!clean || (record.commit?.sha === sha && record.commit.clean)) return;
    const { environment } = this.#options;
    const { store } = await this.accessTo(layer);
    await store.writeRecord(layer, environment, { ...record, commit: this.commit });
  }

  async forget(layer: string): Promise<void> {
    const { store } = await this.accessTo(layer);
    await store.deleteRecord(layer, this.#options.environment);
    await this.reload(layer);
  }

  /** Deployed layers outside the run that saw other outputs than there are now. */
  stale(ofThisRun: ReadonlySet<string>): RunReport["stale"] {
    return staleReaders(
      this.deployed,
      ofThisRun,
      (layer) => (ofThisRun.has(layer) ? this.outputsOf(layer) : undefined),
      (layer) => (this.#options.graph.has(layer) ? this.#command(layer, "up") : undefined),
    );
  }

  /** Deployed layers outside the run whose code or settings are not what is deployed. */
  async behind(ofThisRun: ReadonlySet<string>): Promise<RunReport["behind"]> {
    const others = [...this.#options.graph.keys()].filter((layer) => !ofThisRun.has(layer));
    const found = await Promise.all(
      others.map(async (layer) => {
        const one = this.deployed.get(layer);
        if (!isDeployed(one) || one.record === undefined) return [];
        const now = await this.#inputsOf(layer);
        // Rules look at what is there; a change of them deploys nothing.
        const reasons = changedInputs(withoutRules(one.record.inputs), withoutRules(now));
        if (reasons.length === 0) return [];
        return [{ layer, reasons, command: this.#command(layer, "up") }];
      }),
    );
    return found.flat();
  }

  /** Deployed layers of this repository that have no code any more. */
  withoutCode(): RunReport["withoutCode"] {
    return [...this.deployed.values()]
      .filter((one) => isDeployed(one) && !this.#options.graph.has(one.layer))
      .filter(({ record }) => isOurs(record))
      .map(({ layer, state }) => ({
        layer,
        resources: state.resourceCount,
        command:
          `npx nx run workspace:destroy-layer --layer=${layer} ` + placeOptions(this.#options),
      }));
  }

  async #inputsOf(layer: string): Promise<Inputs> {
    const { inputs = {}, reads = [] } = this.deployed.get(layer)?.record ?? {};
    const recorded = Object.keys(inputs);
    const files = recorded
      .filter((name) => name.startsWith(FILE))
      .map((name) => name.slice(FILE.length));
    return this.#inputs.of(layer, files, reads, this.#versions);
  }

  #source(): Pick<RunRecord, "commit" | "repository" | "at"> {
    return {
      ...(this.commit === undefined ? {} : { commit: this.commit }),
      repository: project.repository,
      at: new Date().toISOString(),
    };
  }

  #command(layer: string, operation: string): string {
    return `npx nx run ${layer}:${operation} ${placeOptions(this.#options)}`;
  }
}

function withoutRules(inputs: Inputs): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).filter(([name]) => name !== RULES && name !== WAIVERS),
  );
}

/** A backend can serve several repositories; a layer that no run has deployed may be anybody's, and is told. */
function isOurs(record: RunRecord | undefined): boolean {
  const repository = record?.repository ?? "";
  return repository === "" || repository === project.repository;
}
