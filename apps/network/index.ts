import { loadSettings } from "@strata/config";
import { networkContract } from "@strata/contract-network";
import { layerProvider } from "@strata/tagging";

import { availabilityZones } from "./src/availability-zones.ts";
import { Firewall } from "./src/firewall.ts";
import { firewallRules, worldPorts } from "./src/firewall-rules.ts";
import { InlineFirewall } from "./src/inline-firewall.ts";
import { InterfaceEndpoints } from "./src/interface-endpoints.ts";
import { IsolatedRouting } from "./src/isolated-routing.ts";
import { NatGateways } from "./src/nat-gateways.ts";
import { networkAclRules } from "./src/network-acl-rules.ts";
import { PrivateRouting } from "./src/private-routing.ts";
import { PublicRouting } from "./src/public-routing.ts";
import { S3Endpoint } from "./src/s3-endpoint.ts";
import { networkSettings } from "./src/settings.ts";
import { planSubnets, type Tier } from "./src/subnet-plan.ts";
import { SubnetTier } from "./src/subnet-tier.ts";
import { Vpc } from "./src/vpc.ts";
import { VpcDefaults } from "./src/vpc-defaults.ts";

/** VPC, subnets, routes and security groups. */
export default async function network() {
  const settings = loadSettings(networkSettings);
  const opts = { provider: layerProvider() };
  const { zones, vpcCidr, subnetPrefix, interfaceEndpoints } = settings;
  const zoneNames = await availabilityZones(zones, opts);
  const rules = firewallRules(settings);

  const vpc = new Vpc("main", { cidrBlock: vpcCidr }, opts);
  const { vpcId } = vpc;
  const tier = (name: Tier) => {
    const subnets = planSubnets(name, zones, vpcCidr, subnetPrefix);
    return new SubnetTier(name, { vpcId, subnets, zoneNames }, opts);
  };
  const publicTier = tier("public");
  const privateTier = tier("private");
  const publicRouting = new PublicRouting(
    "public",
    { vpcId, internetGatewayId: vpc.internetGatewayId, subnetIds: publicTier.subnetIdByZone },
    opts,
  );
  const rest = settings.seedParity ? likeTheSeed() : complete();

  return networkContract.publish({
    vpcId,
    vpcCidrBlock: vpc.cidrBlock,
    availabilityZones: zones.map((zone) => zoneNames[zone]),
    publicSubnetIds: publicTier.subnetIds,
    privateSubnetIds: privateTier.subnetIds,
    databaseSubnetIds: rest.databaseSubnetIds,
    privateRouteTableIds: rest.privateRouteTableIds,
    natGatewayIds: rest.natGatewayIds,
    natPublicIps: rest.natPublicIps,
    albIngressPorts: worldPorts(rules, "alb"),
    albSecurityGroupId: rest.firewall.groupId("alb"),
    appSecurityGroupId: rest.firewall.groupId("app"),
    dbSecurityGroupId: rest.firewall.groupId("db"),
  });

  /** Databases live in the private subnets, and nothing leads out of them. */
  function likeTheSeed() {
    const privateCidrBlocks = privateTier.cidrBlocks;
    return {
      firewall: new InlineFirewall("main", { vpcId, rules, privateCidrBlocks }, opts),
      databaseSubnetIds: privateTier.subnetIds,
      privateRouteTableIds: [],
      natGatewayIds: [],
      natPublicIps: [],
    };
  }

  function complete() {
    const databaseTier = tier("database");
    new IsolatedRouting("database", { vpcId, subnetIds: databaseTier.subnetIdByZone }, opts);
    const nat = new NatGateways(
      "main",
      { count: settings.natGateways, publicSubnetIds: publicRouting.routedSubnetIds },
      opts,
    );
    const { routeTableIds } = new PrivateRouting(
      "private",
      { vpcId, subnetIds: privateTier.subnetIdByZone, natGatewayIds: nat.natGatewayIdByZone },
      opts,
    );
    const s3 = new S3Endpoint("s3", { vpcId, routeTableIds }, opts);
    const firewall = new Firewall("main", { vpcId, rules, s3PrefixListId: s3.prefixListId }, opts);
    if (interfaceEndpoints.length > 0) {
      const securityGroupId = firewall.groupId("endpoint");
      const subnetIds = privateTier.subnetIds;
      const services = interfaceEndpoints;
      new InterfaceEndpoints("aws", { vpcId, services, subnetIds, securityGroupId }, opts);
    }
    const subnetIds = [publicTier, privateTier, databaseTier].flatMap((one) => one.subnetIds);
    const { defaultRouteTableId, defaultNetworkAclId } = vpc;
    const acl = networkAclRules(vpcCidr, worldPorts(rules, "alb"));
    new VpcDefaults(
      "default",
      { vpcId, defaultRouteTableId, defaultNetworkAclId, subnetIds, ...acl },
      opts,
    );
    return {
      firewall,
      databaseSubnetIds: databaseTier.subnetIds,
      privateRouteTableIds: routeTableIds,
      natGatewayIds: nat.natGatewayIds,
      natPublicIps: nat.publicIps,
    };
  }
}
