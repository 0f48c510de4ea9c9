import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Layer } from "../layer-graph.ts";
import type { RunRecord } from "../state/run-record.ts";

const FOLDER = join(".strata", "without-code");

/** Whether a layer stands for one whose code is gone. */
export function isWithoutCode({ root }: Layer): boolean {
  return root.startsWith(FOLDER);
}

/**
 * A layer whose code is gone, as the engine needs it to destroy what its state holds: a project file with its name.
 *
 * @param root absolute folder of the workspace
 */
export function layerWithoutCode(name: string, record: RunRecord | undefined, root: string): Layer {
  const folder = join(FOLDER, name);
  mkdirSync(join(root, folder), { recursive: true });
  const project = { name, runtime: "nodejs", description: "a layer without code" };
  writeFileSync(join(root, folder, "Pulumi.yaml"), `${JSON.stringify(project)}\n`);
  const reads = [...new Set((record?.reads ?? []).map(({ layer }) => layer))].sort();
  return { name, root: folder, reads };
}
