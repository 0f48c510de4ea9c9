import { parseCidr, vpcCidr, zoneLetters } from "@strata/config";
import { z } from "zod";

import { SLOT_BITS } from "./subnet-plan.ts";

/** The smallest subnet that AWS allows (VPC user guide, "Subnet CIDR blocks"). */
const MAX_SUBNET_PREFIX = 28;

/** What network can be told, per environment. */
export const networkSettings = z
  .strictObject({
    /** Addresses of the VPC. A change replaces everything. */
    vpcCidr,
    /** Prefix length of each subnet; AWS allows /16 to /28. */
    subnetPrefix: z.int().min(16).max(MAX_SUBNET_PREFIX),
    /** Zones in use. Addresses and names go with the letter, so adding one moves no other. */
    zones: zoneLetters,
  })
  .superRefine(({ vpcCidr, subnetPrefix }, context) => {
    const smallest = parseCidr(vpcCidr).prefix + SLOT_BITS;
    if (smallest > MAX_SUBNET_PREFIX) {
      const message =
        `expected /${MAX_SUBNET_PREFIX - SLOT_BITS} or larger: ` +
        `its ${2 ** SLOT_BITS} places for subnets would be smaller than AWS allows`;
      return context.addIssue({ code: "custom", path: ["vpcCidr"], message });
    }
    if (subnetPrefix >= smallest) return;
    context.addIssue({
      code: "custom",
      path: ["subnetPrefix"],
      message: `expected at least ${smallest}: the VPC is divided into ${2 ** SLOT_BITS} places for subnets`,
    });
  });
