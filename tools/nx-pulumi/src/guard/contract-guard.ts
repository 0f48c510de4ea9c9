import { acceptsAll, type OutputType } from "@strata/contracts/types";

import {
  reads,
  readersOf,
  type DeployedLayer,
  type DeployedLayers,
} from "../deployed/deployed-layers.ts";
import { placeName, placeOptions, type Place } from "../place.ts";

/** An output that a deployed layer relies on, and that its producer would take away. */
export interface BrokenPromise {
  readonly key: string;
  readonly kind: "removed" | "retyped";
  /** What is different, for a person. */
  readonly change: string;
  /** Deployed layers that read it. */
  readonly readers: readonly string[];
}

/**
 * Compares what a layer is about to promise with what it has published, as far as deployed layers read it.
 *
 * @param promised type of each output of the contract, as the program to be deployed declares it
 */
export function brokenPromises(
  deployed: DeployedLayers,
  producer: DeployedLayer,
  promised: Readonly<Record<string, OutputType>>,
): BrokenPromise[] {
  const { layer, state, record } = producer;
  const readers = readersOf(deployed, layer);
  return Object.keys(state.outputs).flatMap((key): BrokenPromise[] => {
    const who = readers.filter((reader) => reads(reader, key)).map((reader) => reader.layer);
    if (who.length === 0) return [];
    const now = promised[key];
    if (now === undefined) {
      return [{ key, kind: "removed", change: "is not published any more", readers: who }];
    }
    const before = record?.contract[key] as OutputType | undefined;
    const change = before === undefined ? undefined : acceptsAll(before, now);
    return change === undefined ? [] : [{ key, kind: "retyped", change, readers: who }];
  });
}

/** The message that refuses: who relies on what, and the way that hurts nobody. */
export function brokenPromisesText(
  layer: string,
  place: Place,
  broken: readonly BrokenPromise[],
  why = "",
): string {
  const readers = [...new Set(broken.flatMap((one) => one.readers))].sort();
  const lines = broken.map(
    ({ key, kind, change, readers: who }) =>
      `  ${layer}.${key} ${kind === "removed" ? change : `has another type: ${change}`}; read by ${who.join(", ")}`,
  );
  return [
    `nothing was changed: the contract of ${layer} takes away what deployed layers read in ${placeName(place)}`,
    ...lines,
    ...(why === "" ? [] : [why]),
    `Keep the output in libs/contracts/${layer} until ${readers.join(" and ")} ` +
      `${readers.length === 1 ? "does" : "do"} not read it any more, deploy ` +
      `${readers.length === 1 ? "that layer" : "those layers"}, then remove it. ` +
      "Code that has stopped reading it can be deployed in the same run:",
    `  npx nx run-many -t up -p ${[layer, ...readers].join(",")} ${placeOptions(place)}`,
  ].join("\n");
}
