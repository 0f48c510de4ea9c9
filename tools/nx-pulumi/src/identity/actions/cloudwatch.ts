/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch" and "… for Amazon
 * CloudWatch Logs". Names are the fence.
 */
import type { ActionTable } from "./type-actions.ts";

export const cloudwatch: ActionTable = {
  "aws:cloudwatch/logGroup:LogGroup": {
    reads: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
    grants: [
      {
        actions: [
          "logs:CreateLogGroup",
          "logs:DeleteLogGroup",
          "logs:DeleteRetentionPolicy",
          "logs:PutRetentionPolicy",
          "logs:TagResource",
          "logs:UntagResource",
        ],
        on: ["arn:{partition}:logs:{region}:{account}:log-group:{logGroup}"],
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
        on: ["arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarm}"],
        fence: "name",
      },
    ],
  },
};
