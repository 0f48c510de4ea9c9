import { distinct, parseCidr, seedParity, vpcCidr, zoneLetters } from "@strata/config";
import { z } from "zod";

import { endpointServices } from "./endpoint-services.ts";
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
    /**
     * The way out of the private subnets. `single` stands in the first zone, and takes all others down with it;
     * `perZone` does not. About $36.50 a month each, and $0.045/GB.
     */
    natGateways: z.enum(["none", "single", "perZone"]).default("none"),
    /** APIs of AWS that the instances reach inside the VPC. About $7.30 a month for each, times zones. */
    interfaceEndpoints: z
      .array(z.enum(endpointServices))
      .refine(distinct, "a service is listed twice")
      .default([]),
    /** Opens 443 on the load balancer, beside 80, which then only redirects. */
    https: z.boolean().default(false),
    /** Exactly the resources of the seed. */
    seedParity,
  })
  .superRefine((settings, context) => {
    const add = (path: keyof typeof settings, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    checkAddresses(settings, add);
    if (!settings.seedParity) return;
    const message = "the seed has none: take it out, or seedParity";
    if (settings.natGateways !== "none") add("natGateways", message);
    if (settings.interfaceEndpoints.length > 0) add("interfaceEndpoints", message);
    if (settings.https) add("https", message);
  });

/** Checked settings. */
export type NetworkSettings = z.output<typeof networkSettings>;

type Addresses = Pick<NetworkSettings, "vpcCidr" | "subnetPrefix">;

function checkAddresses(
  { vpcCidr, subnetPrefix }: Addresses,
  add: (path: keyof Addresses, message: string) => void,
): void {
  const smallest = parseCidr(vpcCidr).prefix + SLOT_BITS;
  if (smallest > MAX_SUBNET_PREFIX) {
    return add(
      "vpcCidr",
      `expected /${MAX_SUBNET_PREFIX - SLOT_BITS} or larger: ` +
        `its ${2 ** SLOT_BITS} places for subnets would be smaller than AWS allows`,
    );
  }
  if (subnetPrefix >= smallest) return;
  add(
    "subnetPrefix",
    `expected at least ${smallest}: the VPC is divided into ${2 ** SLOT_BITS} places for subnets`,
  );
}
