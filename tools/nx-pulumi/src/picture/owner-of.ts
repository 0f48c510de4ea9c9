import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { LayerGraph } from "../layer-graph.ts";

/** The owner that the layer's package.json names; undefined for a layer without code here. */
export function ownerOf(root: string, graph: LayerGraph, layer: string): string | undefined {
  const folder = graph.get(layer)?.root;
  if (folder === undefined) return undefined;
  const text = readFileSync(join(root, folder, "package.json"), "utf8");
  const { strata } = JSON.parse(text) as { readonly strata?: { readonly owner?: string } };
  return strata?.owner;
}
