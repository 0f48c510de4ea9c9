import type { CheckFailure } from "../resource-type.ts";
import { isObject, type Value, type Values } from "../value.ts";

const LAUNCHES = ["launchConfiguration", "launchTemplate", "mixedInstancesPolicy"] as const;
const EXCLUSIONS = [
  ["availabilityZones", "vpcZoneIdentifiers"],
  ["loadBalancers", "trafficSources"],
  ["targetGroupArns", "trafficSources"],
] as const;

/** Which properties of a group exclude each other. Source: doc comments of the provider. */
export function exclusionFailures(group: object): CheckFailure[] {
  const inputs = group as Values;
  const given = LAUNCHES.filter((property) => inputs[property] !== undefined);
  const failures: CheckFailure[] = [];
  if (given.length !== 1) {
    failures.push({
      property: given[1] ?? "launchTemplate",
      reason:
        `one of ${LAUNCHES.map((name) => `"${name}"`).join(", ")} must be specified, ` +
        `got ${given.length === 0 ? "none" : given.map((name) => `"${name}"`).join(" and ")}`,
    });
  }
  for (const [one, other] of EXCLUSIONS) {
    if (inputs[one] === undefined || inputs[other] === undefined) continue;
    failures.push({ property: other, reason: `"${other}" conflicts with "${one}": set one` });
  }
  return [...failures, ...templateFailures(inputs.launchTemplate)];
}

function templateFailures(template: Value): CheckFailure[] {
  if (!isObject(template)) return [];
  if ((template.id === undefined) !== (template.name === undefined)) return [];
  return [
    {
      property: "launchTemplate",
      reason: 'set "launchTemplate.id" or "launchTemplate.name", not both or none',
    },
  ];
}
