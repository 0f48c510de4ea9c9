import { FILE, type Inputs } from "../gate/layer-inputs.ts";
import type { StateStore } from "../state/state-store.ts";
import type { DeployedFrom } from "./deployed-base.ts";

/**
 * What a layer was deployed from last, in one environment, as its record says. A record that does not go
 * with the state any more is not believed: a deployment that failed half-way leaves such a state.
 */
export async function deployedFrom(
  store: StateStore,
  layer: string,
  environment: string,
): Promise<DeployedFrom> {
  try {
    const [state, record] = await Promise.all([
      store.read(layer, environment),
      store.readRecord(layer, environment),
    ]);
    if (state === undefined || state.resourceCount === 0) return { unknown: "it is not deployed" };
    if (record === undefined) return { unknown: "there is no record of its last deployment" };
    if (record.commit === undefined) return { unknown: "its record names no commit" };
    if (!record.commit.clean)
      return { unknown: "it was deployed with work that was not committed" };
    if (record.stateDigest !== state.digest) {
      return { unknown: "its state has changed since its last successful up" };
    }
    return { commit: record.commit.sha, files: filesRead(record.inputs) };
  } catch (error) {
    return { unknown: (error as Error).message };
  }
}

function filesRead(inputs: Inputs): readonly string[] {
  const names = Object.keys(inputs).filter((name) => name.startsWith(FILE));
  return names.map((name) => name.slice(FILE.length));
}
