import { resourceRule } from "../rule.ts";

export const logRetention = resourceRule({
  id: "log-retention",
  group: "house",
  enforcement: "mandatory",
  controls: ["CKV_AWS_66"],
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  fix: "Set retentionInDays to what the logs are worth.",
  check: ({ props }) =>
    props["retentionInDays"] === undefined || props["retentionInDays"] === 0
      ? { property: "retentionInDays", message: "keeps its logs, and their cost, for ever" }
      : undefined,
});
