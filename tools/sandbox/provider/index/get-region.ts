import type { GetRegionArgs, GetRegionResult } from "@pulumi/aws/getRegion.js";

import { defineFunction } from "../function-type.ts";
import { dnsSuffixOf } from "./get-partition.ts";
import { REGION_NAMES } from "./region-names.ts";

/**
 * A region: the provider's, or the one of the given name or EC2 endpoint. `name` and `id` are deprecated in v7 and
 * still answered.
 *
 * @throws Error when nothing is called so. Source: terraform-provider-aws, data source aws_region.
 */
export const fn = defineFunction<GetRegionArgs, GetRegionResult>({
  token: "aws:index/getRegion:getRegion",
  noun: "AWS region",
  async call(args, call) {
    const known = Object.keys(REGION_NAMES);
    const byEndpoint = known.find((name) => endpointOf(name) === args.endpoint);
    if (args.endpoint !== undefined && byEndpoint === undefined) {
      throw new Error(`no AWS region has the endpoint "${args.endpoint}"`);
    }
    if (args.name !== undefined && !known.includes(args.name)) {
      throw new Error(`there is no AWS region "${args.name}"`);
    }
    const region = byEndpoint ?? args.name ?? call.region;
    if (args.name !== undefined && args.name !== region) {
      throw new Error(`"${args.endpoint}" is the endpoint of ${region}, not of ${args.name}`);
    }
    return {
      region,
      name: region,
      id: region,
      endpoint: endpointOf(region),
      description: REGION_NAMES[region] ?? region,
    };
  },
});

function endpointOf(region: string): string {
  return `ec2.${region}.${dnsSuffixOf(region.startsWith("cn-") ? "aws-cn" : "aws")}`;
}
