import type { ProjectGraph } from "@nx/devkit";

/**
 * Tells the files that a layer can be built from: those of its own project, of the projects that it
 * imports, near or far, and those of the root (lock file, settings of the tools, what is left of a project).
 *
 * @returns whether a file, relative to the workspace, is one of them
 */
export function layerSources(graph: ProjectGraph, layer: string): (file: string) => boolean {
  const reached = reachedFrom(graph, layer);
  const folders = Object.values(graph.nodes)
    .filter(({ data }) => data.root !== ".")
    .map(({ name, data }) => ({ prefix: `${data.root}/`, used: reached.has(name) }))
    // The folder of one project can be inside that of another: the inner one has the file.
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return (file) => folders.find(({ prefix }) => file.startsWith(prefix))?.used ?? true;
}

function reachedFrom(graph: ProjectGraph, start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  // A set can grow while it is walked through.
  for (const name of reached) {
    for (const { target } of graph.dependencies[name] ?? []) reached.add(target);
  }
  return reached;
}
