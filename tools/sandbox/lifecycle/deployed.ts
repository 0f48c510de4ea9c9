import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { stateFolder } from "./sandbox-folder.ts";

/** A layer that has resources in the sandbox. */
export interface DeployedLayer {
  readonly layer: string;
  readonly environment: string;
  /** AWS resources; not the stack, the provider or components, which exist in Pulumi only. */
  readonly resources: number;
  /** End of the last operation, ISO 8601. */
  readonly updatedAt: string;
}

interface StateFile {
  readonly checkpoint?: {
    readonly latest?: {
      readonly manifest?: { readonly time?: string };
      readonly resources?: readonly { readonly custom?: boolean; readonly type: string }[];
    };
  };
}

/**
 * What is deployed, by Pulumi's state files: `stacks/<project>/<stack>.json`. Pulumi replaces them
 * atomically.
 */
export async function deployedLayers(folder: string): Promise<readonly DeployedLayer[]> {
  const stacks = join(stateFolder(folder), ".pulumi", "stacks");
  const found: DeployedLayer[] = [];
  for (const layer of await names(stacks)) {
    for (const file of await names(join(stacks, layer))) {
      if (!file.endsWith(".json")) continue;
      const state = JSON.parse(await readFile(join(stacks, layer, file), "utf8")) as StateFile;
      const { manifest, resources = [] } = state.checkpoint?.latest ?? {};
      const real = resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
      if (real.length === 0) continue;
      const environment = file.slice(0, -".json".length);
      found.push({ layer, environment, resources: real.length, updatedAt: manifest?.time ?? "" });
    }
  }
  return found;
}

async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
