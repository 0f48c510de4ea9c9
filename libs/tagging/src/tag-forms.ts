import { withTags, type Tags } from "./mandatory-tags.ts";

/** What EC2 tags when an instance is launched from a template. */
const LAUNCHED = ["instance", "volume", "network-interface"] as const;

/**
 * Tags in the form of an auto scaling group, copied to its instances. The provider's default tags do
 * not reach the group.
 */
export function groupTags(callerTags: Tags = {}) {
  return Object.entries(withTags(callerTags)).map(([key, value]) => ({
    key,
    value,
    propagateAtLaunch: true,
  }));
}

/**
 * Tags in the form of a launch template, for all that is launched from it. The provider's default tags
 * reach the template only; volumes and network interfaces would stay without.
 */
export function launchTags(callerTags: Tags = {}) {
  return LAUNCHED.map((resourceType) => ({ resourceType, tags: withTags(callerTags) }));
}
