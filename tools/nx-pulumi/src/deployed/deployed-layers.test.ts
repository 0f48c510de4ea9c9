import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { FileState } from "../state/file-state.ts";
import { recordKey } from "../state/run-record.ts";
import { stateKey } from "../state/state-store.ts";
import { checkpoint } from "../state/testing/checkpoint.ts";
import { recordOf } from "../state/testing/record.ts";
import { isDeployed, readDeployed, readersOf, readLayer, reads } from "./deployed-layers.ts";
import { deployedLayer, deployedLayers } from "./testing/deployed-layer.ts";

describe("what is deployed in an environment", () => {
  let root: string;
  let store: FileState;

  beforeEach(async () => {
    root = await temporaryFolder();
    store = new FileState(pathToFileURL(root).href);
    put(stateKey("network", "dev"), checkpoint({ vpcId: "vpc-1" }, 2));
    await store.writeRecord("network", "dev", recordOf({ at: "2026-01-01T00:00:00.000Z" }));
    put(stateKey("billing", "dev"), checkpoint({}, 1, ["organization/network/dev"]));
    put(stateKey("data", "prod"), checkpoint({}, 1));
    await store.writeRecord("data", "dev", recordOf());
  });

  function put(key: string, text: string): void {
    const file = join(root, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  it("is every layer that has a stack, with its record where there is one", async () => {
    const deployed = await readDeployed(store, "dev");
    expect([...deployed.keys()].sort()).toEqual(["billing", "network"]);
    expect(deployed.get("network")).toEqual({
      layer: "network",
      state: await store.read("network", "dev"),
      record: recordOf({ at: "2026-01-01T00:00:00.000Z" }),
    });
    expect(deployed.get("billing")).toEqual({
      layer: "billing",
      state: await store.read("billing", "dev"),
    });
  });

  it("is nothing for a layer that has a record and no stack", async () => {
    expect(await readLayer(store, "data", "dev")).toBeUndefined();
  });

  it("is nothing where nothing was ever deployed", async () => {
    expect(await readDeployed(store, "staging")).toEqual(new Map());
  });

  it.each([
    ["a state", stateKey("billing", "dev")],
    ["a record", recordKey("billing", "dev")],
  ])("fails closed when %s is damaged, and names the file", async (_, key) => {
    put(key, "{");
    await expect(readDeployed(store, "dev")).rejects.toThrow(`at ${join(root, key)} is damaged`);
  });

  it.each([
    ["a state", stateKey("billing", "dev")],
    ["a record", recordKey("billing", "dev")],
  ])("fails closed when %s cannot be read, and names the place", async (_, key) => {
    const elsewhere = new FileState(pathToFileURL(await temporaryFolder()).href);
    mkdirSync(join(new URL(elsewhere.url).pathname, key), { recursive: true });
    const one = readLayer(elsewhere, "billing", "dev");
    await expect(one).rejects.toThrow(/^cannot read the state at .*billing\/dev\.json: /);
  });
});

it.each([
  ["has resources", deployedLayer("a"), true],
  ["has nothing left", deployedLayer("a", { resourceCount: 0, reads: ["b.c"] }), false],
  ["has no stack", undefined, false],
])("a layer that %s is deployed: %#", (_, layer, expected) => {
  expect(isDeployed(layer)).toBe(expected);
});

describe("the readers of a layer", () => {
  it("are those whose record says so, with their keys, and no other, sorted", () => {
    const deployed = deployedLayers({
      network: { reads: [] },
      observability: { reads: ["compute.albArn"] },
      data: { reads: ["network.vpcId"] },
      compute: { reads: ["network.vpcId", "data.port", "network.albId"] },
    });
    expect(readersOf(deployed, "network")).toEqual([
      { layer: "compute", keys: ["albId", "vpcId"] },
      { layer: "data", keys: ["vpcId"] },
    ]);
    expect(readersOf(deployed, "observability")).toEqual([]);
  });

  it("are those without a record whose state refers to it; they may read any key", () => {
    const deployed = deployedLayers({ billing: { references: ["data", "network"] } });
    expect(readersOf(deployed, "network")).toEqual([{ layer: "billing", keys: [] }]);
  });

  it("are those whose state refers to it although their record does not know it", () => {
    // An `up` that failed half-way, or one without Strata: the record is of the deployment before.
    const deployed = deployedLayers({
      compute: { reads: ["data.port"], references: ["data", "network"] },
    });
    expect(readersOf(deployed, "network")).toEqual([{ layer: "compute", keys: [] }]);
    expect(readersOf(deployed, "data")).toEqual([{ layer: "compute", keys: ["port"] }]);
  });

  it.each([
    ["was destroyed", { data: { reads: ["network.vpcId"], resourceCount: 0 } }],
    ["is the layer itself", { network: { references: ["network"] } }],
    ["reads another layer", { data: { reads: ["compute.vpcId"], references: ["compute"] } }],
  ])("are none where the only candidate %s", (_, layers) => {
    expect(readersOf(deployedLayers(layers), "network")).toEqual([]);
  });
});

it.each([
  [["vpcId"], "vpcId", true],
  [["vpcId"], "albId", false],
  [[], "albId", true],
])("a reader of %j reads %s: %s", (keys, key, expected) => {
  expect(reads({ layer: "data", keys }, key)).toBe(expected);
});
