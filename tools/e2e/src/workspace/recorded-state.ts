import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One resource as the engine recorded it. */
export interface RecordedResource {
  readonly type: string;
  readonly urn: string;
  readonly id?: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The resources of a layer in the sandbox, from the file that the engine wrote. */
export function recordedResources(root: string, layer: string): readonly RecordedResource[] {
  const file = join(root, ".strata", "sandbox", "state", ".pulumi", "stacks", layer, "local.json");
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint: { latest: { resources?: RecordedResource[] } };
  };
  return (checkpoint.latest.resources ?? []).map((one) => ({ ...one, outputs: one.outputs ?? {} }));
}

/** What a layer publishes in the sandbox. */
export function recordedOutputs(root: string, layer: string): Readonly<Record<string, unknown>> {
  const stack = recordedResources(root, layer).find(({ type }) => type === "pulumi:pulumi:Stack");
  return stack?.outputs ?? {};
}

/** What a layer read of others in its last deployment, as `layer.key`. */
export function recordedReads(root: string, layer: string): readonly string[] {
  const file = join(root, ".strata", "sandbox", "state", ".strata", "records", layer, "local.json");
  const { reads } = JSON.parse(readFileSync(file, "utf8")) as {
    reads: { layer: string; key: string }[];
  };
  return reads.map((read) => `${read.layer}.${read.key}`);
}
