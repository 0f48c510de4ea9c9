import { resourceRule } from "../rule.ts";
import { isUnknown } from "../unknown.ts";
import { isMissing, numberOf, securityHub } from "./flag.ts";

const ALARMS = [
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:cloudwatch/compositeAlarm:CompositeAlarm",
];
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const facts = { group: "security", enforcement: "mandatory" } as const;

export const alarmActions = resourceRule({
  ...facts,
  id: "alarm-actions",
  controls: ["CloudWatch.15"],
  source: securityHub("CloudWatch.15"),
  types: ALARMS,
  fix: "Name a topic in alarmActions.",
  check: ({ props }) =>
    isMissing(props["alarmActions"])
      ? { property: "alarmActions", message: "goes off and nobody hears of it" }
      : undefined,
});

export const alarmActionsOn = resourceRule({
  ...facts,
  id: "alarm-actions-on",
  controls: ["CloudWatch.17"],
  source: securityHub("CloudWatch.17"),
  types: ALARMS,
  fix: "Leave actionsEnabled on.",
  check: ({ props }) =>
    props["actionsEnabled"] === false
      ? { property: "actionsEnabled", message: "has its actions switched off" }
      : undefined,
});

export const logRetentionYear = resourceRule({
  ...facts,
  id: "log-retention-year",
  controls: ["CloudWatch.16", "CKV_AWS_338"],
  source: securityHub("CloudWatch.16"),
  types: [LOG_GROUP],
  fix: "Set retentionInDays to 365 or more.",
  check: ({ props }) => {
    const days = props["retentionInDays"];
    if (isUnknown(days) || isMissing(days)) return undefined; // for ever
    const number = numberOf(days) ?? 0;
    return number > 0 && number < 365
      ? { property: "retentionInDays", message: `forgets after ${number} days` }
      : undefined;
  },
});

export const logGroupKey = resourceRule({
  ...facts,
  id: "log-group-key",
  controls: ["CKV_AWS_158", "AVD-AWS-0017"],
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  types: [LOG_GROUP],
  fix: "Set kmsKeyId to a key that lets CloudWatch Logs use it.",
  check: ({ props }) =>
    isMissing(props["kmsKeyId"])
      ? { property: "kmsKeyId", message: "is encrypted with a key that nobody here can revoke" }
      : undefined,
});
