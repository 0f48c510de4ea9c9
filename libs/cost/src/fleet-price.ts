import type { PricedResource } from "./estimate.ts";
import { amount, fixed, unpriced, type PriceLine } from "./price-line.ts";
import { HOURS_A_MONTH, INSTANCE_HOUR, MONTH, VOLUME_GIB_MONTH } from "./prices.ts";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/**
 * A fleet at its smallest: instances, their volumes and their metrics, as the launch template says. With more than one
 * instance type, each instance is taken to be of the dearest.
 */
export function fleetLines(
  group: PricedResource,
  all: readonly PricedResource[],
): readonly PriceLine[] {
  const template = templateOf(group, all);
  if (template === undefined) return [unpriced("its launch template is not in this layer")];
  const count = amount(group.props["minSize"]);
  if (count === undefined) return [unpriced("its size is not known")];
  const types = instanceTypes(group, template);
  const missing = types.filter((type) => INSTANCE_HOUR[type] === undefined);
  if (types.length === 0) return [unpriced("its instance type is not known")];
  const dearest = types
    .filter((type) => !missing.includes(type))
    .toSorted((one, other) => (INSTANCE_HOUR[other] ?? 0) - (INSTANCE_HOUR[one] ?? 0))[0];
  return [
    ...missing.map((type) => unpriced(`the table has no price of ${type}`)),
    ...(dearest === undefined
      ? []
      : [
          fixed(
            `${dearest}, ${count} × ${HOURS_A_MONTH} h`,
            (INSTANCE_HOUR[dearest] ?? 0) * HOURS_A_MONTH * count,
          ),
        ]),
    ...volumeLines(template, count),
    ...(isTrue(record(template.props["monitoring"])["enabled"])
      ? [fixed(`detailed monitoring, ${count} ×`, MONTH.detailedMonitoring * count)]
      : []),
  ];
}

/** Found by what its inputs were made of, by its id, or because it is the only one. */
function templateOf(
  group: PricedResource,
  all: readonly PricedResource[],
): PricedResource | undefined {
  const templates = all.filter(({ type }) => type === TEMPLATE);
  const { launchTemplate, mixedInstancesPolicy } = group.propertyDependencies ?? {};
  const named = JSON.stringify([
    group.props["launchTemplate"],
    group.props["mixedInstancesPolicy"],
  ]);
  return (
    templates.find(
      ({ urn }) => launchTemplate?.includes(urn) || mixedInstancesPolicy?.includes(urn),
    ) ??
    templates.find(({ identities = [] }) => identities.some((id) => named.includes(`"${id}"`))) ??
    (templates.length === 1 ? templates[0] : undefined)
  );
}

function instanceTypes(group: PricedResource, template: PricedResource): string[] {
  const policy = record(record(group.props["mixedInstancesPolicy"])["launchTemplate"]);
  const overrides = Array.isArray(policy["overrides"]) ? (policy["overrides"] as unknown[]) : [];
  const listed = overrides.map((override) => record(override)["instanceType"]);
  const all = listed.length > 0 ? listed : [template.props["instanceType"]];
  return all.filter((type): type is string => typeof type === "string");
}

function volumeLines(template: PricedResource, count: number): PriceLine[] {
  const mappings = template.props["blockDeviceMappings"];
  if (!Array.isArray(mappings)) return [];
  return mappings.map((mapping) => {
    const ebs = record(record(mapping)["ebs"]);
    const type = typeof ebs["volumeType"] === "string" ? ebs["volumeType"] : "gp2";
    const price = VOLUME_GIB_MONTH[type];
    const size = amount(ebs["volumeSize"]);
    return price === undefined || size === undefined
      ? unpriced(`the table has no price of its volumes (${type})`)
      : fixed(`${type} volume, ${count} × ${size} GiB`, price * size * count);
  });
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
