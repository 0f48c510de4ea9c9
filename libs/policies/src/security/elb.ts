import { resourceRule, stackRule, type Problem } from "../rule.ts";
import { at, isUnknown, listAt } from "../unknown.ts";
import { isMissing, isOff, securityHub } from "./flag.ts";
import { ofType, partnersOf } from "./pairs.ts";

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const LISTENER = "aws:lb/listener:Listener";
const TARGETS = "aws:lb/targetGroup:TargetGroup";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const facts = { group: "security", enforcement: "mandatory" } as const;

export const albRedirect = resourceRule({
  ...facts,
  id: "alb-redirect",
  controls: ["ELB.1"],
  source: securityHub("ELB.1"),
  types: [LISTENER],
  fix: "Redirect to HTTPS with status HTTP_301.",
  check: ({ props }) => {
    if (props["protocol"] !== "HTTP" || isUnknown(props["defaultActions"])) return undefined;
    const isRedirected = listAt(props, "defaultActions").some((action) => {
      const protocol = at(action, "redirect", "protocol");
      return at(action, "type") === "redirect" && (protocol === "HTTPS" || isUnknown(protocol));
    });
    return isRedirected
      ? undefined
      : { property: "defaultActions", message: "answers without TLS instead of redirecting" };
  },
});

export const albDropHeaders = resourceRule({
  ...facts,
  id: "alb-drop-headers",
  controls: ["ELB.4"],
  source: securityHub("ELB.4"),
  types: [BALANCER],
  fix: "Set dropInvalidHeaderFields to true.",
  check: ({ props }) =>
    isApplication(props) && isOff(props["dropInvalidHeaderFields"])
      ? { property: "dropInvalidHeaderFields", message: "passes invalid headers on" }
      : undefined,
});

export const albLogs = resourceRule({
  ...facts,
  id: "alb-logs",
  controls: ["ELB.5"],
  source: securityHub("ELB.5"),
  types: [BALANCER],
  fix: "Set accessLogs with a bucket and enabled: true; without that word AWS writes none.",
  check: ({ props }) => {
    if (isUnknown(props["accessLogs"])) return undefined;
    const hasLogs = !isMissing(at(props, "accessLogs", "bucket"));
    return hasLogs && !isOff(at(props, "accessLogs", "enabled"))
      ? undefined
      : { property: "accessLogs", message: "does not log who asked for what" };
  },
});

export const albDeletionProtection = resourceRule({
  ...facts,
  id: "alb-deletion-protection",
  controls: ["ELB.6"],
  source: securityHub("ELB.6"),
  types: [BALANCER],
  fix: "Set enableDeletionProtection to true.",
  check: ({ props }) =>
    isOff(props["enableDeletionProtection"])
      ? { property: "enableDeletionProtection", message: "can be deleted by mistake" }
      : undefined,
});

export const albDesync = resourceRule({
  ...facts,
  id: "alb-desync",
  controls: ["ELB.12"],
  source: securityHub("ELB.12"),
  types: [BALANCER],
  fix: 'Set desyncMitigationMode to "defensive" or "strictest".',
  check: ({ props }) => {
    const mode = props["desyncMitigationMode"];
    if (isUnknown(mode) || isMissing(mode)) return undefined; // defensive
    return mode === "defensive" || mode === "strictest"
      ? undefined
      : { property: "desyncMitigationMode", message: "lets requests through that smuggle others" };
  },
});

export const albZones = resourceRule({
  ...facts,
  id: "alb-zones",
  controls: ["ELB.13"],
  source: securityHub("ELB.13"),
  types: [BALANCER],
  fix: "Give it subnets in at least two zones.",
  check: ({ props }) => {
    const places = ["subnets", "subnetMappings"];
    if (places.some((name) => isUnknown(props[name]))) return undefined;
    const count = Math.max(...places.map((name) => new Set(listAt(props, name)).size));
    return count < 2 ? { property: "subnets", message: "lives in one zone only" } : undefined;
  },
});

export const albWebAcl = stackRule({
  ...facts,
  id: "alb-web-acl",
  controls: ["ELB.16"],
  source: securityHub("ELB.16"),
  types: [BALANCER],
  fix: "Associate a web ACL (wafv2.WebAclAssociation).",
  checkStack: (resources) =>
    ofType(resources, BALANCER)
      .filter(({ props }) => isApplication(props))
      .filter((balancer) => {
        const associations = ofType(resources, ASSOCIATION);
        const { partners, cannotTell } = partnersOf(balancer, associations, "resourceArn");
        return partners.length === 0 && !cannotTell;
      })
      .map((resource) => ({ resource, message: "has no web ACL in front of it" })),
});

export const albTlsPolicy = resourceRule({
  ...facts,
  id: "alb-tls-policy",
  controls: ["ELB.17"],
  source: securityHub("ELB.17"),
  types: [LISTENER],
  fix: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, or another that ELB.17 lists.",
  check: ({ props }) => {
    const policy = props["sslPolicy"];
    if (!isSecure(props["protocol"]) || isUnknown(policy)) return undefined;
    return TLS_POLICIES.includes(String(policy).replace("ELBSecurityPolicy-TLS13-1-", ""))
      ? undefined
      : { property: "sslPolicy", message: "takes connections that are not secure enough" };
  },
});

export const albHttpsOnly = resourceRule({
  ...facts,
  id: "alb-https-only",
  controls: ["ELB.18"],
  source: securityHub("ELB.18"),
  types: [LISTENER],
  fix: 'Set protocol to "HTTPS"; the control counts a redirect, too.',
  check: ({ props }) =>
    isUnknown(props["protocol"]) || isSecure(props["protocol"])
      ? undefined
      : { property: "protocol", message: "listens without TLS" },
});

export const albTargetsTls = resourceRule({
  ...facts,
  id: "alb-targets-tls",
  controls: ["ELB.21", "ELB.22"],
  source: securityHub("ELB.22"),
  types: [TARGETS],
  fix: 'Set protocol and healthCheck.protocol to "HTTPS", and give the instances a certificate.',
  check: ({ props }): Problem[] =>
    props["targetType"] === "lambda"
      ? []
      : [
          { property: "protocol", value: props["protocol"] },
          {
            property: "healthCheck.protocol",
            value: at(props, "healthCheck", "protocol") ?? props["protocol"],
          },
        ]
          .filter(({ value }) => !isUnknown(value) && !isSecure(value))
          .map(({ property }) => ({ property, message: "reaches its targets without TLS" })),
});

export const albPublic = resourceRule({
  ...facts,
  id: "alb-public",
  controls: ["AVD-AWS-0053"],
  source:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-scheme",
  types: [BALANCER],
  fix: "Set internal to true, or agree on a waiver for what the world is to reach.",
  check: ({ props }) =>
    isOff(props["internal"])
      ? { property: "internal", message: "is reached by the whole internet" }
      : undefined,
});

/** ELB.17, without their common beginning. */
const TLS_POLICIES = [
  "3-2021-06",
  "3-FIPS-2023-04",
  "3-PQ-2025-09",
  "3-FIPS-PQ-2025-09",
  "2-Res-2021-06",
  "2-Res-FIPS-2023-04",
  "2-Res-PQ-2025-09",
  "2-Res-FIPS-PQ-2025-09",
];

function isSecure(protocol: unknown): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

function isApplication(props: { readonly [name: string]: unknown }): boolean {
  const kind = props["loadBalancerType"];
  return isMissing(kind) || kind === "application";
}
