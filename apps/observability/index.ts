import { loadSettings } from "@strata/config";
import { computeContract } from "@strata/contract-compute";
import { dataContract } from "@strata/contract-data";
import { networkContract } from "@strata/contract-network";
import { observabilityContract } from "@strata/contract-observability";
import { layerProvider } from "@strata/tagging";

import { AppLog } from "./src/app-log.ts";
import { BalancerAlarms } from "./src/balancer-alarms.ts";
import { DatabaseAlarms } from "./src/database-alarms.ts";
import { FlowLog } from "./src/flow-log.ts";
import { observabilitySettings } from "./src/settings.ts";

/** Log groups, the VPC flow log and alarms. */
export default function observability() {
  const settings = loadSettings(observabilitySettings);
  const network = networkContract.read();
  const data = dataContract.read();
  const compute = computeContract.read();
  const opts = { provider: layerProvider() };
  const { logRetentionDays: retentionDays } = settings;

  const appLog = new AppLog("app", { retentionDays }, opts);
  const flowLog = new FlowLog(
    "flow",
    { vpcId: network.vpcId, retentionDays, aggregationSeconds: settings.flowLogAggregationSeconds },
    opts,
  );
  const database = new DatabaseAlarms(
    "rds",
    {
      instanceIdentifier: data.dbInstanceIdentifier,
      maxConnections: data.dbMaxConnections,
      cpuPercent: settings.rdsCpuPercent,
      connectionsPercent: settings.rdsConnectionsPercent,
    },
    opts,
  );
  const balancer = new BalancerAlarms(
    "alb",
    {
      loadBalancerArnSuffix: compute.albArnSuffix,
      targetGroupArnSuffix: compute.targetGroupArnSuffix,
      unhealthyHosts: settings.albUnhealthyHosts,
      errors: settings.alb5xxErrors,
    },
    opts,
  );

  return observabilityContract.publish({
    appLogGroupName: appLog.logGroupName,
    flowLogGroupName: flowLog.logGroupName,
    alarmArns: {
      rdsCpu: database.cpuAlarmArn,
      rdsConnections: database.connectionsAlarmArn,
      albUnhealthyHosts: balancer.unhealthyHostsAlarmArn,
      alb5xx: balancer.errorsAlarmArn,
    },
    alarmTopicArns: [],
    dashboardNames: [],
  });
}
