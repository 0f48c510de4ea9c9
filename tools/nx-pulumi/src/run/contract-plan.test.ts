import { typesOf } from "@strata/contracts/types";
import * as z from "zod";

import { deployedLayers } from "../deployed/testing/deployed-layer.ts";
import type { Outcome } from "../host/message.ts";
import { contractPlan, type ContractPlanRequest } from "./contract-plan.ts";

const published = { vpcId: z.string(), albId: z.string() };
const record = { contract: typesOf(published) };
const outputs = { vpcId: "vpc-1", albId: "alb-1" };

const deployed = deployedLayers({
  network: { outputs, record },
  data: { reads: ["network.vpcId"] },
  compute: { reads: ["network.albId", "network.vpcId", "cache.vpcId"] },
  cache: { outputs, record },
});

type Reads = readonly string[] | string;

interface Run {
  /** Contracts that have changed: what each promises now; undefined if its program does not load. */
  readonly promised: Readonly<Record<string, Readonly<Record<string, z.ZodType>> | undefined>>;
  readonly run: readonly string[];
  /** What a layer's new program reads; a text is why it cannot be planned. */
  readonly reads?: Readonly<Record<string, Reads>>;
}

/** Plans a run, and remembers which programs it had to ask. */
async function plan({ promised, run, reads = {} }: Run) {
  const asked: string[] = [];
  const facts = {
    deployed,
    contractChanged: async (layer: string) => Object.hasOwn(promised, layer),
  };
  const early = await contractPlan({
    facts: facts as unknown as ContractPlanRequest["facts"],
    layers: run,
    ofThisRun: new Set(run),
    place: { environment: "dev", inSandbox: false },
    contractOf: async (layer) => {
      asked.push(`contract of ${layer}`);
      const shape = promised[layer];
      return shape === undefined ? undefined : typesOf(shape);
    },
    readsOf: async (layer) => {
      asked.push(`reads of ${layer}`);
      return planned(reads[layer] ?? []);
    },
  });
  return { early, asked };
}

function planned(reads: Reads): Outcome {
  const nothing = {
    interrupted: false,
    changes: {},
    resources: [],
    files: [],
    contract: {},
    findings: [],
  };
  if (typeof reads === "string") return { ...nothing, success: false, reads: [], failure: reads };
  const split = reads.map((name) => {
    const [layer = "", key = ""] = name.split(".");
    return { layer, key };
  });
  return { ...nothing, success: true, reads: split };
}

const withoutAlb = { network: { vpcId: z.string() } };

it.each<[string, Run]>([
  ["no contract has changed", { promised: {}, run: ["network", "data", "compute"] }],
  ["the layer was never deployed", { promised: { audit: {} }, run: ["audit"] }],
])("starts no program where %s", async (_, run) => {
  expect(await plan(run)).toEqual({ early: [], asked: [] });
});

it("asks for the contract, and for no plan, where nothing is taken away", async () => {
  const promised = { network: { ...published, more: z.string() } };
  expect(await plan({ promised, run: ["network", "compute"] })).toEqual({
    early: [],
    asked: ["contract of network"],
  });
});

it("leaves it to the layer itself to say why its program does not load", async () => {
  expect((await plan({ promised: { network: undefined }, run: ["network"] })).early).toEqual([]);
});

it("refuses what a layer outside the run still reads, without planning anything", async () => {
  const run = { promised: { network: {} }, run: ["network", "compute"] };
  const lines = await plan(run).catch((error: Error) => error.message.split("\n"));
  expect(lines).toEqual([
    "nothing was changed: the contract of network takes away what deployed layers read in dev",
    "  network.vpcId is not published any more; read by compute, data",
    expect.stringMatching(/^Keep the output /),
    "  npx nx run-many -t up -p network,compute,data --env=dev",
  ]);
});

it("lets the reader go first that has stopped reading it", async () => {
  const reads = { compute: ["network.vpcId", "cache.albId"] };
  expect(await plan({ promised: withoutAlb, run: ["network", "compute"], reads })).toEqual({
    early: ["compute"],
    asked: ["contract of network", "reads of compute"],
  });
});

it("refuses when a reader in the run still reads it", async () => {
  const reads = { compute: ["network.vpcId", "network.albId"] };
  const refused = plan({ promised: withoutAlb, run: ["network", "compute"], reads });
  await expect(refused).rejects.toThrow(
    /network\.albId is not published any more; read by compute\ncompute in this run still reads network\.albId\n/,
  );
});

it("refuses when a reader cannot be planned without it, and says why", async () => {
  const reads = { compute: "apps/compute/index.ts:3 reads no such output" };
  const refused = plan({ promised: withoutAlb, run: ["network", "compute"], reads });
  await expect(refused).rejects.toThrow(
    "compute would have to be deployed first, and cannot be as long as network is as it is\n" +
      "apps/compute/index.ts:3 reads no such output\n",
  );
});

it("refuses a new type of an output that a layer in the run reads on", async () => {
  const promised = { network: { ...published, albId: z.array(z.string()) } };
  const reads = { compute: ["network.albId"] };
  await expect(plan({ promised, run: ["network", "compute"], reads })).rejects.toThrow(
    /network\.albId has another type: .*; read by compute\n.*still reads network\.albId/,
  );
});

it("does not take another layer's output of the same name for it", async () => {
  const reads = { compute: ["cache.albId"] };
  const { early } = await plan({ promised: withoutAlb, run: ["network", "compute"], reads });
  expect(early).toEqual(["compute"]);
});

it("lets every reader go first, and plans each once", async () => {
  const promised = { network: {}, cache: { albId: z.string() } };
  const { early, asked } = await plan({ promised, run: ["network", "cache", "data", "compute"] });
  expect([...early].sort()).toEqual(["compute", "data"]);
  expect(asked.filter((text) => text === "reads of compute")).toHaveLength(1);
});

it("refuses when one of several producers would hurt, although the others would not", async () => {
  const promised = { network: {}, cache: {} };
  const reads = { compute: ["cache.vpcId"] };
  const refused = plan({ promised, run: ["network", "cache", "data", "compute"], reads });
  await expect(refused).rejects.toThrow("compute in this run still reads cache.vpcId");
});
