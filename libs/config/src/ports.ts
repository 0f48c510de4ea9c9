/**
 * Ports that more than one layer has to agree on: network opens them, compute and data listen on them.
 * They are constants and no outputs, because a change must reach all layers in one commit.
 */
export const ports = {
  /** Where the world reaches the load balancer. */
  http: 80,
  /** Where it reaches it with TLS. Also where AWS's own APIs are. */
  https: 443,
  /** Where the balancer reaches the instances. */
  app: 80,
  /** Where the instances reach MySQL. RDS accepts 1150 to 65535. */
  database: 3306,
} as const;
