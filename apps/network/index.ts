import { loadSettings } from "@strata/config";
import { networkContract } from "@strata/contract-network";
import { layerProvider } from "@strata/tagging";

import { availabilityZones } from "./src/availability-zones.ts";
import { Firewall } from "./src/firewall.ts";
import { networkSettings } from "./src/settings.ts";
import { planSubnets } from "./src/subnet-plan.ts";
import { PublicRouting } from "./src/public-routing.ts";
import { SubnetTier } from "./src/subnet-tier.ts";
import { Vpc } from "./src/vpc.ts";

/** VPC, subnets, routes and security groups. */
export default async function network() {
  const settings = loadSettings(networkSettings);
  const opts = { provider: layerProvider() };
  const { zones, vpcCidr, subnetPrefix } = settings;
  const zoneNames = await availabilityZones(zones, opts);

  const vpc = new Vpc("main", { cidrBlock: vpcCidr }, opts);
  const tier = (name: "public" | "private") => {
    const subnets = planSubnets(name, zones, vpcCidr, subnetPrefix);
    return new SubnetTier(name, { vpcId: vpc.vpcId, subnets, zoneNames }, opts);
  };
  const publicTier = tier("public");
  const privateTier = tier("private");
  new PublicRouting(
    "public",
    {
      vpcId: vpc.vpcId,
      internetGatewayId: vpc.internetGatewayId,
      subnetIds: publicTier.subnetIdByZone,
    },
    opts,
  );
  const firewall = new Firewall(
    "main",
    { vpcId: vpc.vpcId, privateCidrBlocks: privateTier.cidrBlocks },
    opts,
  );

  return networkContract.publish({
    vpcId: vpc.vpcId,
    vpcCidrBlock: vpc.cidrBlock,
    availabilityZones: zones.map((zone) => zoneNames[zone]),
    publicSubnetIds: publicTier.subnetIds,
    privateSubnetIds: privateTier.subnetIds,
    databaseSubnetIds: privateTier.subnetIds,
    albSecurityGroupId: firewall.albSecurityGroupId,
    appSecurityGroupId: firewall.appSecurityGroupId,
    dbSecurityGroupId: firewall.dbSecurityGroupId,
  });
}
