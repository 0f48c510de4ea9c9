import { layerTags, type Tags } from "./mandatory-tags.ts";

/** What EC2 tags when an instance is launched from a template. */
const LAUNCHED = ["instance", "volume", "network-interface"] as const;

/**
 * Tags in the form of an auto scaling group, copied to its instances. The provider's default tags do
 * not reach the group.
 */
export function groupTags(callerTags: Tags = {}) {
  return withGroupTags(listed(callerTags), layerTags());
}

/**
 * Tags in the form of a launch template, for all that is launched from it. The provider's default tags
 * reach the template only; volumes and network interfaces would stay without.
 */
export function launchTags(callerTags: Tags = {}) {
  const given = LAUNCHED.map((resourceType) => ({ resourceType, tags: callerTags }));
  return withLaunchTags(given, layerTags());
}

/** One tag of an auto scaling group. */
export interface GroupTag {
  readonly key: string;
  readonly value: string;
  readonly propagateAtLaunch: boolean;
}

/** Tags for one kind of what a launch template launches. */
export interface LaunchTag {
  readonly resourceType?: string;
  readonly tags?: Tags;
}

/** The tags of a group with the mandatory ones in force: none is missing, none has another value. */
export function withGroupTags(own: readonly GroupTag[] = [], mandatory: Tags): GroupTag[] {
  const others = own.filter(({ key }) => !Object.hasOwn(mandatory, key));
  return [...others, ...listed(mandatory)];
}

function listed(tags: Tags): GroupTag[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
}

/** The tags of a template with the mandatory ones in force, for everything that it launches. */
export function withLaunchTags(own: readonly LaunchTag[] = [], mandatory: Tags): LaunchTag[] {
  const kinds = [...new Set([...LAUNCHED, ...own.map(({ resourceType = "" }) => resourceType)])];
  return kinds.map((resourceType) => {
    const given = own.filter((one) => one.resourceType === resourceType).map(({ tags }) => tags);
    return { resourceType, tags: Object.assign({}, ...given, mandatory) as Tags };
  });
}
