import { jest } from "@jest/globals";

import { deployedLayers } from "../deployed/testing/deployed-layer.ts";
import { placeOf } from "../place.ts";
import { parseRunOptions } from "../run/run-options.ts";
import type { StateStore } from "../state/state-store.ts";
import { printOutputs } from "./outputs-listing.ts";
import type { LayerReport } from "./run-report.ts";

const network = { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] };
const deployed = deployedLayers({
  network: { outputs: network },
  data: { outputs: { port: 3306, password: "[secret]" } },
  quiet: {},
  destroyed: { resourceCount: 0 },
});
const store: Pick<StateStore, "read"> = {
  read: async (layer, environment) =>
    environment === "dev" ? deployed.get(layer)?.state : undefined,
};

/** What is printed for these layers, and how each ended. */
async function listing(layers: readonly string[], json = false) {
  const out = jest.spyOn(console, "log").mockImplementation(() => {});
  const err = jest.spyOn(console, "error").mockImplementation(() => {});
  const results: Pick<LayerReport, "layer" | "status">[] = [];
  const options = parseRunOptions({ env: "dev", json });
  const place = placeOf(options);
  try {
    await printOutputs(layers, options, place, store, (result) => results.push(result));
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
    { layer: "network", status: "done" },
    { layer: "data", status: "done" },
  ]);
});

it("prints one JSON object by layer and key, and nothing else on standard output", async () => {
  const { stdout } = await listing(["network", "missing"], true);
  expect(JSON.parse(stdout)).toEqual({ network });
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
