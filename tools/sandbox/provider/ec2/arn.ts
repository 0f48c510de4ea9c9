import type { Call } from "../resource-type.ts";

/** ARN of an EC2 object, as `subnet/subnet-1`. `owner` is another account where the object is shared. */
export function arnOf(call: Call, resource: string, owner?: string): string {
  return `arn:${call.partition}:ec2:${call.region}:${owner ?? call.accountId}:${resource}`;
}
