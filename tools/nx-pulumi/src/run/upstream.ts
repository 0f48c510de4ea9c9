import { contractImport } from "../contract-import.ts";
import { isDeployed, type DeployedLayers } from "../deployed/deployed-layers.ts";
import { inOrder, type LayerGraph } from "../layer-graph.ts";
import { placeName, placeOptions, type Place } from "../place.ts";

/** What is known of the layers that a run reads. */
export interface UpstreamFacts {
  readonly deployed: DeployedLayers;
  /** Environments of the same backend in which a layer has a stack. */
  readonly environmentsOf: (layer: string) => Promise<readonly string[]>;
  /** Absolute folder of the workspace. */
  readonly root: string;
}

/** Layers that the selected ones read, near or far, that are not deployed and not selected. */
export function undeployedUpstream(
  graph: LayerGraph,
  selected: readonly string[],
  deployed: DeployedLayers,
): readonly string[] {
  return [...missingReaders(graph, selected, deployed).keys()].sort();
}

/**
 * Looks for layers that the selected ones read, that are not in this run, and that are not deployed.
 *
 * @returns the message that says so and how to go on; undefined if all are there.
 */
export async function missingUpstream(
  graph: LayerGraph,
  selected: readonly string[],
  place: Place,
  { deployed, environmentsOf, root }: UpstreamFacts,
): Promise<string | undefined> {
  const missing = missingReaders(graph, selected, deployed);
  if (missing.size === 0) return undefined;
  const names = [...missing.keys()].sort();
  const lines = await Promise.all(
    names.map(async (name) => {
      const readers = [...(missing.get(name) ?? [])].sort();
      const ofThisRun = readers.filter((reader) => selected.includes(reader));
      const by = ofThisRun.length > 0 ? ofThisRun : readers;
      const places = by.flatMap(
        (reader) => contractImport(root, graph.get(reader)?.root ?? "", name) ?? [],
      );
      const elsewhere = (await environmentsOf(name)).filter((other) => other !== place.environment);
      return [
        `  ${name} is not deployed in ${placeName(place)}, and ${by.join(", ")} ` +
          `${by.length === 1 ? "reads" : "read"} its contract`,
        ...(places.length === 0 ? [] : [` (${places.join(", ")})`]),
        ...(elsewhere.length === 0 ? [] : [`; it is deployed in ${elsewhere.join(", ")}`]),
      ].join("");
    }),
  );
  const what =
    names.length === 1 ? "a layer that this run reads is" : "layers that this run reads are";
  return [
    `nothing was started: ${what} missing`,
    ...lines,
    "Deploy what is missing first, or together with the rest:",
    `  npx nx run-many -t up -p ${inOrder(graph, [...names, ...selected]).join(",")} ${placeOptions(place)}`,
  ].join("\n");
}

/** Who reads each missing layer. What a missing layer reads is looked at as well: the advised command has to work. */
function missingReaders(
  graph: LayerGraph,
  selected: readonly string[],
  deployed: DeployedLayers,
): ReadonlyMap<string, ReadonlySet<string>> {
  const missing = new Map<string, Set<string>>();
  const toDeploy = new Set(selected);
  for (const reader of toDeploy) {
    for (const upstream of graph.get(reader)?.reads ?? []) {
      if (selected.includes(upstream) || publishes(deployed, upstream)) continue;
      missing.set(upstream, (missing.get(upstream) ?? new Set()).add(reader));
      toDeploy.add(upstream);
    }
  }
  return missing;
}

function publishes(deployed: DeployedLayers, layer: string): boolean {
  const one = deployed.get(layer);
  return isDeployed(one) && Object.keys(one.state.outputs).length > 0;
}
