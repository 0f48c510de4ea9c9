import { UNKNOWN } from "../unknown.ts";
import { findingsFor, type LiteralResource } from "../testing/findings-for.ts";
import {
  albDeletionProtection,
  albDesync,
  albDropHeaders,
  albHttpsOnly,
  albLogs,
  albPublic,
  albRedirect,
  albTargetsTls,
  albTlsPolicy,
  albWebAcl,
  albZones,
} from "./elb.ts";

type Rule = typeof albLogs;
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const balancer = (rule: Rule, props: object) =>
  findingsFor(rule, [{ type: BALANCER, name: "web", props }]);
const listener = (rule: Rule, props: object) =>
  findingsFor(rule, [{ type: "aws:lb/listener:Listener", name: "http", props }]);
const targets = (props: object) =>
  findingsFor(albTargetsTls, [{ type: "aws:lb/targetGroup:TargetGroup", name: "app", props }]);

describe("load balancer", () => {
  it.each([
    [albDropHeaders, { dropInvalidHeaderFields: true }],
    [albDropHeaders, { loadBalancerType: "network" }],
    [albLogs, { accessLogs: { bucket: UNKNOWN, enabled: true } }],
    [albDeletionProtection, { enableDeletionProtection: true }],
    [albDesync, {}],
    [albDesync, { desyncMitigationMode: "strictest" }],
    [albZones, { subnets: ["a", "b"] }],
    [albZones, { subnetMappings: [{ subnetId: "a" }, { subnetId: "b" }] }],
    [albZones, { subnets: UNKNOWN }],
    [albPublic, { internal: true }],
  ] as const)("passes %j", (rule, props) => {
    expect(balancer(rule, props)).toEqual([]);
  });

  it.each([
    [albDropHeaders, {}],
    [albDropHeaders, { dropInvalidHeaderFields: false }],
    [albLogs, {}],
    [albLogs, { accessLogs: { bucket: "logs" } }],
    [albLogs, { accessLogs: { bucket: "logs", enabled: false } }],
    [albDeletionProtection, {}],
    [albDesync, { desyncMitigationMode: "monitor" }],
    [albZones, { subnets: ["a"] }],
    [albPublic, {}],
    [albPublic, { internal: false }],
  ] as const)("fails %j", (rule, props) => {
    expect(balancer(rule, props)).toHaveLength(1);
  });
});

describe("web ACL", () => {
  const web: LiteralResource = { type: BALANCER, name: "web", identities: ["arn:lb"] };
  const association = (resourceArn: unknown, made: Partial<LiteralResource> = {}) => ({
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
    name: "waf",
    props: { resourceArn },
    ...made,
  });

  it("passes a load balancer that has one, or may have", () => {
    expect(findingsFor(albWebAcl, [web, association("arn:lb")])).toEqual([]);
    const traced = association(UNKNOWN, { madeOf: { resourceArn: ["web"] } });
    expect(findingsFor(albWebAcl, [web, traced])).toEqual([]);
    expect(findingsFor(albWebAcl, [web, association(UNKNOWN)])).toEqual([]);
    expect(findingsFor(albWebAcl, [{ ...web, props: { loadBalancerType: "network" } }])).toEqual(
      [],
    );
  });

  it("fails one without, and one whose neighbour has it", () => {
    const expected = ["web has no web ACL in front of it"];
    expect(findingsFor(albWebAcl, [web])).toEqual(expected);
    expect(findingsFor(albWebAcl, [web, association("arn:other")])).toEqual(expected);
  });
});

describe("listener", () => {
  const redirect = { defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS" } }] };
  const tls = (sslPolicy: unknown) => ({ protocol: "HTTPS", sslPolicy });
  it.each([
    [albRedirect, { protocol: "HTTP", ...redirect }],
    [albRedirect, { protocol: "HTTPS", defaultActions: [{ type: "forward" }] }],
    [albHttpsOnly, { protocol: "HTTPS" }],
    [albHttpsOnly, { protocol: UNKNOWN }],
    [albTlsPolicy, tls("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09")],
    [albTlsPolicy, tls(UNKNOWN)],
    [albTlsPolicy, { protocol: "HTTP" }],
  ] as const)("passes %j", (rule, props) => {
    expect(listener(rule, props)).toEqual([]);
  });

  it.each([
    [albRedirect, { protocol: "HTTP", defaultActions: [{ type: "forward" }] }],
    [
      albRedirect,
      { protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTP" } }] },
    ],
    [albHttpsOnly, { protocol: "HTTP", ...redirect }],
    [albTlsPolicy, tls("ELBSecurityPolicy-TLS13-1-2-2021-06")],
    [albTlsPolicy, tls("ELBSecurityPolicy-2016-08")],
    [albTlsPolicy, { protocol: "HTTPS" }],
  ] as const)("fails %j", (rule, props) => {
    expect(listener(rule, props)).toHaveLength(1);
  });
});

it("wants TLS to the targets, and for their health checks", () => {
  expect(targets({ protocol: "HTTPS" })).toEqual([]);
  expect(targets({ targetType: "lambda" })).toEqual([]);
  expect(targets({ protocol: "HTTPS", healthCheck: { protocol: "HTTP" } })).toEqual([
    "app (healthCheck.protocol) reaches its targets without TLS",
  ]);
  expect(targets({ protocol: "HTTP" })).toHaveLength(2);
});
