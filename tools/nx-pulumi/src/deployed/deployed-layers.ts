import type { RecordedLayer, StateStore } from "../state/state-store.ts";
import type { RunRecord } from "../state/run-record.ts";

/** A layer that has a stack in an environment, whether its code is here or not. */
export interface DeployedLayer {
  readonly layer: string;
  readonly state: RecordedLayer;
  /** Absent when no run of Strata has deployed it. */
  readonly record?: RunRecord;
}

/** Everything that has a stack in one environment, by layer; what was destroyed is there with nothing in it. */
export type DeployedLayers = ReadonlyMap<string, DeployedLayer>;

/** A deployed layer that reads another one. */
export interface Reader {
  readonly layer: string;
  /** Keys that its last deployment read; empty if no record tells, and any may be read. */
  readonly keys: readonly string[];
}

/**
 * Reads what is deployed in an environment from its backend.
 *
 * @throws Error when a part of it cannot be read: what nobody has seen must not be taken for absent
 */
export async function readDeployed(
  store: Pick<StateStore, "layersIn" | "read" | "readRecord">,
  environment: string,
): Promise<Map<string, DeployedLayer>> {
  const names = await store.layersIn(environment);
  const layers = await Promise.all(names.map((name) => readLayer(store, name, environment)));
  return new Map(layers.flatMap((one) => (one === undefined ? [] : [[one.layer, one]])));
}

/** One layer of it; undefined when it has no stack. */
export async function readLayer(
  store: Pick<StateStore, "read" | "readRecord">,
  layer: string,
  environment: string,
): Promise<DeployedLayer | undefined> {
  const [state, record] = await Promise.all([
    store.read(layer, environment),
    store.readRecord(layer, environment),
  ]);
  if (state === undefined) return undefined;
  return { layer, state, ...(record === undefined ? {} : { record }) };
}

/** Whether anything of it exists. */
export function isDeployed(one: DeployedLayer | undefined): one is DeployedLayer {
  return one !== undefined && one.state.resourceCount > 0;
}

/** Deployed layers that read this one, as their records and their states say, sorted by name. */
export function readersOf(deployed: DeployedLayers, layer: string): Reader[] {
  const readers = [...deployed.values()].flatMap((one): Reader[] => {
    if (one.layer === layer || !isDeployed(one)) return [];
    const reads = one.record?.reads.filter((read) => read.layer === layer) ?? [];
    if (reads.length > 0) return [{ layer: one.layer, keys: reads.map(({ key }) => key).sort() }];
    // No record, or one from before an `up` that failed half-way: its state has the reference all the same.
    return one.state.references.includes(layer) ? [{ layer: one.layer, keys: [] }] : [];
  });
  return readers.sort((a, b) => a.layer.localeCompare(b.layer));
}

/** Whether a reader may read this key. */
export function reads({ keys }: Reader, key: string): boolean {
  return keys.length === 0 || keys.includes(key);
}
