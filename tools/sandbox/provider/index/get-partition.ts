import type { GetPartitionArgs, GetPartitionResult } from "@pulumi/aws/getPartition.js";

import { defineFunction } from "../function-type.ts";

/** Source: the partitions table of the AWS SDKs: the domain that service endpoints end with. */
const DNS_SUFFIXES: Readonly<Record<string, string>> = { "aws-cn": "amazonaws.com.cn" };

/** The partition of the provider's region. */
export const fn = defineFunction<GetPartitionArgs, GetPartitionResult>({
  token: "aws:index/getPartition:getPartition",
  noun: "AWS partition",
  async call(_args, { partition }) {
    const dnsSuffix = dnsSuffixOf(partition);
    return {
      id: partition,
      partition,
      dnsSuffix,
      reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
    };
  },
});

export function dnsSuffixOf(partition: string): string {
  return DNS_SUFFIXES[partition] ?? "amazonaws.com";
}
