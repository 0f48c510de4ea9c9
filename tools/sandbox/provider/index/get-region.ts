import type { GetRegionResult } from "@pulumi/aws/getRegion.js";

import { defineFunction } from "../function-type.ts";

/** The region of the provider. `name` and `id` are deprecated in v7 and still answered. */
export const fn = defineFunction<Record<string, never>, Partial<GetRegionResult>>({
  token: "aws:index/getRegion:getRegion",
  noun: "AWS region",
  async call(_args, { region }) {
    return {
      region,
      name: region,
      id: region,
      endpoint: `ec2.${region}.amazonaws.com`,
      description: region,
    };
  },
});
