import { environment, loadSettings, ports } from "@strata/config";
import { computeContract } from "@strata/contract-compute";
import { dataContract } from "@strata/contract-data";
import { networkContract } from "@strata/contract-network";
import { appLogGroup } from "@strata/naming";
import { layerProvider } from "@strata/tagging";
import * as pulumi from "@pulumi/pulumi";

import { Balancer } from "./src/balancer.ts";
import { Certificate } from "./src/certificate.ts";
import { DomainAlias } from "./src/domain-alias.ts";
import { Fleet } from "./src/fleet.ts";
import { requireHttpsPort } from "./src/https-port.ts";
import { imageId } from "./src/image-id.ts";
import { InstanceRole } from "./src/instance-role.ts";
import { RollbackAlarm } from "./src/rollback-alarm.ts";
import { Scaling } from "./src/scaling.ts";
import { computeSettings } from "./src/settings.ts";
import { userData } from "./src/user-data.ts";
import { VolumeKey } from "./src/volume-key.ts";
import { WebFirewall } from "./src/web-firewall.ts";

/** Load balancer and the fleet of instances behind it. */
export default async function compute() {
  const settings = loadSettings(computeSettings);
  const network = networkContract.read();
  const data = dataContract.read();
  const { region } = environment(pulumi.getStack());
  const opts = { provider: layerProvider() };
  const image = await imageId(settings.ami, opts);

  const { domain, waf } = settings;
  if (domain !== undefined) await requireHttpsPort(network.albIngressPorts);
  const certificate =
    domain &&
    new Certificate("web", { domainName: domain.name, hostedZoneId: domain.hostedZoneId }, opts);
  const balancer = new Balancer(
    "web",
    {
      vpcId: network.vpcId,
      subnetIds: network.publicSubnetIds,
      securityGroupId: network.albSecurityGroupId,
      healthCheckPath: settings.healthCheckPath,
      deletionProtection: settings.deletionProtection,
      certificateArn: certificate?.arn,
      logsBucketName: data.logsBucketName,
      accessLogs: settings.accessLogs,
      connectionLogs: settings.connectionLogs,
      healthCheckLogs: settings.healthCheckLogs,
    },
    opts,
  );
  if (domain !== undefined) {
    const { dnsName: balancerDnsName, zoneId: balancerZoneId } = balancer;
    const { name: domainName, hostedZoneId } = domain;
    const alias = { domainName, hostedZoneId, balancerDnsName, balancerZoneId };
    new DomainAlias("web", alias, opts);
  }
  const firewalls =
    waf === "off"
      ? []
      : [
          new WebFirewall(
            "web",
            {
              mode: waf,
              requestsPer5Minutes: settings.wafRequestsPer5Minutes,
              loadBalancerArn: balancer.arn,
            },
            opts,
          ),
        ];

  const role = new InstanceRole(
    "web",
    {
      bucketArn: data.dataBucketArn,
      secretArn: data.dbSecretArn,
      kmsKeyArns: data.kmsKeyArns,
      seedParity: settings.seedParity,
    },
    opts,
  );
  const key = settings.customerManagedKey ? new VolumeKey("volumes", opts) : undefined;
  const rollback = settings.rollbackAlarm
    ? new RollbackAlarm(
        "web",
        {
          loadBalancerArnSuffix: balancer.arnSuffix,
          targetGroupArnSuffix: balancer.targetGroupArnSuffix,
        },
        opts,
      )
    : undefined;
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
        metrics: !settings.seedParity,
      }),
      minSize: settings.minSize,
      maxSize: settings.maxSize,
      rootVolumeGiB: settings.rootVolumeGiB,
      detailedMonitoring: settings.detailedMonitoring,
      kmsKeyArn: key?.arn,
      refreshMinHealthyPercent: settings.refreshMinHealthyPercent,
      rollbackAlarmName: rollback?.alarmName,
      maxInstanceLifetimeDays: settings.maxInstanceLifetimeDays,
      seedParity: settings.seedParity,
    },
    opts,
  );
  const { scaleOnCpuPercent: cpuPercent, scaleOnRequestsPerTarget: requestsPerTarget } = settings;
  if (cpuPercent !== undefined || requestsPerTarget !== undefined) {
    const { requestsLabel } = balancer;
    const { groupName } = fleet;
    new Scaling("web", { groupName, cpuPercent, requestsPerTarget, requestsLabel }, opts);
  }

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
    webAclArns: firewalls.map(({ arn }) => arn),
  });
}
