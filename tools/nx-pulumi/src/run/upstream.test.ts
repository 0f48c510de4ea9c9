import type { Layer, LayerGraph } from "../layer-graph.ts";
import type { RecordedLayer, StateStore } from "../state/state-store.ts";
import { missingUpstream } from "./upstream.ts";

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

const deployed: RecordedLayer = { outputs: { id: "x" }, resourceCount: 2 };

/** A backend that holds these layers, in one environment. */
function storeOf(
  states: Readonly<Record<string, RecordedLayer>>,
  environment = "dev",
): Pick<StateStore, "read"> {
  const read = async (layer: string, where: string) =>
    where === environment ? states[layer] : undefined;
  return { read };
}

it("is silent when all is there", async () => {
  const store = storeOf({ network: deployed, data: deployed });
  expect(await missingUpstream(graph, ["compute"], "dev", store)).toBeUndefined();
});

it("is silent about what the run deploys itself", async () => {
  const all = ["network", "data", "compute", "observability"];
  expect(await missingUpstream(graph, all, "dev", storeOf({}))).toBeUndefined();
});

it("names every missing layer, its readers, the environment and the command", async () => {
  const message = await missingUpstream(graph, ["compute", "data"], "dev", storeOf({}));
  expect(message?.split("\n")).toEqual([
    "nothing was started: a layer that this run reads is missing",
    "  network is not deployed in dev, and compute, data read its contract",
    "Deploy what is missing first, or together with the rest:",
    "  npx nx run-many -t up -p network,data,compute --env=dev",
  ]);
});

it("names what the missing layers themselves lack, so that the command works", async () => {
  const message = await missingUpstream(graph, ["observability"], "dev", storeOf({}));
  expect(message?.split("\n")).toEqual([
    "nothing was started: layers that this run reads are missing",
    "  compute is not deployed in dev, and observability reads its contract",
    "  data is not deployed in dev, and observability reads its contract",
    "  network is not deployed in dev, and compute, data read its contract",
    "Deploy what is missing first, or together with the rest:",
    "  npx nx run-many -t up -p network,data,compute,observability --env=dev",
  ]);
});

it("leaves out what a deployed layer reads", async () => {
  const store = storeOf({ data: deployed });
  expect(await missingUpstream(graph, ["compute"], "dev", store)).toContain(
    "  npx nx run-many -t up -p network,compute --env=dev",
  );
});

it("asks for the environment of the run", async () => {
  const store = storeOf({ network: deployed }, "local");
  expect(await missingUpstream(graph, ["data"], "dev", store)).toContain(
    "network is not deployed in dev",
  );
});

it("takes a stack that publishes nothing for one that is not deployed", async () => {
  const store = storeOf({ network: { outputs: {}, resourceCount: 0 } });
  expect(await missingUpstream(graph, ["data"], "dev", store)).toContain(
    "network is not deployed in dev",
  );
});

it("fails when the state cannot be read, rather than take the layer for missing", async () => {
  const store: Pick<StateStore, "read"> = {
    read: async () => {
      throw new Error("the state at s3://bucket/x is damaged");
    },
  };
  await expect(missingUpstream(graph, ["data"], "dev", store)).rejects.toThrow("is damaged");
});
