import { record, valueOf } from "@strata/testing";

import { NatGateways, type NatGatewaysArgs } from "./nat-gateways.ts";

const publicSubnetIds = new Map([
  ["b", "subnet-b"],
  ["d", "subnet-d"],
] as const);

async function gateways(count: NatGatewaysArgs["count"]) {
  const { result, resources } = await record({ project: "network" }, () => {
    return new NatGateways("main", { count, publicSubnetIds });
  });
  const byZone = [...result.natGatewayIdByZone].map(
    async ([zone, id]) => `${zone} ${await valueOf(id)}`,
  );
  return {
    byZone: await Promise.all(byZone),
    ids: await Promise.all(result.natGatewayIds.map(valueOf)),
    ips: await Promise.all(result.publicIps.map(valueOf)),
    made: resources.map(({ name, inputs }) => [name, inputs["subnetId"] ?? inputs["domain"]]),
  };
}

it("makes none where none is wanted", async () => {
  expect(await gateways("none")).toMatchObject({ byZone: [], ids: [], ips: [], made: [["main"]] });
});

it("makes one in the first zone, for all", async () => {
  const { byZone, ids, ips, made } = await gateways("single");
  expect(byZone).toEqual(["b nat-nat-b", "d nat-nat-b"]);
  expect([ids, ips]).toEqual([["nat-nat-b"], ["203.0.113.1"]]);
  expect(made.slice(1)).toEqual([
    ["nat-b", "vpc"],
    ["nat-b", "subnet-b"],
  ]);
});

it("makes one in each zone, for that zone", async () => {
  const { byZone, ids } = await gateways("perZone");
  expect(byZone).toEqual(["b nat-nat-b", "d nat-nat-d"]);
  expect(ids).toEqual(["nat-nat-b", "nat-nat-d"]);
});
