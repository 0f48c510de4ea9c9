import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { ProjectGraph } from "@nx/devkit";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";
import fc from "fast-check";

import { inOrder, layerGraph, prerequisites, type LayerGraph } from "./layer-graph.ts";

/** Imports of each project, by name; the kind of a project follows from its name. */
type Imports = Readonly<Record<string, readonly string[]>>;

/** A project graph as Nx makes it: `contract-x` is the contract of layer x, `lib-…` a library, all else a layer. */
function projectGraph(imports: Imports): ProjectGraph {
  const names = new Set([...Object.keys(imports), ...Object.values(imports).flat()]);
  const graph: ProjectGraph = { nodes: {}, dependencies: {} };
  for (const name of names) {
    const contract = /^contract-(.+)$/.exec(name)?.[1];
    const isLibrary = name.startsWith("lib-");
    const tags =
      contract !== undefined
        ? ["type:contract", `layer:${contract}`]
        : isLibrary
          ? ["type:lib"]
          : ["type:layer", `layer:${name}`];
    const root =
      contract !== undefined
        ? `libs/contracts/${contract}`
        : `${isLibrary ? "libs" : "apps"}/${name}`;
    graph.nodes[name] = { name, type: isLibrary ? "lib" : "app", data: { root, tags } };
    graph.dependencies[name] = (imports[name] ?? []).map((target) => ({
      source: name,
      target,
      type: "static",
    }));
  }
  return graph;
}

const seed = layerGraph(
  projectGraph({
    network: ["contract-network"],
    data: ["contract-data", "contract-network"],
    compute: ["contract-compute", "contract-data", "contract-network"],
    observability: ["contract-observability", "contract-compute", "contract-data"],
  }),
);

