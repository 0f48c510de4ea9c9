import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "yaml";

import type { ReplayRequest } from "../host/message.ts";

/**
 * The settings of a layer as the engine hands them to its program; undefined where some are secret, which only the
 * engine can read.
 *
 * @param folder absolute folder of the layer
 */
export async function plainConfig(
  folder: string,
  layer: string,
  environment: string,
): Promise<ReplayRequest["config"] | undefined> {
  const text = await readFile(join(folder, `Pulumi.${environment}.yaml`), "utf8");
  if (/^\s*-?\s*secure:/m.test(text)) return undefined;
  const { config = {} } = (parse(text) ?? {}) as { config?: Readonly<Record<string, unknown>> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.includes(":") ? key : `${layer}:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
