import { placeName, placeOptions, type Place } from "../place.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { StateStore } from "../state/state-store.ts";
import type { LayerReport } from "./run-report.ts";

/** Prints what the layers publish: a block a layer, or one JSON object by layer and key. */
export async function printOutputs(
  layers: readonly string[],
  { json }: Pick<RunOptions, "json">,
  place: Place,
  store: Pick<StateStore, "read">,
  onResult: (result: Pick<LayerReport, "layer" | "status">) => void,
): Promise<void> {
  const found: Record<string, Readonly<Record<string, unknown>>> = {};
  const missing: string[] = [];
  for (const layer of layers) {
    const state = await store.read(layer, place.environment);
    if (state === undefined || state.resourceCount === 0) missing.push(layer);
    else found[layer] = state.outputs;
  }
  if (json) console.log(JSON.stringify(found, undefined, 2));
  else for (const [layer, outputs] of Object.entries(found)) console.log(block(layer, outputs));
  for (const layer of missing) {
    console.error(
      `${layer} is not deployed in ${placeName(place)}; ` +
        `deploy it: npx nx run ${layer}:up ${placeOptions(place)}`,
    );
  }
  for (const layer of layers) {
    const status = missing.includes(layer) ? "failed" : "done";
    onResult({ layer, status });
  }
}

function block(layer: string, outputs: Readonly<Record<string, unknown>>): string {
  const width = Math.max(0, ...Object.keys(outputs).map((key) => key.length));
  const lines = Object.entries(outputs).map(([key, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `  ${key.padEnd(width)}  ${text}`;
  });
  return [layer, ...lines].join("\n");
}
