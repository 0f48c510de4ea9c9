import { UNKNOWN } from "../../unknown.ts";
import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

type MadeOf = Readonly<Record<string, readonly string[]>>;

const vpc = (name: string): LiteralResource => ({
  type: "aws:ec2/vpc:Vpc",
  name,
  props: { cidrBlock: name === "main" ? "10.0.0.0/16" : "10.1.0.0/16" },
});
const gateway: LiteralResource = {
  type: "aws:ec2/internetGateway:InternetGateway",
  name: "gateway",
  props: { vpcId: UNKNOWN },
  madeOf: { vpcId: ["main"] },
};
const subnet = (name: string, place: number, zone: string): LiteralResource => ({
  type: "aws:ec2/subnet:Subnet",
  name,
  props: {
    vpcId: UNKNOWN,
    cidrBlock: `10.0.${place}.0/24`,
    availabilityZone: `us-east-1${zone}`,
  },
  madeOf: { vpcId: ["main"] },
});
const pair = (zone: string) => [vpc("main"), subnet("a", 0, "a"), subnet("b", 1, zone)];

const balancer = (props: object, madeOf: MadeOf = {}): LiteralResource => ({
  type: "aws:lb/loadBalancer:LoadBalancer",
  name: "web",
  props: {
    name: "strata-prod-web",
    loadBalancerType: "application",
    subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    ...props,
  },
  madeOf,
});
const inSubnets = (props: object = {}, madeOf: MadeOf = {}) =>
  balancer({ subnets: [UNKNOWN, UNKNOWN], ...props }, { subnets: ["a", "b"], ...madeOf });

const healthCheck = {
  ...{ path: "/health", protocol: "HTTP", port: "traffic-port", matcher: "200" },
  ...{ interval: 15, timeout: 5, healthyThreshold: 2, unhealthyThreshold: 3 },
};
const targets = (props: object, check: object = {}): LiteralResource => ({
  type: "aws:lb/targetGroup:TargetGroup",
  name: "targets",
  props: {
    ...{ name: "strata-prod-web", port: 80, protocol: "HTTP", targetType: "instance" },
    ...{ vpcId: "vpc-0123456789abcdef0", healthCheck: { ...healthCheck, ...check } },
    ...props,
  },
});

const elb = "arn:aws:elasticloadbalancing:us-east-1:777788889999";
const forward = { type: "forward", targetGroupArn: `${elb}:targetgroup/web/0123456789abcdef` };
const certificateArn = "arn:aws:acm:us-east-1:777788889999:certificate/1";
const listener = (name: string, props: object, madeOf: MadeOf = {}): LiteralResource => ({
  type: "aws:lb/listener:Listener",
  name,
  props: {
    ...{ loadBalancerArn: `${elb}:loadbalancer/app/web/0123456789abcdef` },
    ...{ port: 80, protocol: "HTTP", defaultActions: [forward] },
    ...props,
  },
  madeOf,
});
const https = { port: 443, protocol: "HTTPS", certificateArn };
const redirect = (to: object) => ({
  defaultActions: [{ type: "redirect", redirect: { statusCode: "HTTP_301", ...to } }],
});
const respond = (fixedResponse: object) => ({
  defaultActions: [
    {
      type: "fixed-response",
      fixedResponse: { contentType: "text/plain", ...fixedResponse },
    },
  ],
});

