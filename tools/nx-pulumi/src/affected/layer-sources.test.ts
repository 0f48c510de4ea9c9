import type { ProjectGraph } from "@nx/devkit";

import { layerSources } from "./layer-sources.ts";

const ROOTS = {
  workspace: ".",
  network: "apps/network",
  compute: "apps/compute",
  "compute-x": "apps/compute-x",
  naming: "libs/naming",
  limits: "libs/naming/limits",
  tagging: "libs/tagging",
};
const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  network: ["tagging"],
  compute: ["naming", "npm:zod"],
  naming: ["tagging"],
  tagging: ["naming"],
};
const graph: ProjectGraph = { nodes: {}, dependencies: {} };
for (const [name, root] of Object.entries(ROOTS)) {
  graph.nodes[name] = { name, type: "lib", data: { root } };
  graph.dependencies[name] = (IMPORTS[name] ?? []).map((target) => {
    return { source: name, target, type: "static" };
  });
}

it.each([
  ["its own", "apps/compute/src/fleet.ts", true],
  ["of a library that it imports", "libs/naming/index.ts", true],
  ["of a library that one it imports imports", "libs/tagging/index.ts", true],
  ["of a project inside one that it imports", "libs/naming/limits/index.ts", false],
  ["of another layer", "apps/network/index.ts", false],
  ["of a layer whose name begins with its own", "apps/compute-x/index.ts", false],
  ["of no project, in a folder whose name begins as a layer's", "apps/network-old/index.ts", true],
  ["of the root", "package-lock.json", true],
  ["of a folder that is no project any more", "libs/gone/index.ts", true],
])("tells whether a layer can be built from a file: one %s", (_, file, used) => {
  expect(layerSources(graph, "compute")(file)).toBe(used);
});
