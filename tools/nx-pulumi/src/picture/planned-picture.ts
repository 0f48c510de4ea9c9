import {
  UNKNOWN_VALUE,
  type EnvironmentPicture,
  type LayerPicture,
  type PictureFinding,
  type PictureResource,
} from "@strata/picture";

import { hasUnknown } from "../gate/gate.ts";
import type { PlannedResource } from "../host/message.ts";
import type { LayerReport, ResourceChange, RunReport } from "../report/run-report.ts";

/** All that a layer asks for in a plan. */
export interface PlannedLayer {
  readonly resources: readonly PlannedResource[];
  /** Unknown ones as Pulumi's sentinel. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * The picture of an environment as it would be after a plan: what is deployed, with the layers of the preview in place
 * of theirs, and what would be deleted still there.
 *
 * @param planned layers that the engine planned; one that is unchanged is not among them
 */
export function plannedPicture(
  deployed: EnvironmentPicture,
  planned: ReadonlyMap<string, PlannedLayer>,
  report: RunReport,
  ownerOf: (layer: string) => string | undefined,
): EnvironmentPicture {
  const before = new Map(deployed.layers.map((one) => [one.layer, one]));
  const inReport = report.layers.map((one) => {
    const plan = planned.get(one.layer);
    const was = before.get(one.layer);
    const drawn = plan === undefined ? was : plannedLayer(plan, one, was);
    const owner = ownerOf(one.layer);
    return {
      layer: one.layer,
      resources: drawn?.resources ?? [],
      outputs: drawn?.outputs ?? {},
      reads: drawn?.reads ?? [],
      findings: findingsOf(one),
      ...(owner === undefined ? {} : { owner }),
      ...(one.cost === undefined ? {} : { cost: one.cost }),
    };
  });
  const names = new Set(report.layers.map(({ layer }) => layer));
  const others = deployed.layers.filter(({ layer }) => !names.has(layer));
  return {
    ...deployed,
    shows: "planned",
    at: report.endedAt,
    ...(report.commit === undefined ? {} : { commit: report.commit }),
    layers: [...others, ...inReport],
  };
}

type Drawn = Pick<LayerPicture, "resources" | "outputs" | "reads">;

function plannedLayer(
  { resources, outputs }: PlannedLayer,
  { changes, reads }: LayerReport,
  was: LayerPicture | undefined,
): Drawn {
  const before = new Map(was?.resources.map((one) => [one.urn, one]));
  const changed = new Map(changes.map((change) => [change.urn, change]));
  const drawn = resources.map((one): PictureResource => {
    const change = changed.get(one.urn);
    const old = change?.op === "replace" ? undefined : before.get(one.urn);
    return {
      ...one,
      ...(old?.id === undefined ? {} : { id: old.id }),
      props: { ...old?.props, ...one.props },
      ...changeOf(change),
    };
  });
  const asked = new Set(resources.map(({ urn }) => urn));
  const deleted = [...before.values()].filter(
    ({ urn }) => !asked.has(urn) && changed.get(urn)?.op === "delete",
  );
  return {
    resources: [...drawn, ...deleted.map((one) => ({ ...one, change: "delete" as const }))],
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([key, value]) => [
        key,
        hasUnknown(value) ? UNKNOWN_VALUE : value,
      ]),
    ),
    reads: reads.map(({ layer, key }) => ({ layer, key })),
  };
}

function changeOf(
  change: ResourceChange | undefined,
): Pick<PictureResource, "change" | "changedProperties"> {
  if (change === undefined) return {};
  const { op, properties } = change;
  // What a creation says of its inputs is all of them.
  const paths = op === "update" || op === "replace" ? properties.map(({ path }) => path) : [];
  return { change: op === "import" ? "create" : op, changedProperties: paths };
}

function findingsOf({ findings = [] }: LayerReport): PictureFinding[] {
  return findings.map(({ rule, name, enforcement, waived, problem, fix }) => ({
    rule,
    resource: name,
    level: waived === undefined ? enforcement : "waived",
    message: `${name} ${problem}. ${waived === undefined ? fix : `Waived: ${waived.reason}`}`,
  }));
}