const balancers: readonly Mistake[] = [
  {
    title: "one subnet for a load balancer",
    rule: "lb-zones",
    resources: [balancer({ subnets: ["subnet-0123456789abcdef0"] })],
  },
  {
    title: "two subnets in one zone for a load balancer",
    rule: "lb-zones",
    resources: [...pair("a"), gateway, inSubnets()],
  },
  {
    title: "a security group of another VPC for a load balancer",
    rule: "lb-group-vpc",
    resources: [
      ...[...pair("b"), gateway, vpc("other")],
      {
        type: "aws:ec2/securityGroup:SecurityGroup",
        name: "alb",
        props: { name: "strata-prod-alb", description: "alb", vpcId: UNKNOWN },
        madeOf: { vpcId: ["other"] },
      },
      inSubnets({ securityGroups: [UNKNOWN] }, { securityGroups: ["alb"] }),
    ],
  },
  {
    title: "a public load balancer in a VPC without an internet gateway",
    rule: "lb-way-in",
    resources: [...pair("b"), inSubnets()],
  },
  {
    title: "an address of a load balancer that only a network load balancer can have",
    rule: "lb-kind",
    resources: [
      balancer({
        subnets: undefined,
        subnetMappings: [
          { subnetId: "subnet-0123456789abcdef0", allocationId: "eipalloc-0123456789abcdef0" },
          { subnetId: "subnet-0123456789abcdef1" },
        ],
      }),
    ],
  },
  {
    title: "a classic load balancer by the API of the others",
    rule: "lb-kind",
    resources: [balancer({ loadBalancerType: "classic" })],
  },
  {
    title: "an idle timeout of more than 4000 seconds",
    rule: "lb-timeouts",
    resources: [balancer({ idleTimeout: 4001 })],
  },
  {
    title: "an unknown way to treat requests out of step",
    rule: "lb-modes",
    resources: [balancer({ desyncMitigationMode: "strict" })],
  },
  {
    title: "access logs into a bucket by its ARN",
    rule: "lb-logs",
    resources: [balancer({ accessLogs: { bucket: "arn:aws:s3:::strata-logs", enabled: true } })],
  },
  {
    title: "access logs into no bucket",
    rule: "lb-logs",
    resources: [balancer({ accessLogs: { bucket: "", enabled: true } })],
  },
  {
    title: "a prefix of access logs that ends with a slash",
    rule: "lb-logs",
    resources: [balancer({ accessLogs: { bucket: "strata-logs", prefix: "alb/", enabled: true } })],
  },
  {
    title: "a prefix of connection logs with AWSLogs in it",
    rule: "lb-logs",
    resources: [
      balancer({ connectionLogs: { bucket: "strata-logs", prefix: "AWSLogs/alb", enabled: true } }),
    ],
  },
];

const targetGroups: readonly Mistake[] = [
  {
    title: "http in small letters as the protocol of targets",
    rule: "target-group-protocol",
    resources: [targets({ protocol: "http" })],
  },
  {
    title: "targets on port 70000",
    rule: "target-group-protocol",
    resources: [targets({ port: 70000 })],
  },
  {
    title: "a version of HTTP for targets of TCP",
    rule: "target-group-protocol",
    resources: [targets({ protocol: "TCP", protocolVersion: "HTTP2" })],
  },
  {
    title: "health checks every 2 seconds",
    rule: "target-group-health-timing",
    resources: [targets({ protocol: "TCP" }, { interval: 4, timeout: 2 })],
  },
  {
    title: "a health check that waits as long as until the next",
    rule: "target-group-health-timing",
    resources: [targets({}, { interval: 10, timeout: 10 })],
  },
  {
    title: "a health check that one answer decides",
    rule: "target-group-health-timing",
    resources: [targets({}, { healthyThreshold: 1 })],
  },
  {
    title: "a path of a health check without a slash",
    rule: "target-group-health-request",
    resources: [targets({}, { path: "health" })],
  },
  {
    title: "codes of a health check that no target may answer",
    rule: "target-group-health-request",
    resources: [targets({}, { matcher: "200-599" })],
  },
  {
    title: "codes of a health check as a pattern",
    rule: "target-group-health-request",
    resources: [targets({}, { matcher: "2xx" })],
  },
  {
    title: "a health check on a port by its name",
    rule: "target-group-health-request",
    resources: [targets({}, { port: "http" })],
  },
  {
    title: "a deregistration of more than an hour",
    rule: "target-group-attributes",
    resources: [targets({ deregistrationDelay: 3601 })],
  },
  {
    title: "a slow start of 10 seconds",
    rule: "target-group-attributes",
    resources: [targets({ slowStart: 10 })],
  },
  {
    title: "a slow start with least outstanding requests",
    rule: "target-group-attributes",
    resources: [
      targets({ slowStart: 60, loadBalancingAlgorithmType: "least_outstanding_requests" }),
    ],
  },
  {
    title: "clients that stick by their address to targets of HTTP",
    rule: "target-group-stickiness",
    resources: [targets({ stickiness: { type: "source_ip" } })],
  },
  {
    title: "a cookie of an application without its name",
    rule: "target-group-stickiness",
    resources: [targets({ stickiness: { type: "app_cookie" } })],
  },
];