describe("which layer reads which", () => {
  it("follows the imports of contracts, without a layer's own", () => {
    const reads = [...seed.values()].map((layer) => [layer.name, layer.reads]);
    expect(Object.fromEntries(reads)).toEqual({
      network: [],
      data: ["network"],
      compute: ["data", "network"],
      observability: ["compute", "data"],
    });
  });

  it("keeps each layer's folder, and that of its contract", () => {
    expect(seed.get("data")).toMatchObject({
      root: "apps/data",
      contractRoot: "libs/contracts/data",
    });
  });

  it("knows a contract that its own layer does not import", () => {
    const graph = layerGraph(projectGraph({ a: [], b: ["contract-a"] }));
    expect(graph.get("a")?.contractRoot).toBe("libs/contracts/a");
  });

  it("has no folder of a contract for a layer without one", () => {
    const graph = projectGraph({ a: ["contract-b", "lib-a"], b: [], "lib-a": [] });
    // Its own libraries have its name as a tag too.
    graph.nodes["lib-a"]?.data.tags?.push("layer:a");
    expect(Object.hasOwn(layerGraph(graph).get("a") ?? {}, "contractRoot")).toBe(false);
  });

  it.each<[string, Imports, readonly string[]]>([
    ["through a library", { a: ["lib-x"], "lib-x": ["contract-b"] }, ["b"]],
    [
      "through libraries that import each other",
      { a: ["lib-x"], "lib-x": ["lib-y"], "lib-y": ["lib-x", "contract-b"] },
      ["b"],
    ],
    [
      "once, whatever the number of ways",
      { a: ["lib-x", "contract-b"], "lib-x": ["contract-b"] },
      ["b"],
    ],
    ["in alphabetical order", { a: ["contract-d", "contract-b", "contract-c"] }, ["b", "c", "d"]],
  ])("finds a contract %s", (_, imports, reads) => {
    const graph = layerGraph(projectGraph({ b: [], c: [], d: [], ...imports }));
    expect(graph.get("a")?.reads).toEqual(reads);
  });

  it.each<[string, Imports]>([
    ["a contract builds on", { a: ["contract-a"], "contract-a": ["contract-b"] }],
    ["another layer's program reads", { a: ["c"], c: ["contract-b"] }],
  ])("does not count what %s", (_, imports) => {
    expect(layerGraph(projectGraph({ b: [], ...imports })).get("a")?.reads).toEqual([]);
  });

  it("ignores packages of the registry, which are no nodes", () => {
    const graph = projectGraph({ a: ["contract-b"], b: [] });
    graph.dependencies.a?.push({ source: "a", target: "npm:zod", type: "static" });
    expect(layerGraph(graph).get("a")?.reads).toEqual(["b"]);
  });

  it("holds layers only", () => {
    const graph = layerGraph(projectGraph({ a: ["lib-x", "contract-a"], "lib-x": [] }));
    expect([...graph.keys()]).toEqual(["a"]);
  });

  it("rejects layers that read each other, and names the imports that close the cycle", () => {
    const imports = { a: ["contract-b"], b: ["lib-x"], "lib-x": ["contract-c"], c: ["contract-a"] };
    expect(() => layerGraph(projectGraph({ ...imports, z: ["contract-a"] }))).toThrow(
      "layers read each other in a cycle: a reads b reads c reads a. Remove one of these imports: " +
        "@strata/contract-b in apps/a, @strata/contract-c in apps/b, @strata/contract-a in apps/c",
    );
  });

  it("names the line of each import of a cycle, where it is in the layer itself", async () => {
    const root = await temporaryFolder();
    mkdirSync(join(root, "apps/a/src"), { recursive: true });
    writeFileSync(join(root, "apps/a/src/read.ts"), '\nimport "@strata/contract-b";\n');
    const imports = { a: ["contract-b"], b: ["lib-x"], "lib-x": ["contract-a"] };
    expect(() => layerGraph(projectGraph(imports), root)).toThrow(
      "@strata/contract-b in apps/a/src/read.ts:2, @strata/contract-a in apps/b",
    );
  });

  it("leaves a layer that only leads into a cycle out of the message", () => {
    const imports = { a: ["contract-b"], b: ["contract-c"], c: ["contract-b"] };
    expect(() => layerGraph(projectGraph(imports))).toThrow(
      /: b reads c reads b\. Remove one .*: @strata\/contract-c in apps\/b, @strata\/contract-b in apps\/c$/,
    );
  });
});

describe("the order of a run", () => {
  it.each<[readonly string[], readonly string[]]>([
    [[], []],
    [["compute"], ["compute"]],
    [
      ["observability", "compute", "data", "network"],
      ["network", "data", "compute", "observability"],
    ],
    [
      ["observability", "network"],
      ["network", "observability"],
    ],
    [
      ["compute", "compute", "data"],
      ["data", "compute"],
    ],
  ])("of %j is %j", (selected, order) => {
    expect(inOrder(seed, selected)).toEqual(order);
  });

  it("has the selected layers and no other, each after all that it reads, near or far", () => {
    fc.assert(
      fc.property(layersAndSelection(), ({ graph, selected, reached }) => {
        const order = inOrder(graph, selected);
        expect([...order].sort()).toEqual([...selected].sort());
        for (const [i, name] of order.entries()) {
          const later = order.slice(i + 1).filter((other) => reached.get(name)?.has(other));
          expect(later).toEqual([]);
        }
      }),
    );
  });

  it("does not depend on how the selection was written", () => {
    fc.assert(
      fc.property(layersAndSelection(), ({ graph, selected }) => {
        expect(inOrder(graph, [...selected].reverse())).toEqual(inOrder(graph, selected));
      }),
    );
  });
});

describe("what a layer waits for", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["observability", ["network", "observability"], ["network"]],
    ["network", ["network", "observability"], []],
    ["compute", ["compute"], []],
    ["compute", ["compute", "data", "network", "observability"], ["data", "network"]],
  ])("%s waits, when %j run, for %j", (name, selected, expected) => {
    expect([...prerequisites(seed, name, new Set(selected))].sort()).toEqual(expected);
  });

  it("is every selected layer that it reads, also through layers that were not selected", () => {
    fc.assert(
      fc.property(layersAndSelection(), ({ graph, selected, reached }) => {
        for (const name of selected) {
          const expected = selected.filter((other) => reached.get(name)?.has(other));
          const found = prerequisites(graph, name, new Set(selected));
          expect([...found].sort()).toEqual(expected.sort());
        }
      }),
    );
  });
});

