/* Functions of the SDK's root module. Service Authorization Reference, Amazon EC2 and AWS STS. */
import type { ActionTable } from "./type-actions.ts";

export const indexFunctions: ActionTable = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    reads: ["ec2:DescribeAvailabilityZones"],
    grants: [],
  },
  "aws:index/getCallerIdentity:getCallerIdentity": { reads: ["sts:GetCallerIdentity"], grants: [] },
  // The provider answers these itself.
  "aws:index/getPartition:getPartition": { reads: [], grants: [] },
  "aws:index/getRegion:getRegion": { reads: [], grants: [] },
};