const listeners: readonly Mistake[] = [
  {
    title: "HTTPS without a certificate",
    rule: "listener-certificate",
    resources: [listener("web", { port: 443, protocol: "HTTPS" })],
  },
  {
    title: "HTTP with a certificate",
    rule: "listener-certificate",
    resources: [listener("web", { certificateArn })],
  },
  {
    title: "a certificate of another region",
    rule: "listener-certificate",
    resources: [
      listener("web", {
        ...https,
        certificateArn: certificateArn.replace("us-east-1", "eu-west-1"),
      }),
    ],
  },
  {
    title: "HTTPS with a certificate that is not issued yet",
    rule: "listener-certificate-issued",
    resources: [
      {
        type: "aws:acm/certificate:Certificate",
        name: "certificate",
        props: { domainName: "www.example.com", validationMethod: "DNS" },
      },
      listener("web", { ...https, certificateArn: UNKNOWN }, { certificateArn: ["certificate"] }),
    ],
  },
  {
    title: "a policy of TLS for HTTP",
    rule: "listener-tls-policy",
    resources: [listener("web", { sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" })],
  },
  {
    title: "a policy of TLS that is none of AWS",
    rule: "listener-tls-policy",
    resources: [listener("web", { ...https, sslPolicy: "TLSv1.2" })],
  },
  {
    title: "a redirect from port 80 to port 80",
    rule: "listener-redirect",
    resources: [listener("web", redirect({ protocol: "HTTP", port: "80" }))],
  },
  {
    title: "a redirect that changes nothing",
    rule: "listener-redirect",
    resources: [listener("web", redirect({}))],
  },
  {
    title: "a redirect from HTTPS to HTTP",
    rule: "listener-redirect",
    resources: [listener("web", { ...https, ...redirect({ protocol: "HTTP", port: "80" }) })],
  },
  {
    title: "a redirect with a plain status",
    rule: "listener-redirect",
    resources: [listener("web", redirect({ protocol: "HTTPS", port: "443", statusCode: "301" }))],
  },
  {
    title: "a forward to a load balancer",
    rule: "listener-forward",
    resources: [
      listener("web", {
        defaultActions: [
          { type: "forward", targetGroupArn: `${elb}:loadbalancer/app/web/0123456789abcdef` },
        ],
      }),
    ],
  },
  {
    title: "a forward whose groups all have no weight",
    rule: "listener-forward",
    resources: [
      listener("web", {
        defaultActions: [
          {
            type: "forward",
            forward: {
              targetGroups: [1, 2].map((n) => ({
                arn: `${forward.targetGroupArn}${n}`,
                weight: 0,
              })),
            },
          },
        ],
      }),
    ],
  },
  {
    title: "a listener without an action",
    rule: "listener-actions",
    resources: [listener("web", { defaultActions: [] })],
  },
  {
    title: "a fixed response with a redirect's status",
    rule: "listener-actions",
    resources: [listener("web", respond({ statusCode: "302" }))],
  },
  {
    title: "a fixed response of more than 1024 characters",
    rule: "listener-actions",
    resources: [listener("web", respond({ statusCode: "503", messageBody: "x".repeat(1025) }))],
  },
  {
    title: "a listener on port 0",
    rule: "listener-protocol",
    resources: [listener("web", { port: 0 })],
  },
  {
    title: "two listeners on one port",
    rule: "listener-once",
    resources: [listener("one", {}), listener("two", {})],
  },
  {
    title: "an application load balancer that listens to TCP",
    rule: "listener-fits",
    resources: [
      balancer({}),
      listener(
        "web-80",
        { protocol: "TCP", loadBalancerArn: UNKNOWN },
        { loadBalancerArn: ["web"] },
      ),
    ],
  },
];

export const lbMistakes: MistakesOf = {
  service: "lb",
  mistakes: [...balancers, ...targetGroups, ...listeners],
};
