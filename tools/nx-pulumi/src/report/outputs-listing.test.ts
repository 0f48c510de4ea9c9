import { jest } from "@jest/globals";

import type { RecordedLayer, StateStore } from "../state/state-store.ts";
import { printOutputs } from "./outputs-listing.ts";

const store: Pick<StateStore, "read"> = {
  read: async (layer, environment) => (environment === "dev" ? states[layer] : undefined),
};
const NOTHING_MORE = { resources: [], references: [], digest: "" };
const states: Readonly<Record<string, RecordedLayer>> = {
  network: { outputs: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] }, resourceCount: 9 },
  data: { outputs: { port: 3306, password: "[secret]" }, resourceCount: 4 },
  quiet: { outputs: {}, resourceCount: 3 },
  destroyed: { outputs: {}, resourceCount: 0 },
};

/** What is printed for these layers, and how each ended. */
async function listing(layers: readonly string[], json = false) {
  const out = jest.spyOn(console, "log").mockImplementation(() => {});
  const err = jest.spyOn(console, "error").mockImplementation(() => {});
  const results: LayerResult[] = [];
  const options = { env: "dev", json, concurrency: 1, verbose: false };
  try {
    await printOutputs(layers, options, store, (result) => results.push(result));
    const text = (calls: readonly (readonly unknown[])[]) => calls.map(([line]) => line).join("\n");
    return { stdout: text(out.mock.calls), stderr: text(err.mock.calls), results };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

it("prints a block for each layer, texts as they are and the rest as JSON", async () => {
  const { stdout, stderr, results } = await listing(["network", "data"]);
  expect(stdout.split("\n")).toEqual([
    "network",
    "  vpcId      vpc-1",
    '  subnetIds  ["subnet-1","subnet-2"]',
    "data",
    "  port      3306",
    "  password  [secret]",
  ]);
  expect(stderr).toBe("");
  expect(results).toEqual([
    { layer: "network", status: "done", counts: NOTHING, seconds: 0 },
    { layer: "data", status: "done", counts: NOTHING, seconds: 0 },
  ]);
});

it("prints one JSON object by layer and key, and nothing else on standard output", async () => {
  const { stdout } = await listing(["network", "missing"], true);
  expect(JSON.parse(stdout)).toEqual({ network: states.network?.outputs });
});

it.each(["missing", "destroyed"])(
  "fails for a layer that is %s, and says what to run",
  async (layer) => {
    const { stdout, stderr, results } = await listing([layer, "data"]);
    expect(stderr).toBe(
      `${layer} is not deployed in dev; deploy it: npx nx run ${layer}:up --env=dev`,
    );
    expect(stdout).toMatch(/^data\n/);
    expect(results.map(({ status }) => status)).toEqual(["failed", "done"]);
  },
);

it("does not fail for a layer that is deployed and publishes nothing", async () => {
  const { stdout, results } = await listing(["quiet"]);
  expect(stdout).toBe("quiet");
  expect(results[0]?.status).toBe("done");
});
