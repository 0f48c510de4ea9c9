import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";

import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import type { Values } from "../value.ts";
import { firstRefusal } from "../testing/first-refusal.ts";
import { sampleNetwork, type SampleNetwork } from "../testing/sample-network.ts";

const TOKEN = "aws:lb/targetGroup:TargetGroup";

const full = {
  name: "strata-web",
  port: 80,
  protocol: "HTTP",
  protocolVersion: "HTTP1",
  vpcId: "vpc-1",
  targetType: "instance",
  healthCheck: { path: "/", matcher: "200" },
  tags: { Name: "web" },
};

// ELBv2 API reference: ModifyTargetGroup changes the health check, ModifyTargetGroupAttributes the attributes; nothing
// changes what the targets are and how they are spoken to.
it.each([
  ["name", { name: "strata-api" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "web-" }, "replace"],
  ["port", { port: 8080 }, "delete, then create"],
  ["protocol", { protocol: "HTTPS" }, "delete, then create"],
  ["protocolVersion", { protocolVersion: "HTTP2" }, "delete, then create"],
  ["vpcId", { vpcId: "vpc-2" }, "delete, then create"],
  ["targetType", { targetType: "ip" }, "delete, then create"],
  ["targetControlPort", { targetControlPort: 3000 }, "delete, then create"],
  ["ipAddressType", { ipAddressType: "ipv6" }, "delete, then create"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["healthCheck", { healthCheck: { path: "/health" } }, "update"],
  ["connectionTermination", { connectionTermination: true }, "update"],
  ["deregistrationDelay", { deregistrationDelay: 30 }, "update"],
  ["lambdaMultiValueHeadersEnabled", { lambdaMultiValueHeadersEnabled: true }, "update"],
  [
    "loadBalancingAlgorithmType",
    { loadBalancingAlgorithmType: "least_outstanding_requests" },
    "update",
  ],
  ["loadBalancingAnomalyMitigation", { loadBalancingAnomalyMitigation: "on" }, "update"],
  ["loadBalancingCrossZoneEnabled", { loadBalancingCrossZoneEnabled: "true" }, "update"],
  ["preserveClientIp", { preserveClientIp: "true" }, "update"],
  ["proxyProtocolV2", { proxyProtocolV2: true }, "update"],
  ["slowStart", { slowStart: 30 }, "update"],
  ["stickiness", { stickiness: { type: "lb_cookie" } }, "update"],
  [
    "targetFailovers",
    { targetFailovers: [{ onDeregistration: "rebalance", onUnhealthy: "rebalance" }] },
    "update",
  ],
  [
    "targetGroupHealth",
    { targetGroupHealth: { dnsFailover: { minimumHealthyTargetsCount: "2" } } },
    "update",
  ],
  [
    "targetHealthStates",
    { targetHealthStates: [{ enableUnhealthyConnectionTermination: false }] },
    "update",
  ],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["nothing", {}, "nothing"],
  ["nothing where case means nothing", { protocolVersion: "http1" }, "nothing"],
  ["nothing when the health check is left out", { healthCheck: undefined }, "nothing"],
  [
    "nothing when the path of the check is left out",
    { healthCheck: { matcher: "200" } },
    "nothing",
  ],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, full, { ...full, ...change })).toBe(expected);
});

