import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";

import { ZONES, type Zone } from "./zone.ts";

/** Name of each zone letter. */
export type ZoneNames = Readonly<Record<Zone, string>>;

/**
 * Names of the zones, checked against those that are available to the account. The look-up decides
 * nothing: which subnets there are, and what they are called, comes from the settings. It is awaited, so
 * that a zone that does not exist stops the program before it has made anything.
 *
 * @throws pulumi.RunError when AWS does not answer, or a zone is not available
 */
export async function availabilityZones(
  zones: readonly Zone[],
  opts: pulumi.InvokeOptions,
): Promise<ZoneNames> {
  const { region } = environment(pulumi.getStack());
  const { names } = await aws
    .getAvailabilityZones({ state: "available" }, opts)
    .catch((error: Error) => {
      throw new pulumi.RunError(
        `cannot list the availability zones of ${region}: ${error.message}`,
      );
    });
  checkZones(region, zones, names);
  return Object.fromEntries(ZONES.map((zone) => [zone, region + zone])) as Record<Zone, string>;
}

/**
 * Pure half.
 *
 * @throws pulumi.RunError that lists the letters that can be used instead
 */
export function checkZones(region: string, zones: readonly Zone[], names: readonly string[]): void {
  const missing = zones.filter((zone) => !names.includes(region + zone));
  if (missing.length === 0) return;
  const letters = names.filter((name) => name.startsWith(region)).map((name) => name.at(-1));
  throw new pulumi.RunError(
    `network:settings: zones ${missing.join(", ")} are not available to this account in ${region}; ` +
      `use some of ${letters.join(", ")}`,
  );
}
