/** Processor architecture, in the words of Amazon Linux. */
export type Architecture = "x86_64" | "arm64";

/**
 * Architecture of an instance type, from its name: AWS marks Graviton families with a `g` after the
 * generation (t4g, c7gn), and a1 is the one older family. g4dn and the like are x86 with a GPU.
 */
export function architectureOf(instanceType: string): Architecture {
  const family = instanceType.split(".")[0] ?? "";
  return /^(a1|[a-z]+\d+g[a-z]*)$/.test(family) ? "arm64" : "x86_64";
}
