import type { Unwrap } from "@pulumi/pulumi";
import type { TargetGroupArgs, TargetGroupState } from "@pulumi/aws/lb/targetGroup.js";
import type {
  ProtocolEnum,
  TargetGroup,
  TargetGroupIpAddressTypeEnum,
  TargetTypeEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { tagList } from "../tag-list.ts";
import { isUnknown, type Value, type Values } from "../value.ts";
import {
  heldAttributes,
  readAttributes,
  writtenAttributes,
  type Attributes,
} from "./attributes.ts";
import { nameFailures } from "./name-rules.ts";
import { tagsOf, updateTags } from "./tags.ts";
import * as blocks from "./target-group-blocks.ts";

type Inputs = Unwrap<TargetGroupArgs>;
type State = Unwrap<TargetGroupState>;

const GONE = "TargetGroupNotFound*";
const SERVERS = ["instance", "ip"];

/** Source: ELBv2 API reference, TargetGroupAttribute, with its defaults. */
const ATTRIBUTES = {
  connectionTermination: {
    key: "deregistration_delay.connection_termination.enabled",
    kind: "boolean",
    of: SERVERS,
  },
  deregistrationDelay: {
    key: "deregistration_delay.timeout_seconds",
    kind: "number",
    of: SERVERS,
    usual: "300",
  },
  lambdaMultiValueHeadersEnabled: {
    key: "lambda.multi_value_headers.enabled",
    kind: "boolean",
    of: ["lambda"],
    usual: "false",
  },
  loadBalancingAlgorithmType: {
    key: "load_balancing.algorithm.type",
    kind: "string",
    of: SERVERS,
  },
  loadBalancingAnomalyMitigation: {
    key: "load_balancing.algorithm.anomaly_mitigation",
    kind: "string",
    of: SERVERS,
    usual: "off",
  },
  loadBalancingCrossZoneEnabled: {
    key: "load_balancing.cross_zone.enabled",
    kind: "string",
    of: SERVERS,
  },
  preserveClientIp: { key: "preserve_client_ip.enabled", kind: "string", of: SERVERS },
  proxyProtocolV2: {
    key: "proxy_protocol_v2.enabled",
    kind: "boolean",
    of: SERVERS,
    usual: "false",
  },
  slowStart: { key: "slow_start.duration_seconds", kind: "number", of: SERVERS, usual: "0" },
} satisfies Attributes<string>;

/** Compared without regard to case: AWS answers in upper case. */
function sameLetters(before: Value, after: Value): boolean {
  return String(before).toUpperCase() === String(after).toUpperCase();
}

/** Only cookies have a duration; AWS shows none for other kinds of stickiness. */
function sameCookie(before: Value, after: Value, beside: Values): boolean {
  return !String(beside.type).endsWith("_cookie") || before === after;
}

/** Source: ELBv2 API reference, CreateTargetGroup, ModifyTargetGroup (health check), ModifyTargetGroupAttributes. */
export const resource = defineResource<Inputs, State>({
  token: "aws:lb/targetGroup:TargetGroup",
  noun: "ELBv2 Target Group",
  tags: true,
  autoname: { property: "name", maxLength: 32, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true },
    connectionTermination: { kind: "boolean", computed: true },
    deregistrationDelay: { kind: "number", default: 300 },
    healthCheck: {
      kind: "object",
      computed: true,
      fields: {
        enabled: { kind: "boolean", default: true },
        healthyThreshold: { kind: "number", default: 3 },
        interval: { kind: "number", default: 30 },
        matcher: { kind: "string", computed: true },
        path: { kind: "string", computed: true },
        port: { kind: "string", default: "traffic-port" },
        protocol: { kind: "string", default: "HTTP", equal: sameLetters },
        timeout: { kind: "number", computed: true },
        unhealthyThreshold: { kind: "number", default: 3 },
      },
    },
    ipAddressType: { kind: "string", computed: true, replaces: true },
    lambdaMultiValueHeadersEnabled: { kind: "boolean", default: false },
    loadBalancingAlgorithmType: { kind: "string", computed: true },
    loadBalancingAnomalyMitigation: { kind: "string", computed: true },
    loadBalancingCrossZoneEnabled: { kind: "string", computed: true },
    port: { kind: "number", replaces: true },
    preserveClientIp: { kind: "string", computed: true },
    protocol: { kind: "string", replaces: true },
    protocolVersion: { kind: "string", computed: true, replaces: true, equal: sameLetters },
    proxyProtocolV2: { kind: "boolean", default: false },
    region: { kind: "string", computed: true, replaces: true },
    slowStart: { kind: "number", default: 0 },
    stickiness: {
      kind: "object",
      computed: true,
      fields: {
        cookieDuration: { kind: "number", default: 86400, equal: sameCookie },
        cookieName: { kind: "string" },
        enabled: { kind: "boolean", default: true },
        type: { kind: "string", required: true },
      },
    },
    tags: { kind: "map" },
    targetControlPort: {
      kind: "number",
      replaces: true,
      simulated: "moto does not keep the target control port",
    },
    targetFailovers: {
      kind: "list",
      computed: true,
      of: {
        kind: "object",
        fields: {
          onDeregistration: { kind: "string", required: true },
          onUnhealthy: { kind: "string", required: true },
        },
      },
    },
    targetGroupHealth: {
      kind: "object",
      computed: true,
      fields: {
        dnsFailover: {
          kind: "object",
          computed: true,
          fields: {
            minimumHealthyTargetsCount: { kind: "string", default: "off" },
            minimumHealthyTargetsPercentage: { kind: "string", default: "off" },
          },
        },
        unhealthyStateRouting: {
          kind: "object",
          computed: true,
          fields: {
            minimumHealthyTargetsCount: { kind: "number", default: 1 },
            minimumHealthyTargetsPercentage: { kind: "string", default: "off" },
          },
        },
      },
    },
    targetHealthStates: {
      kind: "list",
      computed: true,
      of: {
        kind: "object",
        fields: {
          enableUnhealthyConnectionTermination: { kind: "boolean", required: true },
          unhealthyDrainingInterval: { kind: "number", default: 0 },
        },
      },
    },
    targetType: { kind: "string", default: "instance", replaces: true },
    vpcId: { kind: "string", replaces: true },
    arn: { kind: "string", output: true },
    arnSuffix: { kind: "string", output: true },
    loadBalancerArns: { kind: "set", output: true },
  },
  validate: (inputs) => [
    ...nameFailures(inputs.name),
    ...prefixFailures(inputs, 6),
    ...neededForServers(inputs),
    ...healthCheckFailures(inputs),
  ],

  async create(inputs, call) {
    const elbv2 = await call.aws.elbv2();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    const twin = await unlessGone(elbv2.describeTargetGroups({ Names: [name] }), GONE);
    if (twin?.TargetGroups?.[0] !== undefined) {
      throw new Error(`ELBv2 Target Group (${name}) already exists`);
    }
    const type = inputs.targetType as TargetTypeEnum;
    const server =
      type === "lambda"
        ? {}
        : {
            Port: inputs.port,
            Protocol: inputs.protocol as ProtocolEnum,
            ProtocolVersion: inputs.protocolVersion?.toUpperCase(),
            VpcId: inputs.vpcId,
            IpAddressType: inputs.ipAddressType as TargetGroupIpAddressTypeEnum,
          };
    const { TargetGroups } = await elbv2.createTargetGroup({
      Name: name,
      TargetType: type,
      ...server,
      ...healthCheckOf(inputs),
      Tags: tagList(inputs.tagsAll),
    });
    const arn = TargetGroups?.[0]?.TargetGroupArn ?? "";
    call.created(arn);
    // As in the provider, nothing is sent that says "not set"; some protocols would refuse it.
    const said = (property: keyof typeof ATTRIBUTES) =>
      property === "deregistrationDelay" || !["", 0, false].includes(inputs[property] as never);
    const Attributes = [
      ...writtenAttributes(ATTRIBUTES, type, inputs, said),
      ...blocks.writtenBlocks(inputs),
    ];
    if (Attributes.length > 0) {
      await elbv2.modifyTargetGroupAttributes({ TargetGroupArn: arn, Attributes });
    }
    return arn;
  },

  async read(arn, call, prior) {
    const elbv2 = await call.aws.elbv2();
    const found = await unlessGone(elbv2.describeTargetGroups({ TargetGroupArns: [arn] }), GONE);
    const group = found?.TargetGroups?.[0];
    if (group === undefined) return undefined;
    const [{ Attributes: pairs }, tags] = await Promise.all([
      elbv2.describeTargetGroupAttributes({ TargetGroupArn: arn }),
      tagsOf(elbv2, arn),
    ]);
    const held = heldAttributes(pairs);
    return {
      deregistrationDelay: prior.deregistrationDelay,
      lambdaMultiValueHeadersEnabled: false,
      proxyProtocolV2: false,
      slowStart: 0,
      ...readAttributes(ATTRIBUTES, group.TargetType, held),
      ...blocks.readBlocks(group, held),
      name: group.TargetGroupName,
      namePrefix: prefixOf(group.TargetGroupName, prior.namePrefix),
      healthCheck: readHealthCheck(group),
      ipAddressType: group.IpAddressType,
      port: group.Port,
      protocol: group.Protocol,
      protocolVersion: group.ProtocolVersion,
      targetType: group.TargetType,
      vpcId: group.VpcId,
      arn: group.TargetGroupArn,
      arnSuffix: arn.replace(/^.*:targetgroup\//, "targetgroup/"),
      loadBalancerArns: [...new Set(group.LoadBalancerArns ?? [])],
      tags,
    };
  },

  async update(arn, { before, inputs, changed }, call) {
    const elbv2 = await call.aws.elbv2();
    if (changed("healthCheck")) {
      await elbv2.modifyTargetGroup({ TargetGroupArn: arn, ...healthCheckOf(inputs) });
    }
    const Attributes = [
      ...writtenAttributes(ATTRIBUTES, inputs.targetType, inputs, (name) => changed(name)),
      ...blocks.writtenBlocks(inputs, (name) => changed(name)),
    ];
    if (Attributes.length > 0) {
      await elbv2.modifyTargetGroupAttributes({ TargetGroupArn: arn, Attributes });
    }
    if (changed("tagsAll")) await updateTags(elbv2, arn, before.tagsAll, inputs.tagsAll);
  },

  async delete(arn, _state, call) {
    const elbv2 = await call.aws.elbv2();
    const request = { TargetGroupArn: arn };
    const deleted = call.untilReleased(() => elbv2.deleteTargetGroup(request), "ResourceInUse*");
    await unlessGone(deleted, GONE);
  },
});

function neededForServers(inputs: Partial<Inputs>): CheckFailure[] {
  const { targetType } = inputs as Values;
  if (targetType === "lambda" || isUnknown(targetType)) return [];
  return (["port", "protocol", "vpcId"] as const)
    .filter((property) => inputs[property] === undefined)
    .map((property) => ({
      property,
      reason: `"${property}" must be specified when "targetType" is "${String(targetType)}"`,
    }));
}

function healthCheckFailures({ healthCheck, protocol }: Partial<Inputs>): CheckFailure[] {
  if (healthCheck === undefined || isUnknown(healthCheck)) return [];
  if (String(healthCheck.protocol).toUpperCase() !== "TCP") return [];
  const failures: CheckFailure[] = (["matcher", "path"] as const)
    .filter((field) => healthCheck[field] !== undefined && healthCheck[field] !== "")
    .map((field) => ({
      property: `healthCheck.${field}`,
      reason: `"healthCheck.${field}" cannot be specified when "healthCheck.protocol" is "TCP"`,
    }));
  if (protocol === "HTTP" || protocol === "HTTPS") {
    const reason = `"healthCheck.protocol" cannot be "TCP" when "protocol" is "${protocol}"`;
    failures.push({ property: "healthCheck.protocol", reason });
  }
  return failures;
}

function healthCheckOf(inputs: Inputs) {
  const check = inputs.healthCheck;
  if (check === undefined) return {};
  const Protocol = check.protocol?.toUpperCase() as ProtocolEnum;
  const matcher = check.matcher;
  const grpc = inputs.protocolVersion?.toUpperCase() === "GRPC";
  const http = Protocol === "TCP" ? {} : { HealthCheckPath: check.path };
  const where =
    inputs.targetType === "lambda"
      ? {}
      : { HealthCheckPort: check.port, HealthCheckProtocol: Protocol };
  return {
    HealthCheckEnabled: check.enabled,
    HealthCheckIntervalSeconds: check.interval,
    HealthCheckTimeoutSeconds: check.timeout,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    ...http,
    ...where,
    Matcher:
      matcher === undefined || matcher === ""
        ? undefined
        : grpc
          ? { GrpcCode: matcher }
          : { HttpCode: matcher },
  };
}

function readHealthCheck(group: TargetGroup): State["healthCheck"] {
  const check: Record<string, string | number | boolean | undefined> = {
    enabled: group.HealthCheckEnabled,
    healthyThreshold: group.HealthyThresholdCount,
    interval: group.HealthCheckIntervalSeconds,
    matcher: group.Matcher?.HttpCode ?? group.Matcher?.GrpcCode,
    path: group.HealthCheckPath,
    port: group.HealthCheckPort,
    protocol: group.HealthCheckProtocol,
    timeout: group.HealthCheckTimeoutSeconds,
    unhealthyThreshold: group.UnhealthyThresholdCount,
  };
  const known = Object.entries(check).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as State["healthCheck"];
}
