import { recordOf } from "../../state/testing/record.ts";
import type { RecordedLayer } from "../../state/state-store.ts";
import type { RunRecord } from "../../state/run-record.ts";
import type { DeployedLayer } from "../deployed-layers.ts";

type Parts = Partial<RecordedLayer> & {
  /** What the record says it read, `<layer>.<key>` each. Without it, and without `record`, there is none. */
  readonly reads?: readonly string[];
  readonly record?: Partial<RunRecord>;
};

/** What is deployed in an environment, by layer. */
export function deployedLayers(layers: Readonly<Record<string, Parts>>) {
  return new Map(Object.entries(layers).map(([name, parts]) => [name, deployedLayer(name, parts)]));
}

/** A layer that is deployed with the given parts, and has nothing to publish or to read unless they say so. */
export function deployedLayer(
  layer: string,
  { reads, record, ...state }: Parts = {},
): DeployedLayer {
  const isRecorded = reads !== undefined || record !== undefined;
  return {
    layer,
    state: {
      outputs: {},
      resourceCount: 3,
      resources: [],
      references: [],
      digest: "state",
      ...state,
    },
    ...(isRecorded ? { record: recordOf({ reads: (reads ?? []).map(readOf), ...record }) } : {}),
  };
}

function readOf(name: string): { layer: string; key: string } {
  const [layer = "", key = ""] = name.split(".");
  return { layer, key };
}
