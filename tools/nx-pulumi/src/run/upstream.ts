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
  store: StateStore,
): Promise<string | undefined> {
  const readers = new Map<string, string[]>();
  for (const name of selected) {
    for (const upstream of graph.get(name)?.reads ?? []) {
      if (selected.includes(upstream)) continue;
      readers.set(upstream, [...(readers.get(upstream) ?? []), name]);
    }
  }
  const upstreams = [...readers.keys()].sort();
  const states = await Promise.all(upstreams.map((name) => store.read(name, environment)));
  const missing = upstreams.filter((_, i) => {
    const state = states[i];
    return state === undefined || Object.keys(state.outputs).length === 0;
  });
  if (missing.length === 0) return undefined;
  const lines = missing.map((name) => {
    const by = readers.get(name)?.join(", ");
    return `  ${name} is not deployed in ${environment}, and ${by} reads its contract`;
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
}
