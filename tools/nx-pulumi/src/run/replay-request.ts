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
  const { config = {} } = (parse(text) ?? {}) as { config?: Readonly<Record<string, unknown>> };
  if (hasSecret(config)) return undefined;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.includes(":") ? key : `${layer}:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

/** Pulumi writes a secret, at any depth, as an object with the key `secure`. */
export function hasSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(hasSecret);
}
