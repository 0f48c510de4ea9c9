import type { Unwrap } from "@pulumi/pulumi";
import type { FlowLogArgs, FlowLogState } from "@pulumi/aws/ec2/flowLog.js";
import type {
  CreateFlowLogsCommandInput,
  EC2,
  FlowLog,
  FlowLogsResourceType,
  UnsuccessfulItem,
} from "@aws-sdk/client-ec2";

import { hasCode, unlessGone } from "../api-error.ts";
import type { Property } from "../property.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { arnOf } from "./arn.ts";
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<FlowLogArgs>;
type State = Unwrap<FlowLogState>;

const GONE = "InvalidFlowLogId.NotFound";

/** What a flow log watches: property, type in the API, and how ids begin (the longer prefix first). */
const TARGETS = [
  ["vpcId", "VPC", "vpc-"],
  ["transitGatewayAttachmentId", "TransitGatewayAttachment", "tgw-attach-"],
  ["transitGatewayId", "TransitGateway", "tgw-"],
  ["subnetId", "Subnet", "subnet-"],
  ["eniId", "NetworkInterface", "eni-"],
  ["regionalNatGatewayId", "RegionalNatGateway", "nat-"],
] as const;

/** AWS has no call that changes a flow log, so all but the tags replaces it. */
const fixed: Property = { kind: "string", replaces: true };

/** Source: EC2 API reference, CreateFlowLogs; terraform-provider-aws, aws_flow_log. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/flowLog:FlowLog",
  noun: "Flow Log",
  tags: true,
  properties: {
    vpcId: fixed,
    subnetId: fixed,
    eniId: fixed,
    transitGatewayId: fixed,
    transitGatewayAttachmentId: fixed,
    regionalNatGatewayId: fixed,
    trafficType: fixed,
    logDestinationType: { ...fixed, default: "cloud-watch-logs" },
    // The API drops the `:*` at the end of a log group's ARN.
    logDestination: {
      ...fixed,
      computed: true,
      equal: (before, after) => groupArn(String(before)) === groupArn(String(after)),
    },
    iamRoleArn: fixed,
    logFormat: { ...fixed, computed: true },
    /** Seconds: 60 or 600. */
    maxAggregationInterval: { kind: "number", default: 600, replaces: true },
    deliverCrossAccountRole: {
      ...fixed,
      simulated: "moto does not keep DeliverCrossAccountRole",
    },
    // Left out, the block is what AWS has by default, and no wish.
    destinationOptions: {
      kind: "object",
      replaces: true,
      computed: true,
      simulated: "moto does not keep DestinationOptions",
      fields: {
        fileFormat: { kind: "string", default: "plain-text" },
        hiveCompatiblePartitions: { kind: "boolean", default: false },
        perHourPartition: { kind: "boolean", default: false },
      },
    },
    tagFieldSpecifications: {
      kind: "list",
      replaces: true,
      simulated: "moto does not keep TagFieldSpecifications",
      of: {
        kind: "object",
        fields: {
          resourceType: { kind: "string", required: true },
          tagKeys: { kind: "set", required: true },
        },
      },
    },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
  },

  validate(inputs) {
    const names = TARGETS.map(([name]) => name);
    const given = names.filter((name) => inputs[name] !== undefined);
    const failures: CheckFailure[] = [];
    if (given.length !== 1) {
      const reason = `exactly one of ${names.map((name) => `"${name}"`).join(", ")} must be set`;
      failures.push({ property: given[1] ?? "vpcId", reason });
    }
    if (![60, 600].includes(inputs.maxAggregationInterval ?? 600)) {
      if (typeof inputs.maxAggregationInterval === "number") {
        const reason = `"maxAggregationInterval" must be 60 or 600 seconds`;
        failures.push({ property: "maxAggregationInterval", reason });
      }
    }
    return failures;
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const [name, ResourceType] = TARGETS.find(([key]) => inputs[key] !== undefined) ?? TARGETS[0];
    const request: CreateFlowLogsCommandInput = {
      ResourceIds: [inputs[name] ?? ""],
      ResourceType: ResourceType as FlowLogsResourceType,
      // A transit gateway's flow log has no traffic type.
      TrafficType: name.startsWith("transitGateway")
        ? undefined
        : (inputs.trafficType as "ACCEPT" | "REJECT" | "ALL"),
      LogDestinationType: inputs.logDestinationType as "cloud-watch-logs" | "s3",
      LogDestination:
        inputs.logDestination === undefined ? undefined : groupArn(inputs.logDestination),
      DeliverLogsPermissionArn: inputs.iamRoleArn,
      LogFormat: inputs.logFormat,
      MaxAggregationInterval: inputs.maxAggregationInterval,
      TagSpecifications: tagSpecifications("vpc-flow-log", inputs.tagsAll),
    };
    const { FlowLogIds, Unsuccessful } = await makeRoomFor(ec2, request, () =>
      ec2.createFlowLogs(request),
    );
    refuseIfAny(Unsuccessful);
    return FlowLogIds?.[0] ?? "";
  },

  async read(id, call) {
    const ec2 = await call.aws.ec2();
    const found = await unlessGone(ec2.describeFlowLogs({ FlowLogIds: [id] }), GONE);
    const log = found?.FlowLogs?.[0];
    if (log === undefined) return undefined;
    const target = log.ResourceId ?? "";
    const name = TARGETS.find(([, , prefix]) => target.startsWith(prefix))?.[0] ?? "vpcId";
    return {
      [name]: target,
      arn: arnOf(call, `vpc-flow-log/${id}`),
      trafficType: name.startsWith("transitGateway") ? undefined : log.TrafficType,
      logDestinationType: log.LogDestinationType,
      logDestination: log.LogDestination,
      iamRoleArn: log.DeliverLogsPermissionArn,
      logFormat: log.LogFormat,
      maxAggregationInterval: log.MaxAggregationInterval,
      tags: tagsOf(log.Tags),
    };
  },

  async update(id, { inputs, changed, before }, call) {
    if (!changed("tagsAll")) return;
    await updateTags(await call.aws.ec2(), id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, _state, call) {
    const ec2 = await call.aws.ec2();
    const deleted = await unlessGone(ec2.deleteFlowLogs({ FlowLogIds: [id] }), GONE);
    refuseIfAny(deleted?.Unsuccessful);
  },
});

