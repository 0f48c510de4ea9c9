import { ports } from "@strata/config";

import type { NetworkSettings } from "./settings.ts";

/** Who a security group stands around. */
export type Group = "alb" | "app" | "db" | "endpoint";

/** The other end of a connection: another group, everybody, or S3 in this region. */
export type Peer = Group | "world" | "s3";

/** One allowed connection over TCP, seen from one of its ends. What has no rule is not possible. */
export interface FirewallRule {
  readonly group: Group;
  readonly direction: "ingress" | "egress";
  readonly peer: Peer;
  readonly port: number;
  /** What the rule is for; AWS shows it beside the rule. */
  readonly description: string;
}

type Options = Pick<NetworkSettings, "https" | "natGateways" | "seedParity"> & {
  readonly interfaceEndpoints: readonly unknown[];
};

/** A rule, and when there is one. */
interface Row extends FirewallRule {
  readonly when?: (options: Options) => boolean;
}

const hasEndpoints = ({ interfaceEndpoints }: Options) => interfaceEndpoints.length > 0;

/** Who may talk to whom: world → alb → app → db, each on one port, and the ways of the instances to AWS. */
const MATRIX: readonly Row[] = [
  {
    ...{ group: "alb", direction: "ingress", peer: "world", port: ports.http },
    description: "HTTP from the world",
  },
  {
    ...{ group: "alb", direction: "ingress", peer: "world", port: ports.https },
    description: "HTTPS from the world",
    when: ({ https }) => https,
  },
  {
    ...{ group: "alb", direction: "egress", peer: "app", port: ports.app },
    description: "Instances",
  },
  {
    ...{ group: "app", direction: "ingress", peer: "alb", port: ports.app },
    description: "From the load balancer",
  },
  {
    ...{ group: "app", direction: "egress", peer: "db", port: ports.database },
    description: "Database",
  },
  {
    ...{ group: "app", direction: "egress", peer: "s3", port: ports.https },
    description: "S3: packages of Amazon Linux, and buckets of this account",
    when: ({ seedParity }) => !seedParity,
  },
  {
    ...{ group: "app", direction: "egress", peer: "endpoint", port: ports.https },
    description: "APIs of AWS inside the VPC",
    when: hasEndpoints,
  },
  {
    ...{ group: "app", direction: "egress", peer: "world", port: ports.https },
    description: "APIs of AWS and others, through a NAT gateway",
    when: ({ natGateways }) => natGateways !== "none",
  },
  {
    ...{ group: "db", direction: "ingress", peer: "app", port: ports.database },
    description: "MySQL from the instances",
  },
  {
    ...{ group: "endpoint", direction: "ingress", peer: "app", port: ports.https },
    description: "APIs of AWS for the instances",
    when: hasEndpoints,
  },
];

/** What each group is for. AWS cannot change it: another text makes another group. */
export const groupDescriptions: Readonly<Record<Group, string>> = {
  alb: "Load balancer: HTTP from the world",
  app: "Instances: from the load balancer only",
  db: "Database: from the instances only",
  endpoint: "Interface endpoints: from the instances only",
};

/** The rules that hold with these settings. */
export function firewallRules(options: Options): FirewallRule[] {
  return MATRIX.filter(({ when }) => when?.(options) ?? true).map(
    ({ when: _, ...rule }): FirewallRule => rule,
  );
}

/** Ports on which the world reaches a group. */
export function worldPorts(rules: readonly FirewallRule[], group: Group): number[] {
  return rules
    .filter((rule) => rule.group === group && rule.direction === "ingress" && rule.peer === "world")
    .map(({ port }) => port);
}

/** @throws Error for a group that does not exist, or not yet */
export function idOf<T>(ids: ReadonlyMap<string, T>, group: string): T {
  const id = ids.get(group);
  if (id === undefined) throw new Error(`there is no group "${group}": no rule is of it`);
  return id;
}
