import { parseCidr, vpcCidr, zoneLetters } from "@strata/config";
import { z } from "zod";

import { SLOT_BITS } from "./subnet-plan.ts";

/** What network can be told, per environment. */
export const networkSettings = z
  .strictObject({
    /** Addresses of the VPC. A change replaces everything. */
    vpcCidr,
    /** Prefix length of each subnet; AWS allows /16 to /28. */
    subnetPrefix: z.int().min(16).max(28),
    /** Zones in use. Addresses and names go with the letter, so adding one moves no other. */
    zones: zoneLetters,
  })
  .superRefine(({ vpcCidr, subnetPrefix }, context) => {
    const smallest = parseCidr(vpcCidr).prefix + SLOT_BITS;
    if (subnetPrefix >= smallest) return;
    context.addIssue({
      code: "custom",
      path: ["subnetPrefix"],
      message: `expected at least ${smallest}: the VPC is divided into ${2 ** SLOT_BITS} places for subnets`,
    });
  });
