import type { ProjectGraph } from "@nx/devkit";

import { importProblems } from "./remove-layer.ts";

const own = [
  { root: "apps/web", kind: "layer", layer: "web" },
  { root: "libs/contracts/web", kind: "contract", layer: "web" },
] as const;

function graphWith(...imports: (readonly [string, string, "implicit"?])[]): ProjectGraph {
  const roots = {
    web: "apps/web",
    "contract-web": "libs/contracts/web",
    network: "apps/network",
    e2e: "tools/e2e",
  };
  return {
    nodes: Object.fromEntries(
      Object.entries(roots).map(([name, root]) => [name, { name, type: "lib", data: { root } }]),
    ),
    dependencies: Object.fromEntries(
      Object.keys(roots).map((source) => [
        source,
        imports
          .filter(([from]) => from === source)
          .map(([, target, type = "static"]) => ({ source, target, type })),
      ]),
    ),
    externalNodes: {},
  };
}

it("lets a layer go that imports its own contract and those of others", () => {
  expect(importProblems(own, graphWith(["web", "contract-web"], ["web", "network"]))).toEqual([]);
});

it("lets a layer go that a project depends on without an import", () => {
  const graph = graphWith(["e2e", "web", "implicit"], ["e2e", "contract-web", "implicit"]);
  expect(importProblems(own, graph)).toEqual([]);
});

it("refuses while others import its contract, and names each", () => {
  const graph = graphWith(["network", "contract-web"], ["e2e", "contract-web"], ["e2e", "web"]);
  expect(importProblems(own, graph)).toEqual([
    "apps/network imports contract-web: remove that first",
    "tools/e2e imports contract-web, web: remove that first",
  ]);
});
