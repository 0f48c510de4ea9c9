import * as pulumi from "@pulumi/pulumi";

/**
 * The value, once it is certain that the world reaches the load balancer on a port. Otherwise everybody would wait for
 * an answer until their patience ends.
 *
 * @throws pulumi.RunError that names the setting of network to change
 */
export function whereOpen<T>(value: T, port: number, open: readonly number[]): T {
  if (open.includes(port)) return value;
  const stack = pulumi.getStack();
  throw new pulumi.RunError(
    `compute:settings has a domain, but network lets nobody in on port ${port}\n` +
      `Set https: true in apps/network/Pulumi.${stack}.yaml and deploy network, or take domain out of ` +
      `apps/compute/Pulumi.${stack}.yaml.`,
  );
}
