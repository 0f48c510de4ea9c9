import { isIPv6 } from "node:net";

import { formatCidr, isAligned, parseCidr, type Cidr } from "@strata/config/cidr";

/** The IPv4 block that a value is; undefined where it is none, or not known yet. */
export function blockOf(value: unknown): Cidr | undefined {
  if (typeof value !== "string") return undefined;
  try {
    return parseCidr(value);
  } catch {
    return undefined;
  }
}

/** What is wrong with an IPv4 block as such; nothing for what is no text. */
export function cidrProblem(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const block = blockOf(value);
  if (block === undefined) return `is "${value}", and no IPv4 block such as 10.0.0.0/16`;
  if (isAligned(block)) return undefined;
  return `is ${value}, whose last bits are not zero: the block is ${canonical(block)}`;
}

/** What is wrong with an IPv6 block as such; nothing for what is no text. */
export function ipv6CidrProblem(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const [address = "", prefix = "", ...rest] = value.split("/");
  const isBlock = isIPv6(address) && /^\d{1,3}$/.test(prefix) && Number(prefix) <= 128;
  if (isBlock && rest.length === 0) return undefined;
  return `is "${value}", and no IPv6 block such as 2001:db8::/56`;
}

/** Bits of the prefix of an IPv6 block; undefined where it is none. */
export function ipv6PrefixOf(value: unknown): number | undefined {
  if (typeof value !== "string" || ipv6CidrProblem(value) !== undefined) return undefined;
  return Number(value.split("/")[1]);
}

function canonical({ address, prefix }: Cidr): string {
  const size = 2 ** (32 - prefix);
  return formatCidr({ address: address - (address % size), prefix });
}
