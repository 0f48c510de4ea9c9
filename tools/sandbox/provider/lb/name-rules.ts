import type { CheckFailure } from "../resource-type.ts";

/** Source: ELBv2 API reference, CreateLoadBalancer and CreateTargetGroup, "Name". */
export function nameFailures(name: unknown): CheckFailure[] {
  if (typeof name !== "string") return [];
  const fails = (why: string): CheckFailure[] => [{ property: "name", reason: `"name" ${why}` }];
  if (!/^[0-9A-Za-z-]+$/.test(name)) {
    return fails(`may hold only alphanumeric characters and hyphens: "${name}"`);
  }
  if (name.length > 32) return fails(`cannot be longer than 32 characters: "${name}"`);
  if (name.startsWith("-") || name.endsWith("-")) {
    return fails(`cannot begin or end with a hyphen: "${name}"`);
  }
  return [];
}
