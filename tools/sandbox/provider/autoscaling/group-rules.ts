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

/** Limits of AWS. Source: Auto Scaling API reference, CreateAutoScalingGroup, InstanceMaintenancePolicy. */
export function limitFailures(group: object): CheckFailure[] {
  const { maxInstanceLifetime: lifetime, instanceMaintenancePolicy: policy } = group as Values;
  const failures: CheckFailure[] = [];
  if (typeof lifetime === "number" && lifetime !== 0 && (lifetime < 86400 || lifetime > 31536000)) {
    const reason = `"maxInstanceLifetime" is 0 or 86400 to 31536000 seconds (1 to 365 days), not ${lifetime}`;
    failures.push({ property: "maxInstanceLifetime", reason });
  }
  if (!isObject(policy)) return failures;
  const property = "instanceMaintenancePolicy";
  return [...failures, ...healthyPercentageFailures(property, policy)];
}

/** From how few to how many healthy instances, in percent of the capacity: at most 100 apart. */
export function healthyPercentageFailures(property: string, values: Values): CheckFailure[] {
  const { minHealthyPercentage: min, maxHealthyPercentage: max } = values;
  if (typeof min !== "number" || typeof max !== "number" || (min === -1 && max === -1)) return [];
  if (min >= 0 && min <= 100 && max >= 100 && max <= 200 && max - min <= 100) return [];
  const reason =
    `"${property}" needs a "minHealthyPercentage" of 0 to 100 and a "maxHealthyPercentage" of 100 to 200, ` +
    `at most 100 apart, not ${min} and ${max}`;
  return [{ property, reason }];
}
