import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as rules from "./flow-log.ts";

type Rule = (typeof rules)[keyof typeof rules];
const group = "arn:aws:logs:us-east-1:777788889999:log-group:flow";
const usual = {
  ...{ vpcId: "vpc-1", trafficType: "ALL", logDestination: group },
  iamRoleArn: "arn:aws:iam::777788889999:role/flow",
};
const s3 = {
  ...{ vpcId: "vpc-1", trafficType: "ALL", logDestinationType: "s3" },
  logDestination: "arn:aws:s3:::logs/flow/",
};
const log = (name: string, props: object): LiteralResource => ({
  type: "aws:ec2/flowLog:FlowLog",
  name,
  props,
});
const found = (rule: Rule, props: object) => findingsFor(rule, [log("flow", props)]);

it("passes usual flow logs, and one of which nothing is known", () => {
  const unknown = Object.fromEntries(Object.keys({ ...usual, ...s3 }).map((k) => [k, UNKNOWN]));
  const format = { ...usual, logFormat: "${version} ${srcaddr}" };
  for (const rule of Object.values(rules)) {
    for (const props of [usual, s3, unknown, format]) expect(found(rule, props)).toEqual([]);
  }
});

it.each([
  { ...usual, iamRoleArn: undefined },
  { ...usual, logDestination: "arn:aws:s3:::logs" },
  { ...usual, logDestination: undefined },
  { ...s3, logDestination: group },
  { ...s3, iamRoleArn: usual.iamRoleArn },
  { ...s3, logDestinationType: "S3" },
])("fails a destination that does not fit: %j", (props) => {
  expect(found(rules.flowLogDestination, props)).toHaveLength(1);
});

it("fails options of S3 elsewhere, and formats of files that there are not", () => {
  const parquet = { destinationOptions: { fileFormat: "parquet" } };
  expect(found(rules.flowLogOptions, { ...s3, ...parquet })).toEqual([]);
  expect(found(rules.flowLogOptions, { ...usual, ...parquet })).toHaveLength(1);
  const csv = { ...s3, destinationOptions: { fileFormat: "csv" } };
  expect(found(rules.flowLogOptions, csv)).toHaveLength(1);
});

it("fails traffic that is missing, unknown to AWS, or of a transit gateway", () => {
  expect(found(rules.flowLogTraffic, { ...usual, trafficType: undefined })).toHaveLength(1);
  expect(found(rules.flowLogTraffic, { ...usual, trafficType: "all" })).toHaveLength(1);
  expect(found(rules.flowLogTraffic, { transitGatewayId: "tgw-1" })).toHaveLength(1);
  const gateway = { transitGatewayId: "tgw-1", maxAggregationInterval: 60 };
  expect(found(rules.flowLogTraffic, gateway)).toEqual([]);
  expect(found(rules.flowLogTraffic, { ...gateway, trafficType: "ALL" })).toHaveLength(1);
});

it("fails a format without fields, and a second log of the same", () => {
  expect(found(rules.flowLogFormat, { ...usual, logFormat: "version srcaddr" })).toHaveLength(1);
  expect(findingsFor(rules.flowLogOnce, [log("a", usual), log("b", usual)])).toHaveLength(1);
  expect(findingsFor(rules.flowLogOnce, [log("a", usual), log("b", s3)])).toEqual([]);
});
