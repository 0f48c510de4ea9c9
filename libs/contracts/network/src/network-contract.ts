import { defineContract } from "@strata/contracts";
import { z } from "zod";

const subnetIds = z.array(z.string().startsWith("subnet-")).min(2);
const securityGroupId = z.string().startsWith("sg-");

/** What network promises. Lists of subnets and zones are in the order of the zone letters. */
export const networkContract = defineContract("network", {
  vpcId: z.string().startsWith("vpc-"),
  vpcCidrBlock: z.cidrv4(),
  /** Names of the zones in use, for example us-east-1a. */
  availabilityZones: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/)).min(2),
  /** Subnets that the internet reaches: for load balancers only. */
  publicSubnetIds: subnetIds,
  /** Subnets without a way in from the internet. */
  privateSubnetIds: subnetIds,
  /** Subnets for databases; today the private ones. */
  databaseSubnetIds: subnetIds,
  /** Open to the world on the HTTP port. */
  albSecurityGroupId: securityGroupId,
  /** Open to the load balancer on the app port. */
  appSecurityGroupId: securityGroupId,
  /** Open to the instances on the database port. */
  dbSecurityGroupId: securityGroupId,
});
