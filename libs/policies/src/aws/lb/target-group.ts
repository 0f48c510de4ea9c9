import { resourceRule } from "../../rule.ts";
import { at, isUnknown } from "../../unknown.ts";
import { isSet, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { noneOf, outside, problemAt, unlike } from "../value-problem.ts";

const TARGETS = "aws:lb/targetGroup:TargetGroup";
const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";
const CREATE = `${API}/API_CreateTargetGroup.html`;
const ATTRIBUTES = `${API}/API_TargetGroupAttribute.html`;

const HTTP = ["HTTP", "HTTPS"];
const OTHERS = ["TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"];
const DAYS_7 = 7 * 24 * 60 * 60;

export const targetGroupName = resourceRule({
  id: "target-group-name",
  ...refusal,
  source: CREATE,
  types: [TARGETS],
  fix: "Choose a name of at most 32 letters, digits and hyphens, with no hyphen at its ends.",
  check: ({ props }) =>
    unlike(
      props,
      ["name"],
      /^(?!-)[a-zA-Z0-9-]{1,32}(?<!-)$/,
      "1 to 32 letters, digits and inner hyphens",
    ),
});

export const targetGroupProtocol = resourceRule({
  id: "target-group-protocol",
  ...refusal,
  source: CREATE,
  types: [TARGETS],
  fix: "Choose a protocol that the load balancer speaks, a port of 1 to 65535, and a version for HTTP and HTTPS only.",
  check: ({ props }) => {
    const { protocol, protocolVersion, targetType } = props;
    const isHttp = HTTP.includes(text(protocol) ?? "");
    return [
      ...noneOf(props, ["protocol"], [...HTTP, ...OTHERS]),
      ...noneOf(props, ["targetType"], ["instance", "ip", "lambda", "alb"]),
      ...outside(props, ["port"], [1, 65535]),
      ...(typeof protocolVersion === "string"
        ? noneOf(
            { protocolVersion: protocolVersion.toUpperCase() },
            ["protocolVersion"],
            ["HTTP1", "HTTP2", "GRPC"],
          )
        : []),
      ...(isSet(protocolVersion) && typeof protocol === "string" && !isHttp
        ? [problemAt(["protocolVersion"], `is for HTTP and HTTPS, not for ${protocol}`)]
        : []),
      ...(targetType === "alb" && (isHttp || protocol === "UDP")
        ? [problemAt(["protocol"], `is ${text(protocol)}, and a load balancer as target takes TCP`)]
        : []),
      ...(protocol === "GENEVE" && typeof props["port"] === "number" && props["port"] !== 6081
        ? [problemAt(["port"], `is ${props["port"]}, and GENEVE has 6081`)]
        : []),
    ];
  },
});

export const targetGroupHealthTiming = resourceRule({
  id: "target-group-health-timing",
  ...refusal,
  source: CREATE,
  types: [TARGETS],
  fix: "Check every 5 to 300 seconds, wait 2 to 120 and less than the interval, and count 2 to 10 answers.",
  check: ({ props }) => {
    const check = "healthCheck";
    const { interval, timeout } = {
      interval: at(props, check, "interval") ?? 30,
      timeout: at(props, check, "timeout"),
    };
    const isHttp = HTTP.includes(text(props["protocol"]) ?? "");
    return [
      ...outside(props, [check, "interval"], [5, 300], " s"),
      ...outside(props, [check, "timeout"], [2, 120], " s"),
      ...outside(props, [check, "healthyThreshold"], [2, 10]),
      ...outside(props, [check, "unhealthyThreshold"], [2, 10]),
      ...(isHttp &&
      typeof timeout === "number" &&
      typeof interval === "number" &&
      timeout >= interval
        ? [
            problemAt(
              [check, "timeout"],
              `is ${timeout} s, no less than the interval of ${interval} s`,
            ),
          ]
        : []),
    ];
  },
});

export const targetGroupHealthRequest = resourceRule({
  id: "target-group-health-request",
  ...refusal,
  source: CREATE,
  types: [TARGETS],
  fix:
    'Ask for a path that begins with /, on "traffic-port" or 1 to 65535, and expect codes as ' +
    '"200", "200,302" or "200-299".',
  check: ({ props }) => {
    const check = "healthCheck";
    const protocol = text(props["protocol"]);
    const isGrpc = text(props["protocolVersion"])?.toUpperCase() === "GRPC";
    const matcher = text(at(props, check, "matcher"));
    const [low, high] = isGrpc
      ? [0, 99]
      : protocol && !HTTP.includes(protocol)
        ? [200, 599]
        : [200, 499];
    const codes = (matcher ?? "").split(/[,-]/).map(Number);
    const isForm = matcher === undefined || /^\d{1,3}([,-]\d{1,3})*$/.test(matcher);
    const port = text(at(props, check, "port"));
    const isPort = port === undefined || port === "traffic-port" || isBetween(port, 1, 65535);
    return [
      ...noneOf(upper(props, check), ["protocol"], ["HTTP", "HTTPS", "TCP"]).map((problem) => ({
        ...problem,
        property: `${check}.protocol`,
      })),
      ...unlike(props, [check, "path"], /^\/[!-~]{0,1023}$/, "a path that begins with /"),
      ...(isSet(matcher) && !isForm
        ? [problemAt([check, "matcher"], "is no code, no list of codes and no range of codes")]
        : []),
      ...(isSet(matcher) && isForm && codes.some((code) => code < low! || code > high!)
        ? [problemAt([check, "matcher"], `has a code outside of ${low} to ${high}`)]
        : []),
      ...(isPort ? [] : [problemAt([check, "port"], `is "${port}", and no port`)]),
    ];
  },
});

export const targetGroupAttributes = resourceRule({
  id: "target-group-attributes",
  ...refusal,
  source: ATTRIBUTES,
  types: [TARGETS],
  fix: "Deregister within 0 to 3600 seconds, start slowly within 30 to 900 (0 is off) and with round_robin only.",
  check: ({ props }) => {
    const algorithm = text(props["loadBalancingAlgorithmType"]);
    const slow = props["slowStart"];
    const isSlow = typeof slow === "number" && slow !== 0;
    return [
      ...outside(props, ["deregistrationDelay"], [0, 3600], " s"),
      ...(isSlow ? outside(props, ["slowStart"], [30, 900], " s") : []),
      ...(isSlow && isSet(algorithm) && algorithm !== "round_robin"
        ? [problemAt(["slowStart"], `is on, and ${algorithm} starts nothing slowly`)]
        : []),
      ...noneOf(
        props,
        ["loadBalancingAlgorithmType"],
        ["round_robin", "least_outstanding_requests", "weighted_random"],
      ),
      ...(props["loadBalancingAnomalyMitigation"] === "on" &&
      ["round_robin", "least_outstanding_requests", undefined].includes(
        props["loadBalancingAlgorithmType"] as undefined,
      )
        ? [problemAt(["loadBalancingAnomalyMitigation"], "is on, and needs weighted_random")]
        : []),
    ];
  },
});

export const targetGroupStickiness = resourceRule({
  id: "target-group-stickiness",
  ...refusal,
  source: ATTRIBUTES,
  types: [TARGETS],
  fix:
    "For HTTP take lb_cookie, or app_cookie with a cookieName of your own, for 1 to 604800 " +
    "seconds; for TCP source_ip.",
  check: ({ props }) => {
    const stickiness = props["stickiness"];
    const protocol = text(props["protocol"]);
    const type = text(at(stickiness, "type"));
    if (isUnknown(stickiness) || stickiness === undefined) return undefined;
    const isHttp = HTTP.includes(protocol ?? "");
    const isCookie = ["lb_cookie", "app_cookie"].includes(type ?? "");
    const path = ["stickiness", "type"];
    const name = at(stickiness, "cookieName");
    return [
      ...(isHttp ? noneOf(props, path, ["lb_cookie", "app_cookie"]) : []),
      ...(protocol !== undefined && !isHttp && isCookie
        ? [problemAt(path, `is ${type}, and ${protocol} has no cookies`)]
        : []),
      ...(isCookie ? outside(props, ["stickiness", "cookieDuration"], [1, DAYS_7], " s") : []),
      ...(type === "app_cookie" && !isSet(name)
        ? [problemAt(["stickiness", "cookieName"], "is missing, and app_cookie needs it")]
        : []),
      ...unlike(
        props,
        ["stickiness", "cookieName"],
        /^(?!AWSALB(APP|TG)?$)/,
        "AWSALB, AWSALBAPP and AWSALBTG are AWS's own",
      ),
    ];
  },
});

function upper(props: unknown, check: string): object {
  const protocol = at(props, check, "protocol");
  return { protocol: typeof protocol === "string" ? protocol.toUpperCase() : undefined };
}

function isBetween(value: string, min: number, max: number): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) >= min && Number(value) <= max;
}
