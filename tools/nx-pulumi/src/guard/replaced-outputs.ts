import {
  reads,
  readersOf,
  type DeployedLayer,
  type DeployedLayers,
} from "../deployed/deployed-layers.ts";
import type { ResourceChange } from "../report/run-report.ts";

/**
 * Finds resources that a plan replaces or deletes although an output that deployed layers read stands for them.
 *
 * @returns a line for each such output, naming resources, output and readers
 */
export function replacedBehindOutputs(
  deployed: DeployedLayers,
  producer: DeployedLayer | undefined,
  changes: readonly Pick<ResourceChange, "urn" | "type" | "name" | "op">[],
): string[] {
  if (producer === undefined) return [];
  const { layer, state } = producer;
  const readers = readersOf(deployed, layer);
  const lost = changes
    .filter(({ op }) => op === "replace" || op === "delete")
    .map((change) => ({
      ...change,
      texts: identifiersOf(state.resources.find(({ urn }) => urn === change.urn)),
    }));
  return Object.entries(state.outputs).flatMap(([key, value]) => {
    const who = readers.filter((reader) => reads(reader, key)).map((reader) => reader.layer);
    const texts = textsIn(value);
    const behind = lost.filter((one) => texts.some((text) => one.texts.has(text)));
    if (who.length === 0) return [];
    return (["replace", "delete"] as const).flatMap((op) => {
      const names = behind
        .filter((one) => one.op === op)
        .map(({ type, name }) => `${type} ${name}`);
      if (names.length === 0) return [];
      return [
        `${layer}: ${op}s ${names.join(", ")}, which ${names.length === 1 ? "is" : "are"} ` +
          `${layer}.${key} that ${who.join(", ")} ${who.length === 1 ? "reads" : "read"}`,
      ];
    });
  });
}

/** Shorter texts are numbers, flags and the like, which say nothing about identity. */
const SHORTEST_IDENTIFIER = 6;

/** What can stand for a resource in an output: its id, and every text of its own. */
function identifiersOf(
  resource: DeployedLayer["state"]["resources"][number] | undefined,
): ReadonlySet<string> {
  if (resource === undefined) return new Set();
  const { id, outputs } = resource;
  const own = Object.entries(outputs)
    .filter(([key]) => IDENTITY.test(key))
    .flatMap(([, value]) => textsIn(value));
  return new Set([id, ...own].filter((text) => text.length >= SHORTEST_IDENTIFIER));
}

/** Properties that name a resource itself; others (a VPC's id in a subnet) name its neighbours. */
const IDENTITY =
  /^(id|arn|arnSuffix|name|bucket|identifier|resourceId|address|endpoint|dnsName|masterUserSecrets)$/;

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
