import { resourceRule } from "../../rule.ts";

/** 0, like nothing, is for ever. */
const ALLOWED = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
  3288, 3653,
];

export const logsRetentionValue = resourceRule({
  id: "logs-retention-value",
  group: "aws",
  enforcement: "mandatory",
  controls: [],
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  fix: `Choose one of ${ALLOWED.slice(1).join(", ")}.`,
  check: ({ props }) => {
    const days = props["retentionInDays"];
    if (typeof days !== "number" || ALLOWED.includes(days)) return undefined;
    return {
      property: "retentionInDays",
      message: `is ${days} days, which CloudWatch Logs refuses`,
    };
  },
});
