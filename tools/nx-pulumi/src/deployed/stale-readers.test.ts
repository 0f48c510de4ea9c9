import { digestOfValue } from "../gate/digest.ts";
import { UNKNOWN } from "../gate/gate.ts";
import type { RunRecord } from "../state/run-record.ts";
import { staleReaders } from "./stale-readers.ts";
import { deployedLayers } from "./testing/deployed-layer.ts";

const saw = (layer: string, key: string, value: unknown) => ({
  layer,
  key,
  digest: digestOfValue(value),
});

/** Layers that are stale when `network`, alone in the run, publishes this. */
function stale(
  reads: RunRecord["reads"],
  outputs: Record<string, unknown> | undefined,
  parts: object = {},
) {
  const deployed = deployedLayers({
    network: { outputs: { vpcId: "vpc-1" }, reads: [] },
    compute: { record: { reads }, ...parts },
  });
  const outputsOf = (layer: string) => (layer === "network" ? outputs : undefined);
  return staleReaders(deployed, new Set(["network"]), outputsOf, (layer) => `deploy ${layer}`);
}

const seen = [saw("network", "vpcId", "vpc-1")];

it.each<[string, RunRecord["reads"], Record<string, unknown>]>([
  ["has another value", seen, { vpcId: "vpc-2" }],
  ["is not published any more", seen, {}],
  ["is not known yet", seen, { vpcId: UNKNOWN }],
  ["is not known yet in part", seen, { vpcId: ["vpc-1", UNKNOWN] }],
])("tells a reader of an output that %s, with the command", (_, reads, outputs) => {
  expect(stale(reads, outputs)).toEqual([
    { layer: "compute", reads: [{ layer: "network", key: "vpcId" }], command: "deploy compute" },
  ]);
});

it("names the outputs that differ, and no other", () => {
  const reads = [
    ...seen,
    saw("network", "albId", "alb-1"),
    saw("network", "ids", ["a", "b"]),
    saw("data", "port", 3306),
  ];
  const found = stale(reads, { vpcId: "vpc-2", albId: "alb-1", ids: ["b", "a"] });
  expect(found).toMatchObject([
    {
      reads: [
        { layer: "network", key: "vpcId" },
        { layer: "network", key: "ids" },
      ],
    },
  ]);
});

it.each<[string, RunRecord["reads"], Record<string, unknown> | undefined, object?]>([
  ["whose outputs are what they saw", seen, { vpcId: "vpc-1" }],
  [
    "that saw the same in another order of keys",
    [saw("network", "vpcId", { a: 1, b: 2 })],
    { vpcId: { b: 2, a: 1 } },
  ],
  ["of another output", seen, { vpcId: "vpc-1", albId: "new" }],
  ["of a layer that this run left alone", seen, undefined],
  [
    "whose record does not say what they saw",
    [{ layer: "network", key: "vpcId" }],
    { vpcId: "vpc-2" },
  ],
  ["that are destroyed", seen, { vpcId: "vpc-2" }, { resourceCount: 0 }],
])("is silent about readers %s", (_, reads, outputs, parts = {}) => {
  expect(stale(reads, outputs, parts)).toEqual([]);
});

it("is silent about a layer without a record, and about one of the run", () => {
  const deployed = deployedLayers({
    billing: { references: ["network"] },
    compute: { record: { reads: seen } },
  });
  const ofThisRun = new Set(["network", "compute"]);
  expect(
    staleReaders(
      deployed,
      ofThisRun,
      () => ({ vpcId: "vpc-2" }),
      () => "up",
    ),
  ).toEqual([]);
});

it("has no command for a layer whose code is not here", () => {
  const deployed = deployedLayers({ billing: { record: { reads: seen } } });
  const found = staleReaders(
    deployed,
    new Set(["network"]),
    () => ({ vpcId: "vpc-2" }),
    () => undefined,
  );
  expect(found).toStrictEqual([{ layer: "billing", reads: [{ layer: "network", key: "vpcId" }] }]);
});
