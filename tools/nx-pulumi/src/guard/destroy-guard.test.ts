import fc from "fast-check";

import { readersOf } from "../deployed/deployed-layers.ts";
import { deployedLayers } from "../deployed/testing/deployed-layer.ts";
import { destroyProblem, withDependents } from "./destroy-guard.ts";

const dev = { environment: "dev", inSandbox: false };

const deployed = deployedLayers({
  network: { reads: [] },
  data: { reads: ["network.vpcId"] },
  compute: { reads: ["network.vpcId", "network.albId", "data.port"] },
  observability: { reads: ["compute.albArn"] },
});

it("refuses to destroy what is still read, naming readers, keys and both ways on", () => {
  expect(destroyProblem(deployed, ["network"], dev)?.split("\n")).toEqual([
    "nothing was destroyed: network is still read in dev",
    "  compute reads network.albId, network.vpcId",
    "  data reads network.vpcId",
    "Destroy the readers first (compute, data), or together with it, in reverse order:",
    "  npx nx run-many -t destroy -p network --with-dependents --env=dev",
  ]);
});

it("refuses for every layer of the run at once, and names a reader of two of them once", () => {
  expect(destroyProblem(deployed, ["network", "data"], dev)?.split("\n")).toEqual([
    "nothing was destroyed: network, data are still read in dev",
    "  compute reads network.albId, network.vpcId",
    "  compute reads data.port",
    "Destroy the readers first (compute), or together with it, in reverse order:",
    "  npx nx run-many -t destroy -p network,data --with-dependents --env=dev",
  ]);
});

it.each([
  ["the reader has no record", { references: ["network"] }],
  ["the record is older than the state", { reads: ["data.port"], references: ["network"] }],
])("refuses also when %s", (_, billing) => {
  const layers = deployedLayers({ network: { reads: [] }, billing });
  expect(destroyProblem(layers, ["network"], dev)).toContain(
    "  billing reads outputs of network (no record tells which, so any of them)",
  );
});

it("refuses for a reader of another repository too", () => {
  const billing = { reads: ["network.vpcId"], record: { repository: "billing" } };
  const layers = deployedLayers({ network: { reads: [] }, billing });
  expect(destroyProblem(layers, ["network"], dev)).toContain("  billing reads network.vpcId");
});

it.each([
  ["all is selected", ["network", "data", "compute", "observability"]],
  ["nobody reads it", ["observability"]],
  ["its readers are selected", ["compute", "observability"]],
  ["nothing of it is there", ["nowhere"]],
])("allows it when %s", (_, selected) => {
  expect(destroyProblem(deployed, selected, dev)).toBeUndefined();
});

it("allows it when the readers are destroyed, or the layer itself is", () => {
  const layers = deployedLayers({
    network: { reads: [] },
    data: { reads: ["network.vpcId"], resourceCount: 0 },
    compute: { reads: ["data.port"] },
  });
  expect(destroyProblem(layers, ["network"], dev)).toBeUndefined();
  expect(destroyProblem(layers, ["data"], dev)).toBeUndefined();
});

describe("with its dependents", () => {
  it.each([
    [["observability"], ["observability"]],
    [["compute"], ["compute", "observability"]],
    [["network"], ["network", "compute", "data", "observability"]],
    [
      ["data", "network"],
      ["data", "network", "compute", "observability"],
    ],
  ])("%j are %j", (selected, all) => {
    expect([...withDependents(deployed, selected, "strata")].sort()).toEqual(all.sort());
  });

  it.each([
    ["this repository", { repository: "strata" }],
    ["a record that is older than repositories", { repository: "" }],
    ["no record", undefined],
  ])("take a reader of %s along", (_, record) => {
    const billing = { references: ["network"], ...(record === undefined ? {} : { record }) };
    const layers = deployedLayers({ network: { reads: [] }, billing });
    expect(withDependents(layers, ["network"], "strata")).toEqual(["network", "billing"]);
  });

  it("are refused when one, near or far, belongs to another repository", () => {
    const layers = deployedLayers({
      network: { reads: [] },
      data: { reads: ["network.vpcId"] },
      billing: { reads: ["data.port", "data.host"], record: { repository: "finance" } },
    });
    expect(() => withDependents(layers, ["network"], "strata")).toThrow(
      /^nothing was destroyed: billing reads data\.host, data\.port and belongs to repository finance\./,
    );
  });

  it("are the selected layers and their readers, near or far, and hurt nobody", () => {
    fc.assert(
      fc.property(environment(), ({ layers, selected }) => {
        const all = withDependents(layers, selected, "strata");
        expect(destroyProblem(layers, all, dev)).toBeUndefined();
        expect(new Set(all).size).toBe(all.length);
        expect(all).toEqual(expect.arrayContaining([...selected]));
        const others = all.filter((layer) => !selected.includes(layer));
        for (const layer of others) {
          const upstream = all.filter((other) =>
            readersOf(layers, other).some((reader) => reader.layer === layer),
          );
          expect(upstream).not.toEqual([]);
        }
      }),
    );
  });
});

/** Layers that read any others, by record or by reference, also in cycles; some are destroyed. */
function environment() {
  const names = ["a", "b", "c", "d", "e", "f"];
  const layer = fc.record({
    reads: fc.option(fc.subarray(names.map((name) => `${name}.key`)), { nil: undefined }),
    references: fc.subarray(names),
    resourceCount: fc.constantFrom(0, 3),
  });
  return fc.record({
    layers: fc
      .array(layer, { minLength: names.length, maxLength: names.length })
      .map((all) =>
        deployedLayers(
          Object.fromEntries(
            all.map(({ reads, ...state }, i) => [
              names[i] ?? "",
              { ...state, ...(reads === undefined ? {} : { reads }) },
            ]),
          ),
        ),
      ),
    selected: fc.subarray(names),
  });
}
