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
  /** Subnets for databases: no way in from the internet, and none out. */
  databaseSubnetIds: subnetIds,
  /** Route tables of the private subnets, for gateway endpoints of other layers. */
  privateRouteTableIds: z.array(z.string().startsWith("rtb-")),
  /** NAT gateways, which CloudWatch knows by their ids; none where nothing leaves the private subnets. */
  natGatewayIds: z.array(z.string().startsWith("nat-")),
  /** Addresses that the private subnets come from, for firewalls of others. */
  natPublicIps: z.array(z.ipv4()),
  /** Ports on which the world reaches the group of the load balancer. */
  albIngressPorts: z.array(z.int().min(1).max(65535)).min(1),
  /** Open to the world on the ports above. */
  albSecurityGroupId: securityGroupId,
  /** Open to the load balancer on the app port. */
  appSecurityGroupId: securityGroupId,
  /** Open to the instances on the database port. */
  dbSecurityGroupId: securityGroupId,
});
