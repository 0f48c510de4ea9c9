import { typesOf } from "@strata/contracts/types";
import * as z from "zod";

import { deployedLayers } from "../deployed/testing/deployed-layer.ts";
import { UNKNOWN } from "../gate/gate.ts";
import { contractChanges } from "./contract-changes.ts";

const promised = { id: z.string(), ports: z.object({ from: z.int(), to: z.int() }) };
const published = { id: "vpc-1", ports: { from: 1, to: 2 } };

const deployed = deployedLayers({
  network: { outputs: published, record: { contract: typesOf(promised) } },
  data: { reads: ["network.id"] },
  compute: { reads: ["network.ports", "network.id"] },
  gone: { reads: ["network.id"], resourceCount: 0 },
});

/** What becomes of network's outputs when it publishes this, typed so. */
function changes(after: object, shape: Readonly<Record<string, z.ZodType>> = promised) {
  return contractChanges(
    deployed,
    "network",
    deployed.get("network"),
    { ...after },
    typesOf(shape),
  );
}

it.each([
  ["nothing differs", published],
  ["keys stand in another order", { ports: { to: 2, from: 1 }, id: "vpc-1" }],
])("is empty where %s", (_, after) => {
  expect(changes(after)).toEqual([]);
});

it.each<[string, object, Readonly<Record<string, z.ZodType>>?]>([
  ["changed", { ...published, id: "vpc-2" }],
  ["removed", { ports: published.ports }, { ports: promised.ports }],
  ["unknown", { ...published, id: UNKNOWN }],
  ["unknown", { ...published, id: { part: [UNKNOWN] } }],
  ["retyped", { ...published, id: ["vpc-1"] }, { ...promised, id: z.array(z.string()) }],
])("tells that an output is %s, and who reads it", (change, after, shape = promised) => {
  expect(changes(after, shape)).toEqual([{ key: "id", change, readers: ["compute", "data"] }]);
});

it("tells that an output is retyped before its value is known", () => {
  const found = changes({ ...published, id: UNKNOWN }, { ...promised, id: z.array(z.string()) });
  expect(found).toEqual([{ key: "id", change: "retyped", readers: ["compute", "data"] }]);
});

it.each([
  ["known", "x"],
  ["known later", UNKNOWN],
])("tells that an output is added whose value is %s", (_, more) => {
  const found = changes({ ...published, more }, { ...promised, more: z.string() });
  expect(found).toEqual([{ key: "more", change: "added", readers: [] }]);
});

it("takes a part of a value that has changed for a change", () => {
  expect(changes({ ...published, ports: { from: 1, to: 3 } })).toEqual([
    { key: "ports", change: "changed", readers: ["compute"] },
  ]);
});

it("tells a renamed output as removed and added, in alphabetical order", () => {
  const found = changes(
    { ports: published.ports, aNewId: "vpc-1" },
    { ports: promised.ports, aNewId: promised.id },
  );
  expect(found.map(({ key, change }) => `${key} ${change}`)).toEqual([
    "aNewId added",
    "id removed",
  ]);
});

it("names a reader that no record tells about for every output", () => {
  const layers = deployedLayers({
    network: { outputs: published, reads: [] },
    billing: { references: ["network"] },
  });
  const found = contractChanges(layers, "network", layers.get("network"), {}, {});
  expect(found.map(({ key, readers }) => [key, readers])).toEqual([
    ["id", ["billing"]],
    ["ports", ["billing"]],
  ]);
});

it("does not take a stricter promise for another type", () => {
  expect(changes(published, { ...promised, id: z.enum(["vpc-1"]) })).toEqual([]);
});

it("goes by the values where no record tells the types", () => {
  const unrecorded = deployedLayers({ network: { outputs: published } });
  const { id } = published;
  expect(
    contractChanges(
      unrecorded,
      "network",
      unrecorded.get("network"),
      { id, ports: "1" },
      typesOf({ id: z.int(), ports: z.string() }),
    ),
  ).toEqual([{ key: "ports", change: "changed", readers: [] }]);
});

it("tells every output of a layer that was not deployed as added", () => {
  expect(contractChanges(new Map(), "network", undefined, published, typesOf(promised))).toEqual([
    { key: "id", change: "added", readers: [] },
    { key: "ports", change: "added", readers: [] },
  ]);
});
