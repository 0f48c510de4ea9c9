import { resourceRule, stackRule } from "../../rule.ts";
import { at, hasUnknown } from "../../unknown.ts";
import { isSet, ofType, text } from "../inputs.ts";
import { theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { noneOf, problemAt, repeatedPlaces, unlike } from "../value-problem.ts";

const FLOW_LOG = "aws:ec2/flowLog:FlowLog";
const SOURCE = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html";

const DESTINATIONS: Readonly<Record<string, { readonly arn: RegExp; readonly noun: string }>> = {
  "cloud-watch-logs": { arn: /^arn:[\w-]+:logs:/, noun: "a log group" },
  s3: { arn: /^arn:[\w-]+:s3:/, noun: "a bucket" },
  "kinesis-data-firehose": { arn: /^arn:[\w-]+:firehose:/, noun: "a delivery stream" },
};
const TARGETS = ["vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId"];

export const flowLogDestination = resourceRule({
  id: "flow-log-destination",
  ...refusal,
  source: SOURCE,
  types: [FLOW_LOG],
  fix:
    "Give the ARN of what logDestinationType says: a log group with the role that writes to it, " +
    "a bucket or a stream without.",
  check: ({ props }) => {
    const type = props["logDestinationType"] ?? "cloud-watch-logs";
    const unknownType = noneOf(props, ["logDestinationType"], Object.keys(DESTINATIONS));
    const destination = DESTINATIONS[text(type) ?? ""];
    if (destination === undefined) return unknownType;
    const { logDestination, logGroupName, iamRoleArn } = props;
    const isLogs = type === "cloud-watch-logs";
    return [
      ...unlike(
        props,
        ["logDestination"],
        destination.arn,
        `with ${text(type)} it is the ARN of ${destination.noun}`,
      ),
      ...(!isSet(logDestination) && !(isLogs && isSet(logGroupName))
        ? [problemAt(["logDestination"], `is missing: where to is the ARN of ${destination.noun}`)]
        : []),
      ...(isLogs && !isSet(iamRoleArn)
        ? [problemAt(["iamRoleArn"], "is missing: CloudWatch Logs takes nothing without a role")]
        : []),
      ...(type === "s3" && isSet(iamRoleArn)
        ? [problemAt(["iamRoleArn"], "is set, and a bucket's policy decides who writes there")]
        : []),
    ];
  },
});

export const flowLogOptions = resourceRule({
  id: "flow-log-options",
  ...refusal,
  source: SOURCE,
  types: [FLOW_LOG],
  fix: "Leave destinationOptions to logs in S3, with fileFormat plain-text or parquet.",
  check: ({ props }) => [
    ...noneOf(props, ["destinationOptions", "fileFormat"], ["plain-text", "parquet"]),
    ...(isSet(props["destinationOptions"]) &&
    ["cloud-watch-logs", "kinesis-data-firehose", undefined].includes(
      props["logDestinationType"] as undefined,
    )
      ? [problemAt(["destinationOptions"], "is for logs in S3 only")]
      : []),
  ],
});

export const flowLogTraffic = resourceRule({
  id: "flow-log-traffic-type",
  ...refusal,
  source: SOURCE,
  types: [FLOW_LOG],
  fix: "Set trafficType to ACCEPT, REJECT or ALL; for a transit gateway leave it out, with an interval of 60.",
  check: ({ props }) => {
    const ofGateway = ["transitGatewayId", "transitGatewayAttachmentId"].some((name) =>
      isSet(props[name]),
    );
    const ofNetwork = ["vpcId", "subnetId", "eniId"].some((name) => isSet(props[name]));
    const { maxAggregationInterval, trafficType } = props;
    return [
      ...noneOf(props, ["trafficType"], ["ACCEPT", "REJECT", "ALL"]),
      ...(ofNetwork && !isSet(trafficType)
        ? [problemAt(["trafficType"], "is missing: a VPC, subnet or interface needs one")]
        : []),
      ...(ofGateway && isSet(trafficType)
        ? [problemAt(["trafficType"], "is set, and a transit gateway has none")]
        : []),
      ...(ofGateway && (maxAggregationInterval ?? 600) === 600
        ? [problemAt(["maxAggregationInterval"], "is 600 s, and a transit gateway takes 60")]
        : []),
    ];
  },
});

export const flowLogFormat = resourceRule({
  id: "flow-log-format",
  ...refusal,
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html",
  types: [FLOW_LOG],
  fix: "List fields as ${srcaddr} ${dstaddr}, with spaces between; in TypeScript inside of plain quotes.",
  check: ({ props }) =>
    unlike(
      props,
      ["logFormat"],
      /^\$\{[a-z0-9-]+\}( \$\{[a-z0-9-]+\})*$/,
      "fields as ${srcaddr}, with one space between two",
    ),
});

export const flowLogOnce = stackRule({
  id: "flow-log-once",
  ...refusal,
  source: SOURCE,
  types: [FLOW_LOG],
  fix: "Keep one flow log for the same traffic to the same destination.",
  checkStack: (resources) => {
    const logs = ofType(resources, FLOW_LOG);
    const idOf = (log: (typeof logs)[number], input: string) => {
      const types = [...new Set(resources.map(({ type }) => type))];
      const one = types.map((type) => theOne(log, input, resources, type)).find(isSet);
      return one?.urn ?? text(at(log.props, input));
    };
    const keys = logs.map((log) => {
      const target = TARGETS.map((name) => idOf(log, name)).find(isSet);
      const where = idOf(log, "logDestination");
      const what = [log.props["trafficType"], log.props["logFormat"]];
      if (target === undefined || where === undefined || hasUnknown(what)) return undefined;
      return [target, where, ...what].join(" ");
    });
    return repeatedPlaces(keys).map((index) => ({
      resource: logs[index]!,
      message: "writes what another flow log writes to the same place",
    }));
  },
});
