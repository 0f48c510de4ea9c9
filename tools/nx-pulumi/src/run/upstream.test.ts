import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";
import fc from "fast-check";

import type { DeployedLayers } from "../deployed/deployed-layers.ts";
import { deployedLayers } from "../deployed/testing/deployed-layer.ts";
import { inOrder, type Layer, type LayerGraph } from "../layer-graph.ts";
import { missingUpstream, undeployedUpstream, type UpstreamFacts } from "./upstream.ts";

function graphOf(reads: Readonly<Record<string, readonly string[]>>): LayerGraph {
  const layers = Object.entries(reads).map(([name, upstream]): Layer => ({
    name,
    root: `apps/${name}`,
    reads: upstream,
  }));
  return new Map(layers.map((layer) => [layer.name, layer]));
}

const graph = graphOf({
  network: [],
  data: ["network"],
  compute: ["data", "network"],
  observability: ["compute", "data"],
});

/** An environment in which these layers are deployed and publish something. */
function withDeployed(...names: string[]): DeployedLayers {
  return deployedLayers(Object.fromEntries(names.map((name) => [name, { outputs: { id: "x" } }])));
}

/** What is said of a run in `dev`. */
function message(selected: readonly string[], facts: Partial<UpstreamFacts> = {}) {
  const nothing = { deployed: withDeployed(), environmentsOf: async () => [], root: "/nowhere" };
  return missingUpstream(
    graph,
    selected,
    { environment: "dev", inSandbox: false },
    { ...nothing, ...facts },
  );
}

it("is silent when all is there", async () => {
  const deployed = withDeployed("network", "data");
  expect(await message(["compute"], { deployed })).toBeUndefined();
});

it("is silent about what the run deploys itself", async () => {
  expect(await message(["network", "data", "compute", "observability"])).toBeUndefined();
});

it("names every missing layer, its readers, the environment and the command", async () => {
  expect((await message(["compute", "data"]))?.split("\n")).toEqual([
    "nothing was started: a layer that this run reads is missing",
    "  network is not deployed in dev, and compute, data read its contract",
    "Deploy what is missing first, or together with the rest:",
    "  npx nx run-many -t up -p network,data,compute --env=dev",
  ]);
});

it("names what the missing layers themselves lack, so that the command works", async () => {
  expect((await message(["observability"]))?.split("\n")).toEqual([
    "nothing was started: layers that this run reads are missing",
    "  compute is not deployed in dev, and observability reads its contract",
    "  data is not deployed in dev, and observability reads its contract",
    "  network is not deployed in dev, and compute, data read its contract",
    "Deploy what is missing first, or together with the rest:",
    "  npx nx run-many -t up -p network,data,compute,observability --env=dev",
  ]);
});

it("leaves out what a deployed layer reads", async () => {
  expect(await message(["compute"], { deployed: withDeployed("data") })).toContain(
    "  npx nx run-many -t up -p network,compute --env=dev",
  );
});

it.each([
  ["publishes nothing", { outputs: {} }],
  ["was destroyed", { outputs: { id: "x" }, resourceCount: 0 }],
])("takes a stack that %s for one that is not deployed", async (_, network) => {
  const deployed = deployedLayers({ network });
  expect(await message(["data"], { deployed })).toContain("network is not deployed in dev");
  expect(undeployedUpstream(graph, ["data"], deployed)).toEqual(["network"]);
});

it("says where else a missing layer is deployed", async () => {
  const environmentsOf = async (layer: string) =>
    layer === "network" ? ["dev", "prod", "staging"] : [];
  const lines = (await message(["compute"], { environmentsOf }))?.split("\n");
  expect(lines).toContain(
    "  network is not deployed in dev, and compute reads its contract; it is deployed in prod, staging",
  );
  expect(lines).toContain("  data is not deployed in dev, and compute reads its contract");
});

it("fails when the other environments cannot be read", async () => {
  const environmentsOf = async () => {
    throw new Error("cannot read the state at s3://bucket/x");
  };
  await expect(message(["data"], { environmentsOf })).rejects.toThrow("cannot read the state");
});

describe("the place of an import", () => {
  /** What is said of `network`, which these files of `apps/data` read. */
  async function said(files: Readonly<Record<string, string>>): Promise<string | undefined> {
    const root = await temporaryFolder();
    for (const [name, text] of Object.entries(files)) {
      const file = join(root, "apps/data", name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return (await message(["data"], { root }))?.split("\n")[1];
  }

  const line = 'import { networkContract } from "@strata/contract-network";\n';

  it.each([
    ["is told with file and line", { "index.ts": `// first\n\n${line}` }, "index.ts:3"],
    ["may be in quotes of another kind", { "index.ts": line.replaceAll('"', "'") }, "index.ts:1"],
    ["may be deep inside", { "index.ts": "", "src/parts/read.ts": line }, "src/parts/read.ts:1"],
    [
      "is that of the program, where a part imports it too",
      { "a-part-of-it.ts": line, "index.ts": line },
      "index.ts:1",
    ],
    [
      "is not that of a test",
      { "a.test.ts": line, "src/longer-name.ts": `\n${line}` },
      "src/longer-name.ts:2",
    ],
    [
      "is not that of a contract with a longer name",
      { "a.ts": line.replace("contract-network", "contract-network-2"), "index.ts": line },
      "index.ts:1",
    ],
  ])("%s", async (_, files, place) => {
    expect(await said(files)).toBe(
      `  network is not deployed in dev, and data reads its contract (apps/data/${place})`,
    );
  });

  it.each([
    ["a library has it", { "index.ts": 'import "@strata/shared";' }],
    ["only a document has it", { "README.md": line }],
    ["the folder is gone", {}],
  ])("is left out where %s", async (_, files: Readonly<Record<string, string>>) => {
    expect(await said(files)).toBe("  network is not deployed in dev, and data reads its contract");
  });
});

describe("the layers that a plan needs beside the selected ones", () => {
  it.each([
    [["network"], [], []],
    [["data"], [], ["network"]],
    [["data"], ["network"], []],
    [["observability"], [], ["compute", "data", "network"]],
    [["observability"], ["compute"], ["data", "network"]],
    [["observability", "network"], ["data"], ["compute"]],
    [["data", "observability"], [], ["compute", "network"]],
    [["observability", "network", "data", "compute"], [], []],
  ])("for %j, where %j are deployed, are %j", (selected, there, expected) => {
    expect(undeployedUpstream(graph, selected, withDeployed(...there))).toEqual(expected);
  });

  it("leave nothing of the plan without an upstream", () => {
    const names = ["a", "b", "c", "d", "e"];
    const graphs = fc
      .tuple(...names.map((_, i) => fc.subarray(names.slice(0, i))))
      .map((reads) => graphOf(Object.fromEntries(names.map((name, i) => [name, reads[i] ?? []]))));
    fc.assert(
      fc.property(graphs, fc.subarray(names), fc.subarray(names), (layers, selected, there) => {
        const added = undeployedUpstream(layers, selected, withDeployed(...there));
        expect(added.filter((name) => selected.includes(name) || there.includes(name))).toEqual([]);
        const all = inOrder(layers, [...selected, ...added]);
        for (const name of all) {
          for (const upstream of layers.get(name)?.reads ?? []) {
            expect([...all, ...there]).toContain(upstream);
          }
        }
      }),
    );
  });
});