function groupArn(arn: string): string {
  return arn.endsWith(":*") ? arn.slice(0, -2) : arn;
}

/** The API answers 200 and tells what failed. */
function refuseIfAny(items: readonly UnsuccessfulItem[] | undefined): void {
  if (items === undefined || items.length === 0) return;
  const texts = items.map(
    ({ ResourceId, Error: error }) => `${ResourceId}: ${error?.Code}: ${error?.Message}`,
  );
  throw new Error(texts.join("\n"));
}

/**
 * AWS refuses a second flow log of the same configuration, moto already one of the same target and destination, so that
 * a replacement could never be made. There the one in the way goes, which the replacement would end right afterwards.
 */
async function makeRoomFor<T>(
  ec2: EC2,
  request: CreateFlowLogsCommandInput,
  create: () => Promise<T>,
): Promise<T> {
  try {
    return await create();
  } catch (error) {
    if (!hasCode(error, "FlowLogAlreadyExists")) throw error;
    const { FlowLogs = [] } = await ec2.describeFlowLogs({});
    const inTheWay = FlowLogs.find(
      (log) =>
        log.ResourceId === request.ResourceIds?.[0] &&
        log.LogDestination === request.LogDestination,
    );
    if (inTheWay === undefined || isSameConfiguration(inTheWay, request)) throw error;
    await ec2.deleteFlowLogs({ FlowLogIds: [inTheWay.FlowLogId ?? ""] });
    return create();
  }
}

function isSameConfiguration(log: FlowLog, request: CreateFlowLogsCommandInput): boolean {
  return (
    log.TrafficType === request.TrafficType &&
    log.LogDestinationType === request.LogDestinationType &&
    log.DeliverLogsPermissionArn === request.DeliverLogsPermissionArn &&
    log.MaxAggregationInterval === request.MaxAggregationInterval &&
    (request.LogFormat === undefined || log.LogFormat === request.LogFormat)
  );
}