it.each([
  [{ port: undefined }, '"port" must be specified when "targetType" is "instance"'],
  [{ vpcId: undefined }, '"vpcId" must be specified when "targetType" is "instance"'],
  [{ protocol: undefined }, '"protocol" must be specified when "targetType" is "instance"'],
  [
    { protocol: "TCP", healthCheck: { protocol: "TCP", path: "/" } },
    '"healthCheck.path" cannot be specified when "healthCheck.protocol" is "TCP"',
  ],
  [
    { healthCheck: { protocol: "TCP" } },
    '"healthCheck.protocol" cannot be "TCP" when "protocol" is "HTTP"',
  ],
  [{ name: "x".repeat(33) }, '"name" cannot be longer than 32 characters'],
])("rejects %j", async (change, message) => {
  const group = new Life(await emulatedProvider(), TOKEN);
  await expect(group.create({ ...full, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const elbv2 = () => awsClients(emulatorAddress(), "us-east-1").elbv2();
  let network: SampleNetwork;
  const minimal = () => ({ port: 80, protocol: "HTTP", vpcId: network.vpcId });
  const rich = () => ({
    ...minimal(),
    name: "strata-rich",
    targetType: "ip",
    protocolVersion: "HTTP2",
    ipAddressType: "ipv4",
    deregistrationDelay: 0,
    slowStart: 60,
    loadBalancingAlgorithmType: "least_outstanding_requests",
    loadBalancingAnomalyMitigation: "off",
    loadBalancingCrossZoneEnabled: "true",
    healthCheck: {
      enabled: true,
      path: "/health",
      protocol: "HTTP",
      port: "8080",
      matcher: "200-299",
      interval: 15,
      timeout: 6,
      healthyThreshold: 2,
      unhealthyThreshold: 4,
    },
    stickiness: { type: "app_cookie", cookieName: "session", cookieDuration: 600, enabled: true },
    targetGroupHealth: {
      dnsFailover: { minimumHealthyTargetsCount: "2", minimumHealthyTargetsPercentage: "off" },
      unhealthyStateRouting: {
        minimumHealthyTargetsCount: 1,
        minimumHealthyTargetsPercentage: "50",
      },
    },
    tags: { Name: "rich" },
  });

  beforeAll(async () => {
    network = await sampleNetwork();
  });
  afterAll(() => network.remove());

  it.each([
    ["minimal", minimal],
    ["rich", rich],
    ["lambda", () => ({ targetType: "lambda", lambdaMultiValueHeadersEnabled: true })],
    [
      "network",
      () => ({
        ...minimal(),
        protocol: "TCP",
        connectionTermination: true,
        preserveClientIp: "true",
        proxyProtocolV2: true,
        healthCheck: { protocol: "TCP" },
        stickiness: { type: "source_ip", enabled: true },
        targetHealthStates: [
          { enableUnhealthyConnectionTermination: false, unhealthyDrainingInterval: 30 },
        ],
      }),
    ],
    [
      "gateway",
      () => ({
        ...minimal(),
        port: 6081,
        protocol: "GENEVE",
        healthCheck: { protocol: "HTTP", port: "80" },
        targetFailovers: [{ onDeregistration: "rebalance", onUnhealthy: "rebalance" }],
      }),
    ],
  ])("reads back a %s one, and a second look finds no difference", async (_kind, program) => {
    const wanted: Values = program();
    const group = new Life(await emulatedProvider(), TOKEN);
    const state = await group.create(wanted);
    expect(state).toMatchObject({
      targetType: "instance",
      deregistrationDelay: 300,
      slowStart: 0,
      ...wanted,
      arn: group.id,
      arnSuffix: expect.stringMatching(
        new RegExp(`^targetgroup/${state.name as string}/[0-9a-f]{16}$`),
      ),
      loadBalancerArns: [],
      tagsAll: { ...DEFAULT_TAGS, ...(wanted.tags as Values | undefined) },
    });
    expect(await group.refresh()).toEqual(state);
    expect((await group.diff(wanted)).differences).toEqual([]);
    await group.delete();
    await group.delete();
    expect(await group.refresh()).toBeUndefined();
  });

  it("shows what AWS chose for a minimal one", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    expect(await group.create(minimal())).toMatchObject({
      name: "sample-0001020",
      protocolVersion: "HTTP1",
      ipAddressType: "ipv4",
      loadBalancingAlgorithmType: "round_robin",
      loadBalancingCrossZoneEnabled: "use_load_balancer_configuration",
      healthCheck: { enabled: true, path: "/", port: "traffic-port", matcher: "200" },
      stickiness: { enabled: false, type: "lb_cookie", cookieDuration: 86400 },
    });
    await group.delete();
  });

  it("fills in a health check that is given in part", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const wanted = { ...minimal(), healthCheck: { path: "/up", enabled: true } };
    expect(await group.create(wanted)).toMatchObject({
      healthCheck: {
        path: "/up",
        interval: 30,
        healthyThreshold: 3,
        unhealthyThreshold: 3,
        timeout: 5,
        protocol: "HTTP",
        port: "traffic-port",
      },
    });
    expect((await group.diff(wanted)).differences).toEqual([]);
    await group.delete();
  });

  it("can be made with the health check off", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    const wanted = { targetType: "lambda", healthCheck: { enabled: false, interval: 35 } };
    expect(await group.create(wanted)).toMatchObject({ healthCheck: { enabled: false } });
    await group.delete();
  });

  it("updates everything in place", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(rich());
    const wanted = {
      ...rich(),
      deregistrationDelay: 120,
      slowStart: 0,
      loadBalancingAlgorithmType: "round_robin",
      healthCheck: { ...rich().healthCheck, path: "/ready", matcher: "204", timeout: 3 },
      stickiness: { type: "lb_cookie", cookieDuration: 60, enabled: false },
      targetGroupHealth: {
        dnsFailover: { minimumHealthyTargetsCount: "off", minimumHealthyTargetsPercentage: "10" },
        unhealthyStateRouting: {
          minimumHealthyTargetsCount: 2,
          minimumHealthyTargetsPercentage: "off",
        },
      },
      tags: { Owner: "platform" },
    };
    expect(await group.update(wanted)).toMatchObject(wanted);
    expect((await group.diff(wanted)).differences).toEqual([]);
    await group.delete();
  });

  it("sees what others changed", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(rich());
    const client = await elbv2();
    await client.modifyTargetGroup({ TargetGroupArn: group.id, HealthCheckPath: "/else" });
    await client.modifyTargetGroupAttributes({
      TargetGroupArn: group.id,
      Attributes: [{ Key: "slow_start.duration_seconds", Value: "90" }],
    });
    await group.refresh();
    expect((await group.diff(rich())).differences).toEqual([
      { path: "healthCheck.path", kind: "update", replaces: false },
      { path: "slowStart", kind: "update", replaces: false },
    ]);
    await group.delete();
  });

  it("imports by ARN with inputs that ask for no change", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(rich());
    const { tagsAll, ...inputs } = (await group.importBy(group.id))?.inputs ?? {};
    expect(tagsAll).toEqual({ ...DEFAULT_TAGS, Name: "rich" });
    expect(inputs).toMatchObject(rich());
    expect((await group.diff(inputs)).differences).toEqual([]);
    await group.delete();
    expect(await group.importBy(group.id)).toBeUndefined();
  });

  it("refuses to be deleted while a listener sends to it, and waits for a listener that goes too", async () => {
    const provider = await emulatedProvider();
    const group = new Life(provider, TOKEN);
    await group.create(rich());
    const balancer = new Life(provider, "aws:lb/loadBalancer:LoadBalancer");
    await balancer.create({ subnets: [...network.subnetIds] });
    const listener = new Life(provider, "aws:lb/listener:Listener");
    const defaultActions = [{ type: "forward", targetGroupArn: group.id }];
    await listener.create({ loadBalancerArn: balancer.id, port: 80, defaultActions });
    await expect(group.delete()).rejects.toThrow(
      /^deleting ELBv2 Target Group .* api error ResourceInUse\w*: .* in use by a listener or a rule$/,
    );
    const refused = firstRefusal(ElasticLoadBalancingV2, "deleteTargetGroup");
    await Promise.all([group.delete(), refused.then(() => listener.delete())]);
    expect(await group.refresh()).toBeUndefined();
    await balancer.delete();
  });

  it("fails where the name is taken, and with code and message of the API", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await group.create(rich());
    const twin = new Life(await emulatedProvider(), TOKEN);
    await expect(twin.create(rich())).rejects.toThrow(
      "creating ELBv2 Target Group: ELBv2 Target Group (strata-rich) already exists",
    );
    await group.delete();
    await expect(twin.create({ ...minimal(), vpcId: "vpc-0" })).rejects.toThrow(
      /^creating ELBv2 Target Group: .*: CreateTargetGroup, .* api error ValidationError: /,
    );
  });
});
