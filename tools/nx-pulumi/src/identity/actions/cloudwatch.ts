/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch" and "… for Amazon
 * CloudWatch Logs". Names are the fence.
 */
import type { ActionTable } from "./type-actions.ts";

const ALARM = "arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarm}";
const LOG_GROUP = "arn:{partition}:logs:{region}:{account}:log-group:";

export const cloudwatch: ActionTable = {
  "aws:cloudwatch/logGroup:LogGroup": {
    reads: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
    grants: [
      {
        actions: [
          "logs:AssociateKmsKey",
          "logs:CreateLogGroup",
          "logs:DeleteLogGroup",
          "logs:DeleteRetentionPolicy",
          "logs:DisassociateKmsKey",
          "logs:PutRetentionPolicy",
          "logs:TagResource",
          "logs:UntagResource",
        ],
        // RDS writes into groups that have the name of the database in theirs.
        on: [`${LOG_GROUP}{logGroup}`, `${LOG_GROUP}/aws/rds/instance/{dbInstance}`],
        fence: "name",
      },
    ],
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    reads: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
    grants: [
      {
        actions: [
          "cloudwatch:DeleteAlarms",
          "cloudwatch:PutCompositeAlarm",
          "cloudwatch:TagResource",
          "cloudwatch:UntagResource",
        ],
        on: [ALARM],
        fence: "name",
      },
    ],
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    reads: ["cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource"],
    grants: [
      {
        actions: [
          "cloudwatch:DeleteDashboards",
          "cloudwatch:PutDashboard",
          "cloudwatch:TagResource",
          "cloudwatch:UntagResource",
        ],
        on: ["arn:{partition}:cloudwatch::{account}:dashboard/{dashboard}"],
        fence: "name",
      },
    ],
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    reads: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
    grants: [
      {
        actions: [
          "cloudwatch:DeleteAlarms",
          "cloudwatch:PutMetricAlarm",
          "cloudwatch:TagResource",
          "cloudwatch:UntagResource",
        ],
        on: [ALARM],
        fence: "name",
      },
    ],
  },
};
