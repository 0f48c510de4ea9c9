import { typesOf } from "@strata/contracts/types";
import * as z from "zod";

import { deployedLayers } from "../deployed/testing/deployed-layer.ts";
import { brokenPromises, brokenPromisesText, type BrokenPromise } from "./contract-guard.ts";

const dev = { environment: "dev", inSandbox: false };

type Shape = Readonly<Record<string, z.ZodType>>;

const published = { vpcId: z.string(), zones: z.array(z.string()), port: z.int() };

/** What a new contract of network takes away from the layers that read it. */
function broken(
  promised: Shape,
  readers: Parameters<typeof deployedLayers>[0],
  record: object | undefined = { contract: typesOf(published) },
): BrokenPromise[] {
  const outputs = { vpcId: "vpc-1", zones: ["a"], port: 80 };
  const network = { outputs, ...(record === undefined ? {} : { record }) };
  const deployed = deployedLayers({ network, ...readers });
  return brokenPromises(deployed, deployed.get("network")!, typesOf(promised));
}

const withoutVpc = { zones: published.zones, port: published.port };
const removedVpc = { key: "vpcId", kind: "removed", change: "is not published any more" };

it("finds an output that is not promised any more, and who reads it", () => {
  const readers = {
    data: { reads: ["network.vpcId"] },
    compute: { reads: ["network.zones", "network.vpcId"] },
    other: { reads: ["network.zones"] },
  };
  expect(broken(withoutVpc, readers)).toEqual([{ ...removedVpc, readers: ["compute", "data"] }]);
});

it("finds a renamed output", () => {
  const renamed = { ...withoutVpc, mainVpcId: z.string() };
  const found = broken(renamed, { data: { reads: ["network.vpcId"] } });
  expect(found).toEqual([{ ...removedVpc, readers: ["data"] }]);
});

it("takes a reader that no record tells about for one of every output", () => {
  const readers = { billing: { references: ["network"] } };
  expect(broken({ port: published.port }, readers).map(({ key }) => key)).toEqual([
    "vpcId",
    "zones",
  ]);
});

it.each<[string, Shape]>([
  ["another type", { ...published, port: z.string() }],
  ["a wider type", { ...published, port: z.int().nullable() }],
  ["a list of it", { ...published, vpcId: z.array(z.string()) }],
  ["other items", { ...published, zones: z.array(z.int()) }],
])("finds an output that becomes %s, and says what differs", (_, promised) => {
  const reads = ["network.vpcId", "network.zones", "network.port"];
  expect(broken(promised, { data: { reads } })).toEqual([
    {
      key: Object.keys(published).find(
        (key) => promised[key] !== published[key as keyof typeof published],
      ),
      kind: "retyped",
      change: expect.stringMatching(/./),
      readers: ["data"],
    },
  ]);
});

it.each<[string, Shape, object?]>([
  ["is the same", published],
  ["promises more", { ...published, more: z.string() }],
  ["is stricter about a value", { ...published, vpcId: z.string().startsWith("vpc-") }],
  ["allows fewer values", { ...published, vpcId: z.enum(["vpc-1", "vpc-2"]) }],
  ["drops what nobody reads", { vpcId: published.vpcId, zones: published.zones }],
  ["retypes what nobody reads", { ...published, port: z.string() }],
  ["retypes what was promised before records knew types", { ...published, vpcId: z.int() }, {}],
])("finds nothing in a contract that %s", (_, promised, record = undefined) => {
  const readers = { data: { reads: ["network.vpcId", "network.zones"] } };
  expect(broken(promised, readers, record)).toEqual([]);
});

it("finds nothing for a reader that is destroyed", () => {
  expect(broken({}, { data: { reads: ["network.vpcId"], resourceCount: 0 } })).toEqual([]);
});

describe("the message", () => {
  const one: BrokenPromise = {
    key: "vpcId",
    kind: "removed",
    change: "is not published any more",
    readers: ["data"],
  };

  it("names output, change, reader and the way that hurts nobody", () => {
    expect(brokenPromisesText("network", dev, [one]).split("\n")).toEqual([
      "nothing was changed: the contract of network takes away what deployed layers read in dev",
      "  network.vpcId is not published any more; read by data",
      "Keep the output in libs/contracts/network until data does not read it any more, deploy " +
        "that layer, then remove it. Code that has stopped reading it can be deployed in the same run:",
      "  npx nx run-many -t up -p network,data --env=dev",
    ]);
  });

  it("names each of several readers once, and why they cannot go first", () => {
    const retyped: BrokenPromise = {
      key: "port",
      kind: "retyped",
      change: "it was a number",
      readers: ["data", "compute"],
    };
    const lines = brokenPromisesText("network", dev, [one, retyped], "compute fails").split("\n");
    expect(lines.slice(1)).toEqual([
      "  network.vpcId is not published any more; read by data",
      "  network.port has another type: it was a number; read by data, compute",
      "compute fails",
      expect.stringContaining(
        "until compute and data do not read it any more, deploy those layers",
      ),
      "  npx nx run-many -t up -p network,compute,data --env=dev",
    ]);
  });
});
