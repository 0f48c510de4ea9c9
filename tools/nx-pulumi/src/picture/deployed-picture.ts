import { environment as environmentNamed } from "@strata/config/environments";
import { estimate } from "@strata/cost";
import type { EnvironmentPicture, LayerPicture } from "@strata/picture";

import { readDeployed, type DeployedLayer } from "../deployed/deployed-layers.ts";
import type { Place } from "../place.ts";
import { TO_READ_OTHERS, type StateStore, type WholeResource } from "../state/state-store.ts";
import { nameOfUrn } from "../urn.ts";

/** What a picture needs of the workspace. */
export interface PictureOfDeployed {
  readonly place: Place;
  readonly store: Pick<StateStore, "layersIn" | "read" | "readRecord" | "readWhole">;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly ownerOf: (layer: string) => string | undefined;
}

/** The picture of what is deployed in an environment, from its states. */
export async function deployedPicture({
  place,
  store,
  at,
  ownerOf,
}: PictureOfDeployed): Promise<EnvironmentPicture> {
  const { environment, inSandbox } = place;
  const { region, accountId } = environmentNamed(environment);
  const deployed = [...(await readDeployed(store, environment)).values()];
  const layers = deployed
    .filter(({ state }) => state.resourceCount > 0)
    .toSorted((one, other) => distance(one, deployed) - distance(other, deployed));
  return {
    environment,
    inSandbox,
    region,
    accountId,
    shows: "deployed",
    at,
    layers: await Promise.all(
      layers.map(async (one): Promise<LayerPicture> => {
        const owner = ownerOf(one.layer);
        const resources = ((await store.readWhole(one.layer, environment)) ?? []).filter(
          ({ type }) => !TO_READ_OTHERS.includes(type),
        );
        return {
          layer: one.layer,
          ...(owner === undefined ? {} : { owner }),
          resources: resources.map(pictured),
          outputs: one.state.outputs,
          reads: one.record?.reads.map(({ layer, key }) => ({ layer, key })) ?? [],
          findings: [],
          cost: estimate(resources.map(priced), region),
        };
      }),
    ),
  };
}

function pictured({ urn, type, id, parent, inputs, outputs }: WholeResource) {
  return {
    urn,
    type,
    name: nameOfUrn(urn),
    ...(parent === undefined ? {} : { parent }),
    ...(id === undefined ? {} : { id }),
    props: { ...inputs, ...outputs },
  };
}

/** A resource of a state as an estimate takes it. */
export function priced({ urn, type, id, inputs, outputs, propertyDependencies }: WholeResource) {
  const identities = [id, outputs["arn"]].filter((one) => typeof one === "string");
  return { urn, type, name: nameOfUrn(urn), props: inputs, propertyDependencies, identities };
}

/** How many layers there are between this one and those that read nothing, on the longest way. */
function distance(
  { layer, record }: DeployedLayer,
  all: readonly DeployedLayer[],
  seen: readonly string[] = [],
): number {
  const upstream = new Set(record?.reads.map((read) => read.layer));
  const before = all.filter((one) => upstream.has(one.layer) && !seen.includes(one.layer));
  return before.reduce((most, one) => Math.max(most, 1 + distance(one, all, [...seen, layer])), 0);
}
