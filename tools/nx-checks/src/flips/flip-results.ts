import { evaluate, recordedResources, rules, type Finding } from "@strata/policies";

import type { RecordedLayer } from "../compliance/recorded-environment.ts";
import { flipsOf, type Flip } from "./flips.ts";

/** A flip and what found it. */
export interface FlipResult extends Omit<Flip, "flipped"> {
  readonly layer: string;
  /** Type token. */
  readonly type: string;
  /** The path with `[]` for each place in a list. */
  readonly path: string;
  /** Rules that have something to say that they had not before; none: it survives. */
  readonly foundBy: readonly string[];
}

/** Flips every property of every resource of some layers, one at a time, and asks all rules. */
export function flipResults(layers: readonly RecordedLayer[]): readonly FlipResult[] {
  return layers.flatMap(({ layer, context, resources }) => {
    const ask = (all: RecordedLayer["resources"]) =>
      evaluate(recordedResources(all, context), context, rules);
    const before = new Set(ask(resources).map(keyOf));
    return resources.flatMap((resource, place) =>
      (resource.type.startsWith("aws:") ? flipsOf(resource) : []).map(
        ({ flipped, ...flip }): FlipResult => {
          const found = ask(resources.with(place, { ...resource, ...flipped } as never));
          return {
            ...flip,
            layer,
            type: resource.type,
            path: flip.property.replaceAll(/\[\d+\]/g, "[]"),
            foundBy: [
              ...new Set(found.filter((one) => !before.has(keyOf(one))).map(({ rule }) => rule)),
            ],
          };
        },
      ),
    );
  });
}

function keyOf({ rule, urn, property, problem }: Finding): string {
  return [rule, urn, property, problem].join(" ");
}
