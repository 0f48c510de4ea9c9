import {
  isDeployed,
  readersOf,
  type DeployedLayers,
  type Reader,
} from "../deployed/deployed-layers.ts";
import { placeName, placeOptions, type Place } from "../place.ts";

/**
 * Refuses to destroy a layer that a deployed layer outside the run still reads. Judged from what is deployed, so a
 * reader counts also when its code is gone or lives in another repository.
 *
 * @returns the message that names readers and keys; undefined when nobody is hurt
 */
export function destroyProblem(
  deployed: DeployedLayers,
  selected: readonly string[],
  place: Place,
): string | undefined {
  const hurt = selected
    .filter((layer) => isDeployed(deployed.get(layer)))
    .map((layer) => ({ layer, readers: readersOf(deployed, layer) }))
    .map(({ layer, readers }) => ({
      layer,
      readers: readers.filter((reader) => !selected.includes(reader.layer)),
    }))
    .filter(({ readers }) => readers.length > 0);
  if (hurt.length === 0) return undefined;
  const lines = hurt.flatMap(({ layer, readers }) =>
    readers.map((reader) => `  ${reader.layer} reads ${keysOf(layer, reader)}`),
  );
  const all = [...new Set(hurt.flatMap(({ readers }) => readers.map((reader) => reader.layer)))];
  const layers = hurt.map(({ layer }) => layer).join(", ");
  return [
    `nothing was destroyed: ${layers} ${hurt.length === 1 ? "is" : "are"} still read in ${placeName(place)}`,
    ...lines,
    `Destroy the readers first (${all.join(", ")}), or together with it, in reverse order:`,
    `  npx nx run-many -t destroy -p ${selected.join(",")} --with-dependents ${placeOptions(place)}`,
  ].join("\n");
}

/**
 * The selected layers and every deployed layer that reads them, near or far.
 *
 * @throws Error naming a reader whose code is in another repository: it is not ours to destroy
 */
export function withDependents(
  deployed: DeployedLayers,
  selected: readonly string[],
  repository: string,
): readonly string[] {
  const all = new Set(selected);
  for (const layer of all) {
    for (const reader of readersOf(deployed, layer)) {
      const owner = deployed.get(reader.layer)?.record?.repository;
      if (owner !== undefined && owner !== "" && owner !== repository) {
        throw new Error(
          `nothing was destroyed: ${reader.layer} reads ${keysOf(layer, reader)} and belongs to ` +
            `repository ${owner}. Have it destroyed from there first`,
        );
      }
      all.add(reader.layer);
    }
  }
  return [...all];
}

function keysOf(layer: string, { keys }: Reader): string {
  return keys.length === 0
    ? `outputs of ${layer} (no record tells which, so any of them)`
    : keys.map((key) => `${layer}.${key}`).join(", ");
}
