const NAMES = ["tcp", "udp", "icmp", "icmpv6"];
const WITH_PORTS = ["tcp", "udp", "6", "17"];
const ICMP = ["icmp", "icmpv6", "1", "58"];

/** Whether it stands for every protocol. */
export function isEveryProtocol(protocol: unknown): boolean {
  return protocol === "-1" || protocol === "all" || protocol === -1;
}

/** What is wrong with the protocol of a security-group rule. */
export function protocolProblem(protocol: unknown): string | undefined {
  if (typeof protocol !== "string" || isEveryProtocol(protocol)) return undefined;
  if (NAMES.includes(protocol.toLowerCase())) return undefined;
  if (/^\d{1,3}$/.test(protocol) && Number(protocol) <= 255) return undefined;
  return `is "${protocol}", and AWS takes ${NAMES.join(", ")}, a number of 0 to 255, or -1 for all`;
}

/** What is wrong with the ports of a rule; undefined stands for a port that is left out, the unknown is not judged. */
export function portsProblem(protocol: unknown, from: unknown, to: unknown): string | undefined {
  const name = typeof protocol === "string" ? protocol.toLowerCase() : "";
  if (ICMP.includes(name)) {
    const isWrong = [from, to].some((one) => typeof one === "number" && (one < -1 || one > 255));
    return isWrong ? "is of ICMP, whose type and code are -1 to 255" : undefined;
  }
  if (!WITH_PORTS.includes(name)) return undefined;
  if (from === undefined || to === undefined) return `is of ${name}, and has not both ports`;
  for (const port of [from, to]) {
    if (typeof port !== "number" || (port >= 0 && port <= 65535)) continue;
    return `has port ${port}, and AWS takes 0 to 65535`;
  }
  return typeof from === "number" && typeof to === "number" && from > to
    ? `goes from port ${from} to ${to}: the first is the lower one`
    : undefined;
}
