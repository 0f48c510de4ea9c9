import { accepts, nameRules, type NameKind, type NameRule } from "@strata/naming/name-rules";

import { resourceRule } from "../rule.ts";

/** Inputs that hold a physical name, and the row of `nameRules` that says what AWS takes. */
const NAMES: Readonly<Record<string, readonly (readonly [string, NameKind])[]>> = {
  "aws:lb/loadBalancer:LoadBalancer": [["name", "loadBalancer"]],
  "aws:lb/targetGroup:TargetGroup": [["name", "targetGroup"]],
  "aws:s3/bucket:Bucket": [["bucket", "bucket"]],
  "aws:rds/instance:Instance": [
    ["identifier", "dbInstance"],
    ["finalSnapshotIdentifier", "dbSnapshot"],
    ["dbName", "mysqlDatabase"],
    ["username", "mysqlUser"],
  ],
  "aws:rds/subnetGroup:SubnetGroup": [["name", "dbSubnetGroup"]],
  "aws:rds/parameterGroup:ParameterGroup": [["name", "dbParameterGroup"]],
  "aws:rds/optionGroup:OptionGroup": [["name", "dbOptionGroup"]],
  "aws:rds/eventSubscription:EventSubscription": [["name", "dbEventSubscription"]],
  "aws:iam/role:Role": [["name", "role"]],
  "aws:iam/rolePolicy:RolePolicy": [["name", "rolePolicy"]],
  "aws:iam/policy:Policy": [["name", "policy"]],
  "aws:iam/instanceProfile:InstanceProfile": [["name", "instanceProfile"]],
  "aws:ec2/securityGroup:SecurityGroup": [["name", "securityGroup"]],
  "aws:ec2/launchTemplate:LaunchTemplate": [["name", "launchTemplate"]],
  "aws:autoscaling/group:Group": [["name", "autoScalingGroup"]],
  "aws:autoscaling/policy:Policy": [["name", "scalingPolicy"]],
  "aws:budgets/budget:Budget": [["name", "budget"]],
  "aws:cloudwatch/logGroup:LogGroup": [["name", "logGroup"]],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [["name", "alarm"]],
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": [["alarmName", "alarm"]],
  "aws:cloudwatch/dashboard:Dashboard": [["dashboardName", "dashboard"]],
  "aws:sns/topic:Topic": [["name", "topic"]],
  "aws:kms/alias:Alias": [["name", "kmsAlias"]],
  "aws:secretsmanager/secret:Secret": [["name", "secret"]],
  "aws:backup/vault:Vault": [["name", "backupVault"]],
  "aws:backup/plan:Plan": [["name", "backupPlan"]],
  "aws:backup/selection:Selection": [["name", "backupSelection"]],
  "aws:wafv2/webAcl:WebAcl": [["name", "webAcl"]],
};

export const namesWithinLimits = resourceRule({
  id: "names-within-limits",
  group: "house",
  enforcement: "mandatory",
  controls: [],
  source: "libs/naming/src/name-rules.ts, which names AWS's page for each",
  types: Object.keys(NAMES),
  fix: "Take the name from layerNames() of @strata/naming: it cuts what is too long, and keeps it unique.",
  check: ({ type, props }) =>
    (NAMES[type] ?? []).flatMap(([property, kind]) => {
      const value = props[property];
      if (typeof value !== "string" || accepts(kind, withoutPrefix(kind, value))) return [];
      const { min = 1, max }: NameRule = nameRules[kind];
      const isWrongLength = value.length < min || value.length > max;
      const what = isWrongLength
        ? `is ${value.length} characters long, and AWS takes ${min} to ${max}`
        : "has characters, a beginning or an end that AWS refuses";
      return [{ property, message: what }];
    }),
});

/** An alias begins with a word that is no part of its name. */
function withoutPrefix(kind: NameKind, value: string): string {
  return kind === "kmsAlias" ? value.replace(/^alias\//, "") : value;
}
