import { inOrder, type LayerGraph } from "../layer-graph.ts";
import type { StateStore } from "../state/state-store.ts";

/**
 * Looks for layers that the selected ones read, that are not in this run, and that were never deployed.
 *
 * @returns the message that says so and how to go on; undefined if all are there.
 */
export async function missingUpstream(
  graph: LayerGraph,
  selected: readonly string[],
  environment: string,
  store: Pick<StateStore, "read">,
): Promise<string | undefined> {
  const readers = new Map<string, Set<string>>();
  const missing: string[] = [];
  // What a missing layer reads is looked at as well: the command that is advised has to work.
  const toDeploy = [...selected];
  for (let reader = toDeploy.shift(); reader !== undefined; reader = toDeploy.shift()) {
    for (const upstream of graph.get(reader)?.reads ?? []) {
      if (selected.includes(upstream)) continue;
      const known = readers.get(upstream);
      readers.set(upstream, (known ?? new Set()).add(reader));
      if (known !== undefined || (await isDeployed(upstream))) continue;
      missing.push(upstream);
      toDeploy.push(upstream);
    }
  }
  if (missing.length === 0) return undefined;
  const lines = missing.sort().map((name) => {
    const readBy = [...(readers.get(name) ?? [])].sort();
    const ofThisRun = readBy.filter((reader) => selected.includes(reader));
    const by = ofThisRun.length > 0 ? ofThisRun : readBy;
    const verb = by.length === 1 ? "reads" : "read";
    return `  ${name} is not deployed in ${environment}, and ${by.join(", ")} ${verb} its contract`;
  });
  const all = inOrder(graph, [...missing, ...selected]);
  const what =
    missing.length === 1 ? "a layer that this run reads is" : "layers that this run reads are";
  return [
    `nothing was started: ${what} missing`,
    ...lines,
    "Deploy what is missing first, or together with the rest:",
    `  npx nx run-many -t up -p ${all.join(",")} --env=${environment}`,
  ].join("\n");

  async function isDeployed(layer: string): Promise<boolean> {
    const state = await store.read(layer, environment);
    return state !== undefined && Object.keys(state.outputs).length > 0;
  }
}
