import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

import { contextOf, parseWaivers, type Waiver } from "@strata/policies";

import { LayerPolicies } from "./layer-policies.ts";
import type { Registrations } from "./registrations.ts";

/** The file of a layer's waivers; it exports `waivers`. A layer that needs none has none, or an empty list. */
export const WAIVERS = "waivers.ts";

export interface LoadOptions {
  readonly layer: string;
  readonly environment: string;
  /** Absolute folder of the layer. */
  readonly projectFolder: string;
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly registrations: Registrations;
}

/**
 * Loads the rules and the waivers of a layer.
 *
 * @throws Error when the waivers do not load, or are none
 */
export async function loadPolicies(options: LoadOptions): Promise<LayerPolicies> {
  const { layer, environment, projectFolder, root, registrations } = options;
  const file = join(projectFolder, WAIVERS);
  const waiversFile = relative(root, file);
  return new LayerPolicies({
    context: contextOf(layer, environment),
    waivers: await waiversIn(file, waiversFile),
    waiversFile,
    registrations,
    today: new Date().toISOString().slice(0, 10),
  });
}

async function waiversIn(file: string, where: string): Promise<readonly Waiver[]> {
  const { href } = pathToFileURL(file);
  try {
    const { waivers } = (await import(href)) as { waivers?: unknown };
    return parseWaivers(waivers, where);
  } catch (error) {
    const { code, url } = error as { code?: string; url?: string };
    if (code === "ERR_MODULE_NOT_FOUND" && url === href) return [];
    throw error;
  }
}
