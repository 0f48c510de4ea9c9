import { environment } from "@strata/config/environments";
import { project } from "@strata/config/project";

import type { PolicyContext } from "./rule.ts";

/**
 * Where a layer's program runs.
 *
 * @throws RunError when there is no such environment
 */
export function contextOf(layer: string, environmentName: string): PolicyContext {
  const { kind, region, accountId } = environment(environmentName);
  return {
    environment: { name: environmentName, kind },
    region,
    accountId,
    layer,
    project: project.name,
  };
}
