import { contains, overlaps, parseCidr } from "@strata/config";
import fc from "fast-check";

import { planSubnets, SLOT_BITS, type Tier } from "./subnet-plan.ts";
import { networkSettings } from "./settings.ts";
import { ZONES } from "./zone.ts";

const zones = fc.subarray([...ZONES], { minLength: 2 });
const vpc = fc
  .record({ prefix: fc.integer({ min: 16, max: 23 }), second: fc.nat(255), extra: fc.nat(8) })
  .map(({ prefix, second, extra }) => ({
    vpcCidr: `10.${second}.0.0/${prefix}`,
    subnetPrefix: Math.min(28, prefix + SLOT_BITS + extra),
  }));

it.each([
  ["public", "a", "10.0.0.0/24"],
  ["public", "c", "10.0.2.0/24"],
  ["private", "a", "10.0.8.0/24"],
  ["private", "f", "10.0.13.0/24"],
  ["database", "a", "10.0.16.0/24"],
  ["database", "f", "10.0.21.0/24"],
] as const)("puts %s-%s at %s", (tier, zone, cidrBlock) => {
  expect(planSubnets(tier, [zone], "10.0.0.0/16", 24)).toEqual([{ zone, cidrBlock }]);
});

it("keeps all subnets inside the VPC and apart from each other, for all that the schema allows", () => {
  fc.assert(
    fc.property(vpc, zones, ({ vpcCidr, subnetPrefix }, letters) => {
      const settings = networkSettings.parse({ vpcCidr, subnetPrefix, zones: letters });
      const plan = (tier: Tier) => planSubnets(tier, settings.zones, vpcCidr, subnetPrefix);
      const blocks = (["public", "private", "database"] as const)
        .flatMap(plan)
        .map(({ cidrBlock }) => parseCidr(cidrBlock));
      expect(blocks).toHaveLength(3 * letters.length);
      for (const [index, block] of blocks.entries()) {
        expect(contains(parseCidr(vpcCidr), block)).toBe(true);
        for (const other of blocks.slice(index + 1)) expect(overlaps(block, other)).toBe(false);
      }
    }),
  );
});

it("gives a zone the same addresses whatever other zones there are", () => {
  fc.assert(
    fc.property(vpc, zones, ({ vpcCidr, subnetPrefix }, letters) => {
      const all = planSubnets("private", ZONES, vpcCidr, subnetPrefix);
      const some = planSubnets("private", letters, vpcCidr, subnetPrefix);
      expect(all).toEqual(expect.arrayContaining(some));
    }),
  );
});

it("rejects subnets that do not fit into the VPC", () => {
  const result = networkSettings.safeParse({
    vpcCidr: "10.0.0.0/16",
    subnetPrefix: 20,
    zones: ["a", "b"],
  });
  expect(result.error?.issues[0]).toMatchObject({
    path: ["subnetPrefix"],
    message: "expected at least 21: the VPC is divided into 32 places for subnets",
  });
});
