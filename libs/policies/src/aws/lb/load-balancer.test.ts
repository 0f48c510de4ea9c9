import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as rules from "./load-balancer.ts";

type Rule = (typeof rules)[keyof typeof rules];
const usual = {
  name: "strata-prod-web",
  loadBalancerType: "application",
  subnets: ["subnet-1", "subnet-2"],
  idleTimeout: 60,
  desyncMitigationMode: "defensive",
  accessLogs: { bucket: "strata-logs", prefix: "alb", enabled: true },
};
const balancer = (props: object, madeOf: object = {}): LiteralResource => ({
  type: "aws:lb/loadBalancer:LoadBalancer",
  name: "web",
  props: { ...usual, ...props },
  madeOf: madeOf as Record<string, string[]>,
});
const made = (type: string, name: string, vpc: string, props: object = {}): LiteralResource => ({
  type,
  name,
  props: { vpcId: UNKNOWN, ...props },
  madeOf: { vpcId: [vpc] },
});
const vpcs = ["main", "other"].map((name) => ({ type: "aws:ec2/vpc:Vpc", name }));
const subnet = (name: string, availabilityZone: unknown, vpc = "main") =>
  made("aws:ec2/subnet:Subnet", name, vpc, { availabilityZone });
const inSubnets = (props: object = {}, madeOf: object = {}) =>
  balancer({ subnets: [UNKNOWN, UNKNOWN], ...props }, { subnets: ["a", "b"], ...madeOf });
const pair = (zone: unknown, vpc?: string) => [
  ...vpcs,
  ...[subnet("a", "us-east-1a"), subnet("b", zone, vpc)],
];

it("passes a usual load balancer, whatever is not known of it", () => {
  for (const rule of Object.values(rules)) {
    for (const resource of [balancer({}), ...unknowns(balancer({}))]) {
      expect(findingsFor(rule, [resource])).toEqual([]);
    }
  }
});

it.each<[keyof typeof rules, object]>([
  ["lbName", { name: "x".repeat(33) }],
  ["lbName", { name: "web-" }],
  ["lbName", { name: "web_1" }],
  ["lbName", { name: "internal-web" }],
  ["lbKind", { loadBalancerType: "classic" }],
  ["lbKind", { loadBalancerType: "network", idleTimeout: 120 }],
  ["lbKind", { loadBalancerType: "gateway", securityGroups: ["sg-1"] }],
  ["lbKind", { subnetMappings: [{ subnetId: "subnet-1", allocationId: "eipalloc-1" }] }],
  ["lbZones", { subnets: ["subnet-1"] }],
  ["lbTimeouts", { idleTimeout: 5000 }],
  ["lbTimeouts", { clientKeepAlive: 30 }],
  ["lbModes", { desyncMitigationMode: "strict" }],
  ["lbModes", { xffHeaderProcessingMode: "drop" }],
  ["lbModes", { ipAddressType: "dualstack-without-public-ipv4", internal: true }],
  ["lbLogs", { accessLogs: { bucket: "", enabled: true } }],
  ["lbLogs", { accessLogs: { bucket: "arn:aws:s3:::logs", enabled: true } }],
  ["lbLogs", { accessLogs: { bucket: "logs", prefix: "alb/", enabled: true } }],
  ["lbLogs", { connectionLogs: { bucket: "logs", prefix: "AWSLogs", enabled: true } }],
])("%s fails %j", (rule, props) => {
  expect(findingsFor(rules[rule] as Rule, [balancer(props)])).toHaveLength(1);
});

it("takes logs that are off as they are", () => {
  const off = balancer({ accessLogs: { bucket: "", enabled: false } });
  expect(findingsFor(rules.lbLogs, [off])).toEqual([]);
});

it("fails two subnets in one zone, or of two VPCs", () => {
  const found = (zone: unknown, vpc?: string) =>
    findingsFor(rules.lbZones, [...pair(zone, vpc), inSubnets()]);
  expect(found("us-east-1a")).toEqual(["web (subnets) has two subnets in us-east-1a"]);
  expect(found("us-east-1b", "other")).toEqual(["web (subnets) has subnets of two VPCs"]);
  expect(found("us-east-1b")).toEqual([]);
  expect(found(UNKNOWN)).toEqual([]);
});

it("fails a security group of another VPC", () => {
  const group = (vpc: string) => made("aws:ec2/securityGroup:SecurityGroup", "alb", vpc);
  const found = (vpc: string) =>
    findingsFor(rules.lbGroupVpc, [
      ...[...pair("us-east-1b"), group(vpc)],
      inSubnets({ securityGroups: [UNKNOWN] }, { securityGroups: ["alb"] }),
    ]);
  expect(found("other")).toHaveLength(1);
  expect(found("main")).toEqual([]);
});

it("fails a public load balancer that nobody reaches", () => {
  const gateway = made("aws:ec2/internetGateway:InternetGateway", "igw", "main");
  const found = (props: object, ...more: LiteralResource[]) =>
    findingsFor(rules.lbWayIn, [...pair("us-east-1b"), inSubnets(props), ...more]);
  expect(found({})).toHaveLength(1);
  expect(found({}, gateway)).toEqual([]);
  expect(found({ internal: true })).toEqual([]);
});
