import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import * as rules from "./target-group.ts";

const healthCheck = {
  ...{ path: "/health", protocol: "HTTP", port: "traffic-port", matcher: "200" },
  ...{ interval: 15, timeout: 5, healthyThreshold: 2, unhealthyThreshold: 3 },
};
const usual = {
  ...{ name: "strata-prod-web", port: 80, protocol: "HTTP", targetType: "instance" },
  ...{ deregistrationDelay: 60, slowStart: 0, vpcId: "vpc-1" },
  healthCheck,
  stickiness: { type: "lb_cookie", cookieDuration: 86400, enabled: true },
};
const targets = (props: object): LiteralResource => ({
  type: "aws:lb/targetGroup:TargetGroup",
  name: "web",
  props: { ...usual, ...props },
});
const health = (change: object) => ({ healthCheck: { ...healthCheck, ...change } });

it("passes a usual target group, whatever is not known of it", () => {
  for (const rule of Object.values(rules)) {
    for (const resource of [targets({}), ...unknowns(targets({}))]) {
      expect(findingsFor(rule, [resource])).toEqual([]);
    }
    const tcp = { protocol: "TCP", healthCheck: undefined, stickiness: { type: "source_ip" } };
    expect(findingsFor(rule, [targets(tcp)])).toEqual([]);
    expect(findingsFor(rule, [targets(health({ matcher: "200,302-399" }))])).toEqual([]);
  }
});

it.each<[keyof typeof rules, object]>([
  ["targetGroupName", { name: "-web" }],
  ["targetGroupName", { name: "x".repeat(33) }],
  ["targetGroupProtocol", { protocol: "http" }],
  ["targetGroupProtocol", { targetType: "lambdas" }],
  ["targetGroupProtocol", { port: 0 }],
  ["targetGroupProtocol", { protocolVersion: "HTTP3" }],
  ["targetGroupProtocol", { protocol: "TCP", protocolVersion: "HTTP2" }],
  ["targetGroupProtocol", { targetType: "alb" }],
  ["targetGroupProtocol", { protocol: "GENEVE" }],
  ["targetGroupHealthTiming", health({ interval: 4, timeout: 2 })],
  ["targetGroupHealthTiming", health({ interval: 300, timeout: 121 })],
  ["targetGroupHealthTiming", health({ timeout: 15 })],
  ["targetGroupHealthTiming", health({ interval: undefined, timeout: 30 })],
  ["targetGroupHealthTiming", health({ healthyThreshold: 1 })],
  ["targetGroupHealthTiming", health({ unhealthyThreshold: 11 })],
  ["targetGroupHealthRequest", health({ protocol: "UDP" })],
  ["targetGroupHealthRequest", health({ path: "health" })],
  ["targetGroupHealthRequest", health({ matcher: "2xx" })],
  ["targetGroupHealthRequest", health({ matcher: "200-599" })],
  ["targetGroupHealthRequest", { protocolVersion: "GRPC", ...health({ matcher: "200" }) }],
  ["targetGroupHealthRequest", health({ port: "http" })],
  ["targetGroupHealthRequest", health({ port: "70000" })],
  ["targetGroupAttributes", { deregistrationDelay: 3601 }],
  ["targetGroupAttributes", { slowStart: 10 }],
  ["targetGroupAttributes", { slowStart: 60, loadBalancingAlgorithmType: "weighted_random" }],
  ["targetGroupAttributes", { loadBalancingAlgorithmType: "random" }],
  ["targetGroupAttributes", { loadBalancingAnomalyMitigation: "on" }],
  ["targetGroupStickiness", { stickiness: { type: "source_ip" } }],
  ["targetGroupStickiness", { protocol: "TCP" }],
  ["targetGroupStickiness", { stickiness: { type: "lb_cookie", cookieDuration: 604801 } }],
  ["targetGroupStickiness", { stickiness: { type: "app_cookie" } }],
  ["targetGroupStickiness", { stickiness: { type: "app_cookie", cookieName: "AWSALB" } }],
])("%s fails %j", (rule, props) => {
  expect(findingsFor(rules[rule], [targets(props)])).toHaveLength(1);
});
