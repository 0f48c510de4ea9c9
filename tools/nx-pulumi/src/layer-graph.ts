import type { ProjectGraph } from "@nx/devkit";

import { contractImport } from "./contract-import.ts";

/** One layer: a Pulumi project of the workspace. */
export interface Layer {
  /** Name of the Nx project, of the Pulumi project, and in stack references. */
  readonly name: string;
  /** Folder of the project, relative to the workspace. */
  readonly root: string;
  /** Layers whose contract it imports, in alphabetical order. */
  readonly reads: readonly string[];
  /** Folder of its contract, relative to the workspace; absent where it has none. */
  readonly contractRoot?: string;
}

export type LayerGraph = ReadonlyMap<string, Layer>;

const LAYER = "type:layer";
const CONTRACT = "type:contract";
const OF_LAYER = "layer:";

/**
 * Derives which layer reads which from the imports that Nx knows: a layer that imports another
 * layer's contract, itself or through a library, reads that layer.
 *
 * @param root absolute folder of the workspace, to name the lines of a cycle
 * @throws Error naming the layers of a cycle, and the contracts whose imports close it.
 */
export function layerGraph(graph: ProjectGraph, root = ""): LayerGraph {
  const layers = new Map<string, Layer>();
  const nodes = Object.values(graph.nodes).sort((a, b) => a.name.localeCompare(b.name));
  for (const node of nodes) {
    if (node.data.tags?.includes(LAYER) !== true) continue;
    const contract = nodes.find(
      ({ data: { tags } }) =>
        tags?.includes(CONTRACT) === true && tags.includes(OF_LAYER + node.name),
    );
    layers.set(node.name, {
      name: node.name,
      root: node.data.root,
      reads: contractsReachedFrom(node.name, graph).filter((layer) => layer !== node.name),
      ...(contract === undefined ? {} : { contractRoot: contract.data.root }),
    });
  }
  refuseCycles(layers, root);
  return layers;
}

/** The selected layers, each after those it reads (also through layers that are not selected). */
export function inOrder(graph: LayerGraph, selected: Iterable<string>): readonly string[] {
  const wanted = new Set(selected);
  const done = new Set<string>();
  const order: string[] = [];
  const visit = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    for (const upstream of graph.get(name)?.reads ?? []) visit(upstream);
    if (wanted.has(name)) order.push(name);
  };
  for (const name of [...wanted].sort()) visit(name);
  return order;
}

/** The selected layers that must be done before this one, near or far. */
export function prerequisites(
  graph: LayerGraph,
  name: string,
  selected: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (current: string): void => {
    for (const upstream of graph.get(current)?.reads ?? []) {
      if (seen.has(upstream)) continue;
      seen.add(upstream);
      if (selected.has(upstream)) found.add(upstream);
      visit(upstream);
    }
  };
  visit(name);
  return found;
}

function contractsReachedFrom(start: string, graph: ProjectGraph): string[] {
  const seen = new Set<string>([start]);
  const layers = new Set<string>();
  const queue = [start];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const { target } of graph.dependencies[name] ?? []) {
      const tags = graph.nodes[target]?.data.tags;
      if (tags === undefined || seen.has(target)) continue;
      seen.add(target);
      const layer = tags.includes(CONTRACT)
        ? tags.find((tag) => tag.startsWith(OF_LAYER))
        : undefined;
      if (layer !== undefined) layers.add(layer.slice(OF_LAYER.length));
      // A layer imported by a layer is refused by lint; its contracts are not ours.
      else if (!tags.includes(LAYER)) queue.push(target);
    }
  }
  return [...layers].sort();
}

function refuseCycles(layers: LayerGraph, root: string): void {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): void => {
    if (done.has(name)) return;
    const start = path.indexOf(name);
    if (start >= 0) {
      const cycle = [...path.slice(start), name];
      throw new Error(
        `layers read each other in a cycle: ${cycle.join(" reads ")}. ` +
          `Remove one of these imports: ${cycle
            .slice(1)
            .map((upstream, i) => {
              const folder = layers.get(cycle[i] ?? "")?.root ?? "";
              const place = contractImport(root, folder, upstream) ?? folder;
              return `@strata/contract-${upstream} in ${place}`;
            })
            .join(", ")}`,
      );
    }
    path.push(name);
    for (const upstream of layers.get(name)?.reads ?? []) visit(upstream);
    path.pop();
    done.add(name);
  };
  for (const name of layers.keys()) visit(name);
}
