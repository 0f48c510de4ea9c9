import { isDeployed, type DeployedLayers } from "../deployed/deployed-layers.ts";
import { placeName, placeOptions, type Place } from "../place.ts";
import { shortName } from "../report/progress-lines.ts";
import type { RecordedResource } from "../state/state-store.ts";

/** Outputs by which AWS refuses to delete a resource, by type. */
const DELETION_PROTECTION: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "deletionProtection",
  "aws:rds/cluster:Cluster": "deletionProtection",
  "aws:lb/loadBalancer:LoadBalancer": "enableDeletionProtection",
  "aws:dynamodb/table:Table": "deletionProtectionEnabled",
};

/**
 * Refuses to destroy layers of which something is protected. The engine and AWS refuse it too, but each only when it
 * comes to that resource: by then, layers before it and a part of its own are gone.
 *
 * @returns the message that names them and the way on; undefined when nothing is protected
 */
export function protectionProblem(
  deployed: DeployedLayers,
  selected: readonly string[],
  place: Place,
): string | undefined {
  const found = selected.flatMap((layer) => {
    const one = deployed.get(layer);
    const resources = isDeployed(one) ? one.state.resources : [];
    return resources.flatMap((resource) => {
      const how = protectionOf(resource);
      return how.length === 0 ? [] : [{ layer, resource, how }];
    });
  });
  if (found.length === 0) return undefined;
  const layers = [...new Set(found.map(({ layer }) => layer))];
  const { environment } = place;
  const files = layers.map((layer) => `apps/${layer}/Pulumi.${environment}.yaml`);
  return [
    `nothing was destroyed: ${layers.join(", ")} ${layers.length === 1 ? "has" : "have"} what is protected ` +
      `in ${placeName(place)}`,
    ...found.map(
      ({ layer, resource, how }) => `  ${layer}: ${shortName(resource.urn)} (${how.join(", ")})`,
    ),
    `Whoever means it takes the protection away first, in ${files.join(" and ")} ` +
      "(docs/environments.md has the settings), deploys that and destroys then:",
    `  npx nx run-many -t up -p ${layers.join(",")} ${placeOptions(place)}`,
  ].join("\n");
}

function protectionOf({ type, outputs, protect }: RecordedResource): string[] {
  const property = DELETION_PROTECTION[type];
  return [
    ...(protect === true ? ["protect"] : []),
    ...(property !== undefined && outputs[property] === true ? [property] : []),
  ];
}
