import type { Unwrap } from "@pulumi/pulumi";
import type { DefaultNetworkAclArgs } from "@pulumi/aws/ec2/defaultNetworkAcl.js";
import type { NetworkAclEntry, RuleAction } from "@aws-sdk/client-ec2";

import type { Properties } from "../property.ts";
import type { CheckFailure } from "../resource-type.ts";
import type { Value } from "../value.ts";
import { isList, isObject } from "../value.ts";

/** One inline entry of a network ACL. */
export type Entry = NonNullable<Unwrap<DefaultNetworkAclArgs>["ingress"]>[number];

export const entryProperties: Properties = {
  action: {
    kind: "string",
    required: true,
    equal: (before, after) => lower(before) === lower(after),
  },
  cidrBlock: { kind: "string" },
  fromPort: { kind: "number", required: true },
  icmpCode: { kind: "number" },
  icmpType: { kind: "number" },
  ipv6CidrBlock: { kind: "string" },
  protocol: {
    kind: "string",
    required: true,
    equal: (before, after) => protocolNumber(String(before)) === protocolNumber(String(after)),
  },
  ruleNo: { kind: "number", required: true },
  toPort: { kind: "number", required: true },
};

/** The API takes numbers alone. Source: EC2 API reference, CreateNetworkAclEntry; IANA, protocol numbers. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  all: "-1",
  tcp: "6",
  udp: "17",
  icmp: "1",
  icmpv6: "58",
  "ipv6-icmp": "58",
};

/** The entry that denies what no other allows, of IPv4 and of IPv6. It can be neither changed nor deleted. */
export function isOfAws({ RuleNumber }: NetworkAclEntry): boolean {
  return RuleNumber === 32_767 || RuleNumber === 32_768;
}

export function entryFailures(
  entries: readonly Entry[] | undefined,
  direction: "ingress" | "egress",
): CheckFailure[] {
  if (!isList(entries)) return [];
  return entries.flatMap((entry, i) => {
    if (!isObject(entry as Value)) return [];
    const fails = (field: keyof Entry, reason: string) => ({
      property: `${direction}[${i}].${field}`,
      reason: `"${field}" of ${direction}[${i}] ${reason}`,
    });
    const { action, protocol, fromPort, toPort, ruleNo } = entry;
    const failures: CheckFailure[] = [];
    if (typeof action === "string" && !["allow", "deny"].includes(lower(action))) {
      failures.push(fails("action", `must be "allow" or "deny"`));
    }
    if (typeof ruleNo === "number" && (ruleNo < 1 || ruleNo > 32_766)) {
      failures.push(fails("ruleNo", "must be between 1 and 32766"));
    }
    if (typeof protocol === "string" && !/^(-1|\d+)$/.test(protocolNumber(protocol))) {
      failures.push(fails("protocol", `must be a number or one of ${names()}, not "${protocol}"`));
    }
    const isAll = typeof protocol === "string" && protocolNumber(protocol) === "-1";
    const ports = [fromPort, toPort].filter((port) => typeof port === "number");
    if (isAll && ports.some((port) => port !== 0)) {
      failures.push(fails("fromPort", `and "toPort" must both be 0 for protocol "-1"`));
    }
    return failures;
  });
}

/** What must be taken away and what must be added: an entry is changed by making it anew. */
export function entriesChange(
  before: readonly Entry[],
  after: readonly Entry[],
): { readonly gone: Entry[]; readonly added: Entry[] } {
  const [old, wanted] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return {
    gone: before.filter((entry) => !wanted.has(keyOf(entry))),
    added: after.filter((entry) => !old.has(keyOf(entry))),
  };
}

export function toApi(entry: Entry) {
  const Protocol = protocolNumber(entry.protocol);
  const isIcmp = Protocol === "1" || Protocol === "58";
  return {
    RuleNumber: entry.ruleNo,
    RuleAction: lower(entry.action) as RuleAction,
    Protocol,
    CidrBlock: given(entry.cidrBlock),
    Ipv6CidrBlock: given(entry.ipv6CidrBlock),
    PortRange: { From: entry.fromPort, To: entry.toPort },
    IcmpTypeCode: isIcmp ? { Type: entry.icmpType ?? 0, Code: entry.icmpCode ?? 0 } : undefined,
  };
}

export function fromApi(entry: NetworkAclEntry): Entry {
  return {
    action: entry.RuleAction ?? "",
    cidrBlock: entry.CidrBlock ?? "",
    fromPort: entry.PortRange?.From ?? 0,
    icmpCode: entry.IcmpTypeCode?.Code ?? 0,
    icmpType: entry.IcmpTypeCode?.Type ?? 0,
    ipv6CidrBlock: entry.Ipv6CidrBlock ?? "",
    protocol: protocolNumber(entry.Protocol ?? "-1"),
    ruleNo: entry.RuleNumber ?? 0,
    toPort: entry.PortRange?.To ?? 0,
  };
}

function keyOf(entry: Entry): string {
  return JSON.stringify([
    entry.ruleNo,
    lower(entry.action),
    protocolNumber(entry.protocol),
    entry.fromPort,
    entry.toPort,
    entry.cidrBlock ?? "",
    entry.ipv6CidrBlock ?? "",
    entry.icmpType ?? 0,
    entry.icmpCode ?? 0,
  ]);
}

function protocolNumber(protocol: string): string {
  return PROTOCOLS[protocol.toLowerCase()] ?? protocol;
}

function names(): string {
  return Object.keys(PROTOCOLS).join(", ");
}

function lower(value: Value): string {
  return String(value).toLowerCase();
}

function given(block: string | undefined): string | undefined {
  return block === "" ? undefined : block;
}
