import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import type { Values } from "../value.ts";
import { sampleNetwork, type SampleNetwork } from "../testing/sample-network.ts";

const TOKEN = "aws:lb/loadBalancer:LoadBalancer";

const full = {
  name: "strata-web",
  loadBalancerType: "application",
  internal: false,
  ipAddressType: "ipv4",
  securityGroups: ["sg-1"],
  subnets: ["subnet-1", "subnet-2"],
  accessLogs: { bucket: "logs", prefix: "web", enabled: true },
  tags: { Name: "web" },
};

// ELBv2 API reference: SetSubnets, SetSecurityGroups, SetIpAddressType, ModifyLoadBalancerAttributes and AddTags change
// what they are named after; there is no call for name, scheme, type or address pool.
it.each([
  ["name", { name: "strata-api" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "web-" }, "replace"],
  ["internal", { internal: true }, "delete, then create"],
  ["loadBalancerType", { loadBalancerType: "network" }, "delete, then create"],
  ["customerOwnedIpv4Pool", { customerOwnedIpv4Pool: "pool" }, "delete, then create"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["accessLogs", { accessLogs: { bucket: "other", enabled: true } }, "update"],
  ["connectionLogs", { connectionLogs: { bucket: "logs", enabled: true } }, "update"],
  ["healthCheckLogs", { healthCheckLogs: { bucket: "logs", enabled: true } }, "update"],
  ["clientKeepAlive", { clientKeepAlive: 60 }, "update"],
  ["desyncMitigationMode", { desyncMitigationMode: "strictest" }, "update"],
  ["dropInvalidHeaderFields", { dropInvalidHeaderFields: true }, "update"],
  ["enableDeletionProtection", { enableDeletionProtection: true }, "update"],
  ["enableHttp2", { enableHttp2: false }, "update"],
  ["enablePrefixForIpv6SourceNat", { enablePrefixForIpv6SourceNat: "on" }, "update"],
  [
    "enableTlsVersionAndCipherSuiteHeaders",
    { enableTlsVersionAndCipherSuiteHeaders: true },
    "update",
  ],
  ["enableWafFailOpen", { enableWafFailOpen: true }, "update"],
  ["enableXffClientPort", { enableXffClientPort: true }, "update"],
  ["enableZonalShift", { enableZonalShift: true }, "update"],
  [
    "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
    { enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on" },
    "update",
  ],
  ["idleTimeout", { idleTimeout: 120 }, "update"],
  ["ipAddressType", { ipAddressType: "dualstack" }, "update"],
  ["ipamPools", { ipamPools: { ipv4IpamPoolId: "pool" } }, "update"],
  [
    "minimumLoadBalancerCapacity",
    { minimumLoadBalancerCapacity: { capacityUnits: 100 } },
    "update",
  ],
  ["preserveHostHeader", { preserveHostHeader: true }, "update"],
  ["secondaryIpsAutoAssignedPerSubnet", { secondaryIpsAutoAssignedPerSubnet: 1 }, "update"],
  ["securityGroups", { securityGroups: ["sg-1", "sg-2"] }, "update"],
  ["subnets", { subnets: ["subnet-1", "subnet-3"] }, "update"],
  ["subnetMappings", { subnets: undefined, subnetMappings: [{ subnetId: "subnet-1" }] }, "update"],
  ["xffHeaderProcessingMode", { xffHeaderProcessingMode: "remove" }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["nothing", {}, "nothing"],
  ["nothing where order means nothing", { subnets: ["subnet-2", "subnet-1"] }, "nothing"],
  // The provider keeps what AWS has when the block goes; `enabled: false` ends the logs.
  ["nothing when logs are left out", { accessLogs: undefined }, "nothing"],
  // Attributes of other types are ignored.
  ["enableCrossZoneLoadBalancing", { enableCrossZoneLoadBalancing: true }, "nothing"],
  [
    "dnsRecordClientRoutingPolicy",
    { dnsRecordClientRoutingPolicy: "availability_zone_affinity" },
    "nothing",
  ],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, full, { ...full, ...change })).toBe(expected);
});

it.each([
  ["enableCrossZoneLoadBalancing", { enableCrossZoneLoadBalancing: true }, "update"],
  [
    "dnsRecordClientRoutingPolicy",
    { dnsRecordClientRoutingPolicy: "availability_zone_affinity" },
    "update",
  ],
  ["idleTimeout", { idleTimeout: 120 }, "nothing"],
])("a change of %s of a network load balancer", async (_property, change, expected) => {
  const network = { loadBalancerType: "network", subnets: ["subnet-1"] };
  expect(await decision(TOKEN, network, { ...network, ...change })).toBe(expected);
});

it.each([
  [{ subnets: undefined }, '"subnets" or "subnetMappings" must be given, and not both'],
  [{ name: "internal-web" }, '"name" cannot begin with "internal-"'],
  [{ name: "web-" }, '"name" cannot begin or end with a hyphen'],
  [{ name: "web_1" }, '"name" may hold only alphanumeric characters and hyphens'],
  [{ name: "x".repeat(33) }, '"name" cannot be longer than 32 characters'],
  [{ namePrefix: "web-" }, '"namePrefix" conflicts with "name"'],
  [
    { name: undefined, namePrefix: "long-prefix-" },
    '"namePrefix" cannot be longer than 6 characters',
  ],
])("rejects %j", async (change, message) => {
  const balancer = new Life(await emulatedProvider(), TOKEN);
  await expect(balancer.create({ ...full, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const elbv2 = () => awsClients(emulatorAddress(), "us-east-1").elbv2();
  let network: SampleNetwork;
  const minimal = () => ({ subnets: network.subnetIds.slice(0, 2) });
  const rich = () => ({
    ...minimal(),
    name: "strata-rich",
    securityGroups: [network.securityGroupIds[0]],
    internal: true,
    ipAddressType: "dualstack",
    accessLogs: { bucket: "logs", prefix: "web", enabled: true },
    connectionLogs: { bucket: "logs", prefix: "connections", enabled: true },
    healthCheckLogs: { bucket: "logs", prefix: "checks", enabled: true },
    clientKeepAlive: 60,
    desyncMitigationMode: "strictest",
    dropInvalidHeaderFields: true,
    enableHttp2: false,
    enableTlsVersionAndCipherSuiteHeaders: true,
    enableWafFailOpen: true,
    enableXffClientPort: true,
    enableZonalShift: true,
    idleTimeout: 120,
    preserveHostHeader: true,
    xffHeaderProcessingMode: "preserve",
    tags: { Name: "rich" },
  });

  beforeAll(async () => {
    network = await sampleNetwork();
  });
  afterAll(() => network.remove());

  it.each([
    ["minimal", minimal],
    ["rich", rich],
  ])("reads back a %s one, and a second look finds no difference", async (_kind, program) => {
    const wanted: Values = program();
    const balancer = new Life(await emulatedProvider(), TOKEN);
    const state = await balancer.create(wanted);
    const name = state.name as string;
    expect(state).toMatchObject({
      idleTimeout: 60,
      enableDeletionProtection: false,
      enableHttp2: true,
      desyncMitigationMode: "defensive",
      ...wanted,
      loadBalancerType: "application",
      arn: balancer.id,
      arnSuffix: expect.stringMatching(new RegExp(`^app/${name}/[0-9a-f]{16}$`)),
      dnsName: expect.stringContaining(name),
      vpcId: network.vpcId,
      zoneId: expect.stringMatching(/^Z/),
      tagsAll: { ...DEFAULT_TAGS, ...(wanted.tags as Values | undefined) },
    });
    expect(await balancer.refresh()).toEqual(state);
    expect((await balancer.diff(wanted)).differences).toEqual([]);
    await balancer.delete();
    await balancer.delete();
    expect(await balancer.refresh()).toBeUndefined();
  });

  it("names it automatically, or after the prefix", async () => {
    const balancer = new Life(await emulatedProvider(), TOKEN);
    expect((await balancer.create(minimal())).name).toBe("sample-0001020");
    await balancer.delete();
    const named = await balancer.create({ ...minimal(), namePrefix: "web-" });
    expect(named.name).toMatch(/^web-[0-9a-f]{26}$/);
    expect((await balancer.diff({ ...minimal(), namePrefix: "web-" })).differences).toEqual([]);
    await balancer.delete();
  });

  it("updates everything in place", async () => {
    const balancer = new Life(await emulatedProvider(), TOKEN);
    await balancer.create(rich());
    const wanted = {
      ...rich(),
      subnets: network.subnetIds.slice(1, 3),
      securityGroups: [network.securityGroupIds[1]],
      ipAddressType: "ipv4",
      accessLogs: { bucket: "unused", prefix: "unused", enabled: false },
      connectionLogs: { bucket: "other", enabled: true },
      idleTimeout: 61,
      dropInvalidHeaderFields: false,
      desyncMitigationMode: "monitor",
      tags: { Owner: "platform" },
    };
    const state = await balancer.update(wanted);
    expect(state).toMatchObject({
      ...wanted,
      // Where logs would go is neither sent nor compared while there are none.
      accessLogs: { bucket: "logs", prefix: "web", enabled: false },
      connectionLogs: { bucket: "other", enabled: true, prefix: "" },
      subnetMappings: wanted.subnets.map((subnetId) => ({ subnetId })),
      tagsAll: { ...DEFAULT_TAGS, Owner: "platform" },
    });
    expect((await balancer.diff(wanted)).differences).toEqual([]);
    await balancer.delete();
  });

  it("sees what others changed", async () => {
    const balancer = new Life(await emulatedProvider(), TOKEN);
    await balancer.create(rich());
    const client = await elbv2();
    const Attributes = [{ Key: "idle_timeout.timeout_seconds", Value: "5" }];
    await client.modifyLoadBalancerAttributes({ LoadBalancerArn: balancer.id, Attributes });
    const SecurityGroups = [...network.securityGroupIds];
    await client.setSecurityGroups({ LoadBalancerArn: balancer.id, SecurityGroups });
    await balancer.refresh();
    expect((await balancer.diff(rich())).differences).toEqual([
      { path: "idleTimeout", kind: "update", replaces: false },
      { path: "securityGroups[1]", kind: "delete", replaces: false },
    ]);
    await balancer.delete();
  });

  it("takes subnet mappings instead of subnets", async () => {
    const wanted = {
      loadBalancerType: "network",
      subnetMappings: [{ subnetId: network.subnetIds[0] }, { subnetId: network.subnetIds[1] }],
      enableCrossZoneLoadBalancing: true,
    };
    const balancer = new Life(await emulatedProvider(), TOKEN);
    const state = await balancer.create(wanted);
    expect(state).toMatchObject({ ...wanted, subnets: network.subnetIds.slice(0, 2) });
    expect(state.idleTimeout).toBeUndefined();
    expect((await balancer.diff(wanted)).differences).toEqual([]);
    await balancer.delete();
  });

  it("imports by ARN with inputs that ask for no change", async () => {
    const balancer = new Life(await emulatedProvider(), TOKEN);
    await balancer.create(rich());
    const { tagsAll, ...inputs } = (await balancer.importBy(balancer.id))?.inputs ?? {};
    expect(tagsAll).toEqual({ ...DEFAULT_TAGS, Name: "rich" });
    expect(inputs).toMatchObject({ ...rich(), loadBalancerType: "application" });
    expect((await balancer.diff(inputs)).differences).toEqual([]);
    await balancer.delete();
    expect(await balancer.importBy(balancer.id)).toBeUndefined();
  });

  it("refuses to delete a protected one", async () => {
    const balancer = new Life(await emulatedProvider(), TOKEN);
    await balancer.create({ ...minimal(), enableDeletionProtection: true });
    await expect(balancer.delete()).rejects.toThrow(
      /^deleting ELBv2 Load Balancer .* api error OperationNotPermitted\w*: .* deletion protection is enabled$/,
    );
    await balancer.update({ ...minimal(), enableDeletionProtection: false });
    await balancer.delete();
    expect(await balancer.refresh()).toBeUndefined();
  });

  it("fails where the name is taken, and with code and message of the API", async () => {
    const balancer = new Life(await emulatedProvider(), TOKEN);
    await balancer.create(rich());
    const twin = new Life(await emulatedProvider(), TOKEN);
    await expect(twin.create(rich())).rejects.toThrow(
      "creating ELBv2 Load Balancer: ELBv2 Load Balancer (strata-rich) already exists",
    );
    await balancer.delete();
    await expect(twin.create({ subnets: ["subnet-0", "subnet-1"] })).rejects.toThrow(
      /^creating ELBv2 Load Balancer: .*: CreateLoadBalancer, .* api error /,
    );
  });
});
