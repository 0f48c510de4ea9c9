import type { Unwrap } from "@pulumi/pulumi";
import type { TargetGroupArgs } from "@pulumi/aws/lb/targetGroup.js";
import type { TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";

type Inputs = Unwrap<TargetGroupArgs>;
type Blocks = Pick<
  Inputs,
  "stickiness" | "targetFailovers" | "targetGroupHealth" | "targetHealthStates"
>;
type Block = keyof Blocks;
type Held = Readonly<Record<string, string>>;

const ON_DEREGISTRATION = "target_failover.on_deregistration";
const ON_UNHEALTHY = "target_failover.on_unhealthy";
const DNS = "target_group_health.dns_failover.minimum_healthy_targets";
const ROUTING = "target_group_health.unhealthy_state_routing.minimum_healthy_targets";
const TERMINATION = "target_health_state.unhealthy.connection_termination.enabled";
const DRAINING = "target_health_state.unhealthy.draining_interval_seconds";

/**
 * The properties that stand for several attributes each. Which protocol has which: ELBv2 API reference,
 * TargetGroupAttribute.
 */
export function writtenBlocks(
  inputs: Inputs,
  which: (block: Block) => boolean = () => true,
): { Key: string; Value: string }[] {
  if (inputs.targetType === "lambda" || inputs.targetType === "alb") return [];
  const protocol = inputs.protocol ?? "";
  const { stickiness } = inputs;
  const [failover] = inputs.targetFailovers ?? [];
  const [health] = inputs.targetHealthStates ?? [];
  const { dnsFailover, unhealthyStateRouting } = inputs.targetGroupHealth ?? {};
  const values: Record<string, unknown> = {};

  if (which("stickiness") && stickiness !== undefined) {
    values["stickiness.enabled"] = stickiness.enabled;
    values["stickiness.type"] = stickiness.type;
    if (stickiness.type === "lb_cookie" || stickiness.type === "app_cookie") {
      values[`stickiness.${stickiness.type}.duration_seconds`] = stickiness.cookieDuration;
    }
    if (stickiness.type === "app_cookie") {
      values["stickiness.app_cookie.cookie_name"] = stickiness.cookieName;
    }
  }
  if (which("targetFailovers") && failover !== undefined && protocol === "GENEVE") {
    values[ON_DEREGISTRATION] = failover.onDeregistration;
    values[ON_UNHEALTHY] = failover.onUnhealthy;
  }
  if (which("targetGroupHealth") && protocol !== "GENEVE") {
    values[`${DNS}.count`] = dnsFailover?.minimumHealthyTargetsCount;
    values[`${DNS}.percentage`] = dnsFailover?.minimumHealthyTargetsPercentage;
    values[`${ROUTING}.count`] = unhealthyStateRouting?.minimumHealthyTargetsCount;
    values[`${ROUTING}.percentage`] = unhealthyStateRouting?.minimumHealthyTargetsPercentage;
  }
  if (which("targetHealthStates") && health !== undefined && isConnection(protocol)) {
    values[TERMINATION] = health.enableUnhealthyConnectionTermination;
    values[DRAINING] = health.unhealthyDrainingInterval;
  }
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([Key, value]) => ({ Key, Value: String(value) }));
}

/** The same, of what AWS holds; what nobody set has the default of AWS. */
export function readBlocks(group: TargetGroup, held: Held): Blocks {
  const { Protocol: protocol = "", TargetType } = group;
  if (TargetType === "lambda" || TargetType === "alb") return {};
  const blocks: Blocks = {};
  const type = held["stickiness.type"];
  if (type !== undefined) blocks.stickiness = readStickiness(type, held);
  if (protocol === "GENEVE") {
    blocks.targetFailovers = [
      {
        onDeregistration: held[ON_DEREGISTRATION] ?? "no_rebalance",
        onUnhealthy: held[ON_UNHEALTHY] ?? "no_rebalance",
      },
    ];
  } else {
    blocks.targetGroupHealth = {
      dnsFailover: {
        minimumHealthyTargetsCount: held[`${DNS}.count`] ?? "1",
        minimumHealthyTargetsPercentage: held[`${DNS}.percentage`] ?? "off",
      },
      unhealthyStateRouting: {
        minimumHealthyTargetsCount: Number(held[`${ROUTING}.count`] ?? 1),
        minimumHealthyTargetsPercentage: held[`${ROUTING}.percentage`] ?? "off",
      },
    };
  }
  if (isConnection(protocol)) {
    blocks.targetHealthStates = [
      {
        enableUnhealthyConnectionTermination: (held[TERMINATION] ?? "true") === "true",
        unhealthyDrainingInterval: Number(held[DRAINING] ?? 0),
      },
    ];
  }
  return blocks;
}

function readStickiness(type: string, held: Held): NonNullable<Blocks["stickiness"]> {
  const stickiness = { enabled: held["stickiness.enabled"] === "true", type };
  if (type !== "lb_cookie" && type !== "app_cookie") return stickiness;
  const cookieDuration = Number(held[`stickiness.${type}.duration_seconds`] ?? 86400);
  if (type === "lb_cookie") return { ...stickiness, cookieDuration };
  const cookieName = held["stickiness.app_cookie.cookie_name"] ?? "";
  return { ...stickiness, cookieDuration, cookieName };
}

function isConnection(protocol: string): boolean {
  return protocol === "TCP" || protocol === "TLS";
}
