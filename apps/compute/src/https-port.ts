import * as pulumi from "@pulumi/pulumi";
import { ports } from "@strata/config";

/**
 * Makes sure that network lets the world in where HTTPS is served. It is awaited, so that the program stops before it
 * has made anything; otherwise everybody would wait for an answer until their patience ends.
 *
 * @param open ports on which the world reaches the load balancer
 * @throws pulumi.RunError that names the setting of network to change
 */
export async function requireHttpsPort(open: pulumi.Output<readonly number[]>): Promise<void> {
  const known = await (open as unknown as PartlyKnown).promise(true);
  // What a preview does not know is asked again by the deployment.
  if (!Array.isArray(known) || pulumi.containsUnknowns(known)) return;
  if (known.includes(ports.https)) return;
  const stack = pulumi.getStack();
  throw new pulumi.RunError(
    `compute:settings has a domain, but network lets nobody in on port ${ports.https}\n` +
      `Set https: true in apps/network/Pulumi.${stack}.yaml and deploy network, or take domain out of ` +
      `apps/compute/Pulumi.${stack}.yaml.`,
  );
}

/** An Output with what is not in its type: its value while it is unknown, for which `apply` does not run. */
interface PartlyKnown {
  promise(withUnknowns: true): Promise<unknown>;
}
