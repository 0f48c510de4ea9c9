import { environment, loadSettings, ports } from "@strata/config";
import { computeContract } from "@strata/contract-compute";
import { dataContract } from "@strata/contract-data";
import { networkContract } from "@strata/contract-network";
import { appLogGroup } from "@strata/naming";
import { layerProvider } from "@strata/tagging";
import * as pulumi from "@pulumi/pulumi";

import { Balancer } from "./src/balancer.ts";
import { Fleet } from "./src/fleet.ts";
import { imageId } from "./src/image-id.ts";
import { InstanceRole } from "./src/instance-role.ts";
import { computeSettings } from "./src/settings.ts";
import { userData } from "./src/user-data.ts";

/** Load balancer and the fleet of instances behind it. */
export default async function compute() {
  const settings = loadSettings(computeSettings);
  const network = networkContract.read();
  const data = dataContract.read();
  const { region } = environment(pulumi.getStack());
  const opts = { provider: layerProvider() };
  const image = await imageId(settings.ami, opts);

  const balancer = new Balancer(
    "web",
    {
      vpcId: network.vpcId,
      subnetIds: network.publicSubnetIds,
      securityGroupId: network.albSecurityGroupId,
      healthCheckPath: settings.healthCheckPath,
      deletionProtection: settings.deletionProtection,
    },
    opts,
  );
  const role = new InstanceRole(
    "web",
    { bucketArn: data.dataBucketArn, secretArn: data.dbSecretArn },
    opts,
  );
  const fleet = new Fleet(
    "web",
    {
      imageId: image,
      instanceTypes: settings.instanceTypes,
      instanceProfileArn: role.profileArn,
      subnetIds: network.privateSubnetIds,
      securityGroupId: network.appSecurityGroupId,
      targetGroupArn: balancer.targetGroupArn,
      userData: userData({
        region,
        port: ports.app,
        healthPath: settings.healthCheckPath,
        logGroup: appLogGroup(pulumi.getStack()),
        bucket: data.dataBucketName,
        databaseHost: data.rdsAddress,
        databasePort: data.dbPort,
        databaseName: data.dbName,
        databaseSecretArn: data.dbSecretArn,
      }),
      minSize: settings.minSize,
      maxSize: settings.maxSize,
      rootVolumeGiB: settings.rootVolumeGiB,
      detailedMonitoring: settings.detailedMonitoring,
    },
    opts,
  );

  return computeContract.publish({
    albArn: balancer.arn,
    albArnSuffix: balancer.arnSuffix,
    albDnsName: balancer.dnsName,
    albZoneId: balancer.zoneId,
    targetGroupArn: balancer.targetGroupArn,
    targetGroupArnSuffix: balancer.targetGroupArnSuffix,
    asgName: fleet.groupName,
    asgMinSize: settings.minSize,
    asgMaxSize: settings.maxSize,
    instanceRoleArn: role.arn,
    launchTemplateId: fleet.templateId,
    webAclArns: [],
  });
}
