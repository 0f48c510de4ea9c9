import type { PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule, type Problem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { isSet, namedBy, ofType, text } from "../inputs.ts";
import { theOne, typesBehind } from "../references.ts";
import { refusal } from "../refusal.ts";
import { noneOf, outside, problemAt, repeatedPlaces, unlike, type Path } from "../value-problem.ts";

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const LISTENER = "aws:lb/listener:Listener";
const TARGETS = "aws:lb/targetGroup:TargetGroup";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";
const CREATE = `${API}/API_CreateListener.html`;

const ENCRYPTED = ["HTTPS", "TLS"];
const PROTOCOLS = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"];
const LAST = ["forward", "redirect", "fixed-response"];
const WHOLE: Readonly<Record<string, string>> = {
  host: "#{host}",
  path: "/#{path}",
  port: "#{port}",
  protocol: "#{protocol}",
  query: "#{query}",
};

export const listenerProtocol = resourceRule({
  id: "listener-protocol",
  ...refusal,
  source: CREATE,
  types: [LISTENER],
  fix: "Set protocol to HTTP or HTTPS (TCP, TLS, UDP for a network load balancer) and port to 1 to 65535.",
  check: ({ props }) => {
    const protocol = protocolOf(props);
    return [
      ...noneOf({ protocol }, ["protocol"], PROTOCOLS),
      ...outside(props, ["port"], [1, 65535]),
      ...(isSet(text(props["alpnPolicy"])) && protocol !== undefined && protocol !== "TLS"
        ? [problemAt(["alpnPolicy"], `is for TLS, not for ${protocol}`)]
        : []),
    ];
  },
});

export const listenerCertificate = resourceRule({
  id: "listener-certificate",
  ...refusal,
  source:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
  types: [LISTENER],
  fix: "Give an HTTPS or TLS listener the ARN of a certificate of its region; give no other listener one.",
  check: ({ props }, context) => {
    const protocol = protocolOf(props);
    const arn = props["certificateArn"];
    const path = ["certificateArn"];
    if (protocol === undefined) return undefined;
    if (!ENCRYPTED.includes(protocol)) {
      return isSet(text(arn))
        ? problemAt(path, `is set, and ${protocol} has no certificate`)
        : undefined;
    }
    if (!isSet(arn)) return problemAt(path, `is missing, and ${protocol} needs a certificate`);
    const region = text(props["region"]) ?? context.region;
    const [, service, where] = /^arn:[\w-]+:(acm|iam):([\w-]*):/.exec(text(arn) ?? "") ?? [];
    if (text(arn) !== undefined && service === undefined) {
      return problemAt(path, "is no ARN of a certificate");
    }
    return service === "acm" && where !== region
      ? problemAt(path, `is of ${where}, and the listener is in ${region}`)
      : undefined;
  },
});

export const listenerTlsPolicy = resourceRule({
  id: "listener-tls-policy",
  ...refusal,
  source:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
  types: [LISTENER],
  fix: "Name a policy of AWS, as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, for HTTPS and TLS only.",
  check: ({ props }) => {
    const protocol = protocolOf(props);
    const isPlain = protocol !== undefined && !ENCRYPTED.includes(protocol);
    return [
      ...unlike(
        props,
        ["sslPolicy"],
        /^ELBSecurityPolicy-([A-Za-z0-9]+-)*20\d\d-\d\d$/,
        "ELBSecurityPolicy-, its protocols, year and month",
      ),
      ...(isPlain && isSet(text(props["sslPolicy"]))
        ? [problemAt(["sslPolicy"], `is set, and ${protocol} encrypts nothing`)]
        : []),
    ];
  },
});

export const listenerCertificateIssued = stackRule({
  id: "listener-certificate-issued",
  ...refusal,
  source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
  types: [LISTENER],
  fix: "Take certificateArn of an aws.acm.CertificateValidation: it waits until ACM has issued the certificate.",
  checkStack: (resources) =>
    ofType(resources, LISTENER)
      .filter((listener) => {
        const behind = typesBehind(listener, "certificateArn", resources);
        const certificate = theOne(listener, "certificateArn", resources, CERTIFICATE);
        const isAsked = isSet(certificate?.props["validationMethod"]);
        return isAsked && behind.includes(CERTIFICATE) && !behind.includes(VALIDATION);
      })
      .map((resource) => ({
        resource,
        property: "certificateArn",
        message: "does not wait for its certificate, which is not valid at once",
      })),
});

export const listenerRedirect = resourceRule({
  id: "listener-redirect",
  ...refusal,
  source: `${API}/API_RedirectActionConfig.html`,
  types: [LISTENER],
  fix: "Change protocol, host, port or path, never from HTTPS to HTTP; statusCode is HTTP_301 or HTTP_302.",
  check: ({ props }) =>
    eachAction(props, (action, path) => {
      const redirect = at(action, "redirect");
      if (at(action, "type") !== "redirect" || isUnknown(redirect)) return [];
      const where = [...path, "redirect"];
      const protocol = protocolOf(props);
      const port = props["port"];
      const part = (name: string) => at(redirect, name) ?? WHOLE[name];
      const isSame = (name: string, own: unknown) =>
        part(name) === WHOLE[name] || (own !== undefined && part(name) === own);
      const isLoop =
        isSame("protocol", protocol) &&
        isSame("port", typeof port === "number" ? String(port) : undefined) &&
        isSame("host", undefined) &&
        isSame("path", undefined);
      const to = text(part("port"));
      const isPort =
        to === undefined || to === "#{port}" || (/^[1-9]\d{0,4}$/.test(to) && +to < 65536);
      return [
        ...noneOf(redirect, ["protocol"], ["HTTP", "HTTPS", "#{protocol}"]).map(under(where)),
        ...noneOf(redirect, ["statusCode"], ["HTTP_301", "HTTP_302"]).map(under(where)),
        ...unlike(redirect, ["path"], /^\//, "it begins with /").map(under(where)),
        ...unlike(redirect, ["query"], /^(?!\?)/, "without the leading ?").map(under(where)),
        ...(isPort ? [] : [problemAt([...where, "port"], `is "${to}", and no port`)]),
        ...(protocol === "HTTPS" && part("protocol") === "HTTP"
          ? [problemAt([...where, "protocol"], "leads from HTTPS to HTTP")]
          : []),
        ...(isLoop ? [problemAt(where, "leads to where the request came: a loop")] : []),
      ];
    }),
});

export const listenerForward = resourceRule({
  id: "listener-forward",
  ...refusal,
  source: `${API}/API_ForwardActionConfig.html`,
  types: [LISTENER],
  fix:
    "Forward to targetGroupArn, or to 1 to 5 groups in forward.targetGroups with weights of 0 to " +
    "999, of which one is above 0.",
  check: ({ props }) =>
    eachAction(props, (action, path) => {
      if (at(action, "type") !== "forward") return [];
      const forward = at(action, "forward");
      const one = at(action, "targetGroupArn");
      const groups = at(forward, "targetGroups");
      const list = listAt(forward, "targetGroups");
      const weights = list.map((group) => at(group, "weight"));
      const where = [...path, "forward", "targetGroups"];
      return [
        ...unlike(
          props,
          [...path, "targetGroupArn"],
          /^arn:[\w-]+:elasticloadbalancing:[\w-]+:\d{12}:targetgroup\//,
          "the ARN of a target group",
        ),
        ...(isSet(one) && isSet(groups) && !isUnknown(forward) && list.length > 1
          ? [
              problemAt(
                [...path, "forward"],
                "is set beside targetGroupArn, and says something else",
              ),
            ]
          : []),
        ...(list.length > 5 ? [problemAt(where, `are ${list.length}, and AWS takes 1 to 5`)] : []),
        ...list.flatMap((_, i) => outside(props, [...where, i, "weight"], [0, 999])),
        ...(list.length > 1 && weights.every((weight) => weight === 0)
          ? [problemAt(where, "have no weight at all, so nothing is forwarded")]
          : []),
        ...outside(props, [...path, "forward", "stickiness", "duration"], [1, 604800], " s"),
      ];
    }),
});

export const listenerActions = resourceRule({
  id: "listener-actions",
  ...refusal,
  source: CREATE,
  types: [LISTENER],
  fix: "End with one action of forward, redirect or fixed-response; authenticate before it, on HTTPS only.",
  check: ({ props }) => {
    const actions = listAt(props, "defaultActions");
    const types = actions.map((action) => text(at(action, "type")));
    const ends = types.flatMap((type, i) => (LAST.includes(type ?? "") ? [i] : []));
    const isKnown = types.every((type) => type !== undefined) && types.length > 0;
    return [
      ...(Array.isArray(props["defaultActions"]) && actions.length === 0
        ? [problemAt(["defaultActions"], "are none, and a listener needs one")]
        : []),
      ...(isKnown && ends.length !== 1
        ? [problemAt(["defaultActions"], `have ${ends.length} of ${LAST.join(", ")}, and need one`)]
        : []),
      ...eachAction(props, (action, path) => {
        const type = text(at(action, "type"));
        const protocol = protocolOf(props);
        const where = [...path, "fixedResponse"];
        const body = text(at(action, "fixedResponse", "messageBody"));
        return [
          ...noneOf(
            props,
            [...path, "type"],
            [...LAST, "authenticate-cognito", "authenticate-oidc", "jwt-validation"],
          ),
          ...(type?.startsWith("authenticate-") && protocol !== undefined && protocol !== "HTTPS"
            ? [problemAt([...path, "type"], `is ${type}, which only HTTPS can do`)]
            : []),
          ...unlike(props, [...where, "statusCode"], /^(2|4|5)(\d\d|XX)$/, "2XX, 4XX or 5XX"),
          ...noneOf(
            props,
            [...where, "contentType"],
            [
              ...["text/plain", "text/css", "text/html"],
              ...["application/javascript", "application/json"],
            ],
          ),
          ...((body?.length ?? 0) > 1024
            ? [problemAt([...where, "messageBody"], "has more than 1024 characters")]
            : []),
        ];
      }),
    ];
  },
});

export const listenerOnce = stackRule({
  id: "listener-once",
  ...refusal,
  source: CREATE,
  types: [LISTENER],
  fix: "Keep one listener for each port of a load balancer.",
  checkStack: (resources) => {
    const listeners = ofType(resources, LISTENER);
    const keys = listeners.map((listener) => {
      const balancer =
        theOne(listener, "loadBalancerArn", resources, BALANCER)?.urn ??
        text(listener.props["loadBalancerArn"]);
      const port = listener.props["port"];
      return balancer === undefined || typeof port !== "number" ? undefined : `${balancer} ${port}`;
    });
    return repeatedPlaces(keys).map((index) => ({
      resource: listeners[index]!,
      property: "port",
      message: "is the port of another listener of the load balancer",
    }));
  },
});

export const listenerFits = stackRule({
  id: "listener-fits",
  ...refusal,
  source: `${API}/API_CreateTargetGroup.html`,
  types: [LISTENER],
  fix: "An application load balancer listens to and forwards HTTP or HTTPS; a network load balancer TCP, TLS or UDP.",
  checkStack: (resources) =>
    ofType(resources, LISTENER).flatMap((resource) => {
      const balancer = theOne(resource, "loadBalancerArn", resources, BALANCER);
      const kind = balancer && (balancer.props["loadBalancerType"] ?? "application");
      const isHttp = (value: unknown) => ["HTTP", "HTTPS"].includes(String(value));
      const protocol = protocolOf(resource.props);
      if (kind !== "application" && kind !== "network") return [];
      const fits = (one: string) => isHttp(one) === (kind === "application");
      if (protocol !== undefined && !fits(protocol)) {
        const message = `is ${protocol}, which no ${kind} load balancer speaks`;
        return [{ resource, property: "protocol", message }];
      }
      return namedBy(resources, resource, "defaultActions", TARGETS)
        .filter(({ props }) => isTextAndNot(props["protocol"], fits))
        .map((targets) => {
          const message = `lead to ${targets.name}, whose protocol no ${kind} load balancer speaks`;
          return { resource, property: "defaultActions", message };
        });
    }),
});

function isTextAndNot(value: unknown, fits: (one: string) => boolean): boolean {
  return typeof value === "string" && !fits(value);
}

/** In upper case, as AWS answers; undefined where it cannot be told. */
function protocolOf(props: PolicyResource["props"]): string | undefined {
  return text(props["protocol"])?.toUpperCase();
}

function eachAction(props: unknown, check: (action: unknown, path: Path) => Problem[]): Problem[] {
  return listAt(props, "defaultActions").flatMap((action, i) =>
    isUnknown(action) ? [] : check(action, ["defaultActions", i]),
  );
}

/** Writes where a problem of a part is, as seen from the listener. */
function under([list, index, part]: Path) {
  return ({ property, message }: Problem): Problem => ({
    property: `${list}[${index}].${part}.${property}`,
    message,
  });
}
