import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as rules from "./listener.ts";

const targetGroupArn =
  "arn:aws:elasticloadbalancing:us-east-1:777788889999:targetgroup/web/0123456789abcdef";
const forward = { type: "forward", targetGroupArn };
const https = {
  ...{ port: 443, protocol: "HTTPS", loadBalancerArn: "arn:lb", defaultActions: [forward] },
  certificateArn: "arn:aws:acm:us-east-1:777788889999:certificate/1",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
};
const http = {
  ...https,
  port: 80,
  protocol: "HTTP",
  certificateArn: undefined,
  sslPolicy: undefined,
};
const redirect = (change: object) => ({
  defaultActions: [
    {
      type: "redirect",
      redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301", ...change },
    },
  ],
});
const fixed = (change: object) => ({
  defaultActions: [
    {
      type: "fixed-response",
      fixedResponse: { contentType: "text/plain", statusCode: "503", ...change },
    },
  ],
});
const listener = (name: string, props: object, madeOf: object = {}): LiteralResource => ({
  type: "aws:lb/listener:Listener",
  name,
  props,
  madeOf: madeOf as Record<string, string[]>,
});

it("passes usual listeners, whatever is not known of them", () => {
  const all = [https, http, { ...http, ...redirect({}) }, { ...http, ...fixed({}) }];
  for (const rule of Object.values(rules)) {
    for (const props of all) {
      for (const one of [listener("web", props), ...unknowns(listener("web", props))]) {
        expect(findingsFor(rule, [one])).toEqual([]);
      }
    }
    const unknown = [{ type: "redirect", redirect: UNKNOWN }, UNKNOWN];
    for (const action of unknown) {
      expect(findingsFor(rule, [listener("a", { ...http, defaultActions: [action] })])).toEqual([]);
    }
  }
});

it.each<[keyof typeof rules, object]>([
  ["listenerProtocol", { ...http, protocol: "HTTP2" }],
  ["listenerProtocol", { ...http, port: 0 }],
  ["listenerProtocol", { ...http, alpnPolicy: "HTTP2Only" }],
  ["listenerCertificate", { ...https, certificateArn: undefined }],
  ["listenerCertificate", { ...http, certificateArn: https.certificateArn }],
  ["listenerCertificate", { ...https, certificateArn: "arn:aws:acm:eu-west-1:1:certificate/1" }],
  ["listenerCertificate", { ...https, certificateArn: "example.com" }],
  ["listenerTlsPolicy", { ...https, sslPolicy: "TLS-1-2" }],
  ["listenerTlsPolicy", { ...http, sslPolicy: https.sslPolicy }],
  ["listenerRedirect", { ...https, ...redirect({}) }],
  ["listenerRedirect", { ...http, ...redirect({ protocol: "#{protocol}", port: "80" }) }],
  ["listenerRedirect", { ...http, ...redirect({ protocol: undefined, port: undefined }) }],
  ["listenerRedirect", { ...https, ...redirect({ protocol: "HTTP", port: "80" }) }],
  ["listenerRedirect", { ...http, ...redirect({ statusCode: "301" }) }],
  ["listenerRedirect", { ...http, ...redirect({ path: "new" }) }],
  ["listenerRedirect", { ...http, ...redirect({ query: "?a=b" }) }],
  ["listenerRedirect", { ...http, ...redirect({ port: "https" }) }],
  ["listenerForward", { ...http, defaultActions: [{ ...forward, targetGroupArn: "web" }] }],
  [
    "listenerForward",
    {
      ...http,
      defaultActions: [{ type: "forward", forward: { targetGroups: [{ weight: 1000 }] } }],
    },
  ],
  [
    "listenerForward",
    {
      ...http,
      defaultActions: [
        { type: "forward", forward: { targetGroups: [{ weight: 0 }, { weight: 0 }] } },
      ],
    },
  ],
  [
    "listenerForward",
    {
      ...http,
      defaultActions: [
        { type: "forward", forward: { targetGroups: Array(6).fill({ weight: 1 }) } },
      ],
    },
  ],
  [
    "listenerForward",
    {
      ...http,
      defaultActions: [{ ...forward, forward: { targetGroups: [{ weight: 1 }, { weight: 1 }] } }],
    },
  ],
  ["listenerActions", { ...http, defaultActions: [] }],
  ["listenerActions", { ...http, defaultActions: [forward, forward] }],
  ["listenerActions", { ...http, defaultActions: [{ type: "authenticate-oidc" }, forward] }],
  ["listenerActions", { ...https, defaultActions: [{ type: "authenticate-oidc" }] }],
  ["listenerActions", { ...http, ...fixed({ statusCode: "301" }) }],
  ["listenerActions", { ...http, ...fixed({ contentType: "text/xml" }) }],
  ["listenerActions", { ...http, ...fixed({ messageBody: "x".repeat(1025) }) }],
])("%s fails %j", (rule, props) => {
  expect(findingsFor(rules[rule], [listener("web", props)])).toHaveLength(1);
});

it("passes a redirect to another path or host", () => {
  const same = { protocol: "#{protocol}", port: "#{port}" };
  for (const change of [{ path: "/new" }, { host: "www.example.com" }]) {
    const one = listener("web", { ...http, ...redirect({ ...same, ...change }) });
    expect(findingsFor(rules.listenerRedirect, [one])).toEqual([]);
  }
});

it("fails a listener that does not wait for its certificate", () => {
  const certificate = {
    type: "aws:acm/certificate:Certificate",
    name: "cert",
    props: { validationMethod: "DNS" },
  };
  const validation = { type: "aws:acm/certificateValidation:CertificateValidation", name: "valid" };
  const found = (of: string) =>
    findingsFor(rules.listenerCertificateIssued, [
      ...[certificate, validation],
      listener("web", { ...https, certificateArn: UNKNOWN }, { certificateArn: [of] }),
    ]);
  expect(found("cert")).toHaveLength(1);
  expect(found("valid")).toEqual([]);
});

it("fails two listeners on one port, and those that do not fit", () => {
  const balancer = (loadBalancerType: string) => ({
    type: "aws:lb/loadBalancer:LoadBalancer",
    name: "lb",
    props: { loadBalancerType },
  });
  const targets = (protocol: unknown) => ({
    type: "aws:lb/targetGroup:TargetGroup",
    name: "targets",
    props: { protocol },
  });
  const on = (name: string, props: object) =>
    listener(
      name,
      { ...props, loadBalancerArn: UNKNOWN, defaultActions: UNKNOWN },
      { loadBalancerArn: ["lb"], defaultActions: ["targets"] },
    );
  const found = (rule: typeof rules.listenerOnce, ...resources: LiteralResource[]) =>
    findingsFor(rule, resources);
  const world = [balancer("application"), targets("HTTP"), on("a", http)];
  expect(found(rules.listenerOnce, ...world, on("b", { ...https, port: 80 }))).toHaveLength(1);
  expect(found(rules.listenerOnce, ...world, on("b", https))).toEqual([]);
  expect(found(rules.listenerFits, ...world)).toEqual([]);
  const { listenerFits } = rules;
  const tcp = [balancer("application"), targets("TCP"), on("a", http)];
  expect(found(listenerFits, ...tcp)).toHaveLength(1);
  expect(found(listenerFits, balancer("network"), targets("TCP"), on("a", http))).toHaveLength(1);
  expect(found(listenerFits, balancer("application"), targets(UNKNOWN), on("a", http))).toEqual([]);
});