it("finds a cycle wherever one import closes it, and names imports that exist", () => {
  fc.assert(
    fc.property(acyclicImports(), fc.nat(), fc.nat(), (imports, i, j) => {
      const names = Object.keys(imports);
      const reached = reachedFrom(imports);
      const from = names[i % names.length] ?? "";
      const readers = names.filter((name) => reached.get(name)?.has(from));
      fc.pre(readers.length > 0);
      const closing = readers[j % readers.length] ?? "";
      const closed = { ...imports, [from]: [...(imports[from] ?? []), `contract-${closing}`] };
      const [, path = ""] = /in a cycle: (.+?)\. /.exec(messageOf(closed)) ?? [];
      const cycle = path.split(" reads ");
      expect(cycle.length).toBeGreaterThan(1);
      expect(cycle[0]).toBe(cycle.at(-1));
      for (const [k, upstream] of cycle.slice(1).entries()) {
        expect(directReads(closed, cycle[k] ?? "")).toContain(upstream);
      }
    }),
  );
});

function messageOf(imports: Imports): string {
  try {
    layerGraph(projectGraph(imports));
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

interface Sample {
  readonly graph: LayerGraph;
  readonly selected: readonly string[];
  /** All that a layer reads, near or far: worked out another way than in the code under test. */
  readonly reached: ReadonlyMap<string, ReadonlySet<string>>;
}

function layersAndSelection(): fc.Arbitrary<Sample> {
  return acyclicImports().chain((imports) =>
    fc.shuffledSubarray(Object.keys(imports).filter(isLayer)).map((selected) => ({
      graph: layerGraph(projectGraph(imports)),
      selected,
      reached: reachedFrom(imports),
    })),
  );
}

/** Layers whose names say nothing about their order; an import is direct or through a library of its own. */
function acyclicImports(): fc.Arbitrary<Imports> {
  return fc
    .shuffledSubarray(["a", "b", "c", "d", "e", "f", "g", "h"], { minLength: 1 })
    .chain((layers) =>
      fc
        .array(fc.constantFrom("none", "direct", "library"), {
          minLength: layers.length ** 2,
          maxLength: layers.length ** 2,
        })
        .map((ways) => {
          const imports: Record<string, string[]> = {};
          for (const [i, layer] of layers.entries()) {
            imports[layer] = [`contract-${layer}`];
            for (const [j, upstream] of layers.slice(0, i).entries()) {
              const way = ways[i * layers.length + j];
              const library = `lib-${layer}-${upstream}`;
              if (way === "direct") imports[layer].push(`contract-${upstream}`);
              if (way === "library") {
                imports[layer].push(library);
                imports[library] = [`contract-${upstream}`];
              }
            }
          }
          return imports;
        }),
    );
}

function isLayer(name: string): boolean {
  return !/^(lib|contract)-/.test(name);
}

function directReads(imports: Imports, layer: string): string[] {
  return (imports[layer] ?? [])
    .flatMap((name) => (name.startsWith("lib-") ? (imports[name] ?? []) : [name]))
    .map((contract) => contract.replace("contract-", ""))
    .filter((name) => name !== layer);
}

function reachedFrom(imports: Imports): Map<string, Set<string>> {
  const layers = Object.keys(imports).filter(isLayer);
  const reached = new Map(layers.map((layer) => [layer, new Set(directReads(imports, layer))]));
  for (const via of layers) {
    for (const set of reached.values()) {
      if (set.has(via)) for (const name of reached.get(via) ?? []) set.add(name);
    }
  }
  return reached;
}
