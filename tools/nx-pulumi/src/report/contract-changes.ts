import { acceptsAll, type OutputType } from "@strata/contracts/types";

import {
  reads,
  readersOf,
  type DeployedLayer,
  type DeployedLayers,
} from "../deployed/deployed-layers.ts";
import { digestOfValue } from "../gate/digest.ts";
import { hasUnknown } from "../gate/gate.ts";
import type { ContractChange } from "./run-report.ts";

/**
 * What becomes of a layer's outputs, and who reads them.
 *
 * @param before the layer as it was deployed; undefined if it was not
 * @param after its outputs after the run, or as planned
 * @param promised type of each output, as the program declares it
 */
export function contractChanges(
  deployed: DeployedLayers,
  layer: string,
  before: DeployedLayer | undefined,
  after: Readonly<Record<string, unknown>>,
  promised: Readonly<Record<string, OutputType>>,
): ContractChange[] {
  const was = before?.state.outputs ?? {};
  const readers = readersOf(deployed, layer);
  const keys = [...new Set([...Object.keys(was), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => {
    const change = changeOf(key);
    if (change === undefined) return [];
    const who = readers.filter((reader) => reads(reader, key)).map((reader) => reader.layer);
    return [{ key, change, readers: who }];
  });

  function changeOf(key: string): ContractChange["change"] | undefined {
    if (!Object.hasOwn(after, key)) return "removed";
    if (!Object.hasOwn(was, key)) return "added";
    const type = before?.record?.contract[key] as OutputType | undefined;
    const now = promised[key];
    if (type !== undefined && now !== undefined && acceptsAll(type, now) !== undefined) {
      return "retyped";
    }
    if (hasUnknown(after[key])) return "unknown";
    return digestOfValue(was[key]) === digestOfValue(after[key]) ? undefined : "changed";
  }
}
