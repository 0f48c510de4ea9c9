import type { Unwrap } from "@pulumi/pulumi";
import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import type { IpPermission } from "@aws-sdk/client-ec2";

import type { Properties } from "../property.ts";

/** One inline rule of a security group: a port range, and any number of sources or destinations. */
export type Rule = NonNullable<Unwrap<SecurityGroupArgs>["ingress"]>[number];

/**
 * One rule as AWS holds it: a port range and one peer. A program writes several peers into one rule, AWS answers in
 * another grouping, so both are compared in this form.
 */
export interface Permission {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly description: string;
  readonly peer: "ipv4" | "ipv6" | "prefixList" | "group";
  /** CIDR block, prefix list id, group id, or `account/group id` where the group is another account's. */
  readonly value: string;
}

/** Names of the protocols that the API knows by name too. Source: EC2 API reference, IpPermission. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  all: "-1",
  "6": "tcp",
  "17": "udp",
  "1": "icmp",
  "58": "icmpv6",
};

export const ruleProperties: Properties = {
  protocol: {
    kind: "string",
    required: true,
    equal: (before, after) => protocolName(String(before)) === protocolName(String(after)),
  },
  fromPort: { kind: "number", required: true },
  toPort: { kind: "number", required: true },
  description: { kind: "string" },
  cidrBlocks: { kind: "list" },
  ipv6CidrBlocks: { kind: "list" },
  prefixListIds: { kind: "list" },
  securityGroups: { kind: "set" },
  self: { kind: "boolean", default: false },
};

export function protocolName(protocol: string): string {
  const name = protocol.toLowerCase();
  return PROTOCOLS[name] ?? name;
}

/** A rule of the program, peer by peer. `groupId` is the group that the rule belongs to. */
export function permissionsOf(rule: Rule, groupId: string): Permission[] {
  const protocol = protocolName(rule.protocol);
  const common = {
    protocol,
    fromPort: protocol === "-1" ? 0 : rule.fromPort,
    toPort: protocol === "-1" ? 0 : rule.toPort,
    description: rule.description ?? "",
  };
  const to = (peer: Permission["peer"], values: readonly string[] | undefined) =>
    (values ?? []).map((value) => ({ ...common, peer, value }));
  return [
    ...to("ipv4", rule.cidrBlocks),
    ...to("ipv6", rule.ipv6CidrBlocks),
    ...to("prefixList", rule.prefixListIds),
    ...to("group", rule.securityGroups),
    ...to("group", rule.self === true ? [groupId] : []),
  ];
}

/**
 * Permissions as rules: the known rules that AWS holds entirely, in the program's own words, and the others grouped by
 * port range and description.
 */
export function rulesOf(
  permissions: readonly Permission[],
  known: readonly Rule[],
  groupId: string,
): Rule[] {
  const left = new Map(permissions.map((permission) => [keyOf(permission), permission]));
  const rules: Rule[] = [];
  for (const rule of known) {
    const keys = permissionsOf(rule, groupId).map(keyOf);
    if (keys.length === 0 || !keys.every((key) => left.has(key))) continue;
    keys.forEach((key) => left.delete(key));
    rules.push(rule);
  }
  return [...rules, ...grouped([...left.values()], groupId)];
}

/** What must be taken away and what must be added. */
export function changeOf(
  before: readonly Rule[],
  after: readonly Rule[],
  groupId: string,
): { readonly gone: Permission[]; readonly added: Permission[] } {
  const byKey = (rules: readonly Rule[]) =>
    new Map(rules.flatMap((rule) => permissionsOf(rule, groupId)).map((p) => [keyOf(p), p]));
  const [old, wanted] = [byKey(before), byKey(after)];
  return {
    gone: [...old].filter(([key]) => !wanted.has(key)).map(([, permission]) => permission),
    added: [...wanted].filter(([key]) => !old.has(key)).map(([, permission]) => permission),
  };
}

export function toApi(permission: Permission): IpPermission {
  const { protocol, fromPort, toPort, peer, value } = permission;
  const Description = permission.description === "" ? undefined : permission.description;
  const ports = protocol === "-1" ? {} : { FromPort: fromPort, ToPort: toPort };
  const base = { IpProtocol: protocol, ...ports };
  switch (peer) {
    case "ipv4":
      return { ...base, IpRanges: [{ CidrIp: value, Description }] };
    case "ipv6":
      return { ...base, Ipv6Ranges: [{ CidrIpv6: value, Description }] };
    case "prefixList":
      return { ...base, PrefixListIds: [{ PrefixListId: value, Description }] };
    case "group": {
      const [UserId, GroupId] = value.includes("/") ? value.split("/") : [undefined, value];
      return { ...base, UserIdGroupPairs: [{ GroupId, UserId, Description }] };
    }
  }
}

/** @param ownerId account of the group that holds the permissions. */
export function fromApi(
  permissions: readonly IpPermission[],
  ownerId: string | undefined,
): Permission[] {
  return permissions.flatMap((api) => {
    const of = (peer: Permission["peer"], value = "", description = "") => ({
      protocol: protocolName(api.IpProtocol ?? "-1"),
      fromPort: api.FromPort ?? 0,
      toPort: api.ToPort ?? 0,
      description,
      peer,
      value,
    });
    return [
      ...(api.IpRanges ?? []).map((r) => of("ipv4", r.CidrIp, r.Description)),
      ...(api.Ipv6Ranges ?? []).map((r) => of("ipv6", r.CidrIpv6, r.Description)),
      ...(api.PrefixListIds ?? []).map((r) => of("prefixList", r.PrefixListId, r.Description)),
      ...(api.UserIdGroupPairs ?? []).map((r) => {
        const foreign = r.UserId !== undefined && r.UserId !== ownerId;
        return of("group", foreign ? `${r.UserId}/${r.GroupId}` : r.GroupId, r.Description);
      }),
    ];
  });
}

function grouped(permissions: readonly Permission[], groupId: string): Rule[] {
  const groups = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const { protocol, fromPort, toPort, description } = permission;
    const key = JSON.stringify([protocol, fromPort, toPort, description]);
    groups.set(key, [...(groups.get(key) ?? []), permission]);
  }
  return [...groups.values()].map((group) => toRule(group, groupId));
}

function toRule(group: readonly Permission[], groupId: string): Rule {
  const [first] = group;
  const values = (peer: Permission["peer"]) =>
    group.filter((p) => p.peer === peer && p.value !== groupId).map((p) => p.value);
  const rule = {
    protocol: first?.protocol ?? "-1",
    fromPort: first?.fromPort ?? 0,
    toPort: first?.toPort ?? 0,
    description: first?.description ?? "",
    cidrBlocks: values("ipv4"),
    ipv6CidrBlocks: values("ipv6"),
    prefixListIds: values("prefixList"),
    securityGroups: values("group"),
    self: group.some((p) => p.peer === "group" && p.value === groupId),
  };
  return rule;
}

/** What makes a permission another one. */
function keyOf(permission: Permission): string {
  const { protocol, fromPort, toPort, description, peer, value } = permission;
  return JSON.stringify([protocol, fromPort, toPort, peer, value, description]);
}
