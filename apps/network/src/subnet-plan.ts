import { formatCidr, parseCidr } from "@strata/config";

import { ZONES, type Zone } from "./zone.ts";

/** Which subnets belong together. */
export type Tier = "public" | "private" | "database";

/** One subnet to be made. */
export interface PlannedSubnet {
  readonly zone: Zone;
  readonly cidrBlock: string;
}

/** Places per tier: six letters, rounded up to a power of two, so that a tier is one block. */
const PLACES_PER_TIER = 8;

const FIRST_PLACE: Readonly<Record<Tier, number>> = {
  public: 0,
  private: PLACES_PER_TIER,
  database: 2 * PLACES_PER_TIER,
};

/** The VPC must be at least this many bits larger than one subnet: three tiers of eight places, and eight to spare. */
export const SLOT_BITS = 5;

/**
 * Addresses of a tier's subnets. Each follows from tier and zone letter alone and not from the position
 * in the list: a zone that comes or goes leaves the others where they are.
 */
export function planSubnets(
  tier: Tier,
  zones: readonly Zone[],
  vpcCidr: string,
  subnetPrefix: number,
): PlannedSubnet[] {
  const { address } = parseCidr(vpcCidr);
  const size = 2 ** (32 - subnetPrefix);
  return zones.map((zone) => {
    const place = FIRST_PLACE[tier] + ZONES.indexOf(zone);
    return {
      zone,
      cidrBlock: formatCidr({ address: address + place * size, prefix: subnetPrefix }),
    };
  });
}
