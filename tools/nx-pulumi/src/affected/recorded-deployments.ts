import { isDeployed, readLayer, type DeployedLayer } from "../deployed/deployed-layers.ts";
import { staleReaders } from "../deployed/stale-readers.ts";
import { FILE, type Inputs } from "../gate/layer-inputs.ts";
import type { StateStore } from "../state/state-store.ts";
import type { DeployedFrom } from "./deployed-base.ts";

/**
 * What layers were deployed from last, in one environment, as their records say. A record is not believed when it does
 * not go with the state any more, as after a deployment that failed half-way, and not when the layer saw other outputs
 * than there are now.
 *
 * @throws Error when it cannot be seen what is deployed at all
 */
export async function recordedDeployments(
  store: StateStore,
  layers: readonly string[],
  environment: string,
): Promise<ReadonlyMap<string, DeployedFrom>> {
  const deployed = new Map<string, DeployedLayer>();
  const problems = new Map<string, string>();
  const read = async (name: string) => {
    try {
      const found = await readLayer(store, name, environment);
      if (found !== undefined) deployed.set(name, found);
    } catch (error) {
      problems.set(name, (error as Error).message);
    }
  };
  await Promise.all((await store.layersIn(environment)).map(read));
  const stale = new Map(
    staleReaders(
      deployed,
      new Set(),
      (layer) => deployed.get(layer)?.state.outputs,
      () => undefined,
    ).map(({ layer, reads }) => [layer, reads.map((one) => `${one.layer}.${one.key}`).join(", ")]),
  );
  return new Map(
    layers.map((name): [string, DeployedFrom] => {
      const problem = problems.get(name) ?? problemOf(deployed.get(name));
      if (problem !== undefined) return [name, { unknown: problem }];
      const outputs = stale.get(name);
      if (outputs !== undefined)
        return [name, { unknown: `outputs that it reads have changed: ${outputs}` }];
      const { commit, inputs } = deployed.get(name)?.record ?? {};
      return [name, { commit: commit?.sha ?? "", files: filesRead(inputs ?? {}) }];
    }),
  );
}

/** Why nobody can say what the layer was deployed from; undefined if its record does. */
function problemOf(one: DeployedLayer | undefined): string | undefined {
  if (!isDeployed(one)) return "it is not deployed";
  const { state, record } = one;
  if (record === undefined) return "there is no record of its last deployment";
  if (record.commit === undefined) return "its record names no commit";
  if (!record.commit.clean) return "it was deployed with work that was not committed";
  if (record.stateDigest !== state.digest)
    return "its state has changed since its last successful up";
  return undefined;
}

function filesRead(inputs: Inputs): readonly string[] {
  const names = Object.keys(inputs).filter((name) => name.startsWith(FILE));
  return names.map((name) => name.slice(FILE.length));
}
