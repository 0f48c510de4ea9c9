import { loadSettings } from "@strata/config";
import { computeContract } from "@strata/contract-compute";
import { dataContract } from "@strata/contract-data";
import { networkContract } from "@strata/contract-network";
import { observabilityContract } from "@strata/contract-observability";
import { layerProvider } from "@strata/tagging";

import { AlarmTopic } from "./src/alarm-topic.ts";
import { alarms } from "./src/alarms.ts";
import { AppLog } from "./src/app-log.ts";
import { Budget } from "./src/budget.ts";
import { Dashboard } from "./src/dashboard.ts";
import { DatabaseEvents } from "./src/database-events.ts";
import { EncryptionKey } from "./src/encryption-key.ts";
import { FleetEvents } from "./src/fleet-events.ts";
import { FlowLog } from "./src/flow-log.ts";
import { hasItems } from "./src/published-list.ts";
import { observabilitySettings } from "./src/settings.ts";
import { WebAclLog } from "./src/web-acl-log.ts";

/** Log groups, the VPC flow log, alarms, and where they are told. */
export default async function observability() {
  const settings = loadSettings(observabilitySettings);
  const network = networkContract.read();
  const data = dataContract.read();
  const compute = computeContract.read();
  const opts = { provider: layerProvider() };

  const key = settings.customerManagedKey ? new EncryptionKey("main", opts) : undefined;
  const logs = { retentionDays: settings.logRetentionDays, kmsKeyArn: key?.arn };
  const appLog = new AppLog("app", logs, opts);
  const { flowLogAggregationSeconds: aggregationSeconds } = settings;
  const flowLog = new FlowLog("flow", { ...logs, vpcId: network.vpcId, aggregationSeconds }, opts);
  if (!settings.seedParity && (await hasItems(compute.webAclArns))) {
    const webAclArn = compute.webAclArns.apply(([first]) => first!);
    new WebAclLog("waf", { ...logs, webAclArn }, opts);
  }

  const topics = settings.seedParity
    ? []
    : [new AlarmTopic("alarms", { emails: settings.alarmEmails, kmsKeyArn: key?.arn }, opts)];
  const topicArns = topics.map(({ arn }) => arn);
  const alarmArns = await alarms({ network, data, compute }, settings, topicArns, opts);
  for (const topicArn of topicArns) {
    const { monthlyBudgetUsd: monthlyUsd } = settings;
    if (monthlyUsd !== undefined) new Budget("account", { monthlyUsd, topicArn }, opts);
    if (settings.rdsEvents) new DatabaseEvents("rds", { topicArn }, opts);
    if (settings.fleetNotifications) {
      new FleetEvents("asg", { groupName: compute.asgName, topicArn }, opts);
    }
  }
  const dashboards = settings.dashboard
    ? [
        new Dashboard(
          "overview",
          {
            loadBalancerArnSuffix: compute.albArnSuffix,
            targetGroupArnSuffix: compute.targetGroupArnSuffix,
            groupName: compute.asgName,
            instanceIdentifier: data.dbInstanceIdentifier,
            alarmArns: Object.values(alarmArns),
          },
          opts,
        ),
      ]
    : [];

  return observabilityContract.publish({
    appLogGroupName: appLog.logGroupName,
    flowLogGroupName: flowLog.logGroupName,
    alarmArns,
    alarmTopicArns: topicArns,
    dashboardNames: dashboards.map(({ dashboardName }) => dashboardName),
  });
}
