import type { Unwrap } from "@pulumi/pulumi";
import type { LoadBalancerArgs, LoadBalancerState } from "@pulumi/aws/lb/loadBalancer.js";
import type {
  IpAddressType,
  LoadBalancer,
  LoadBalancerTypeEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import type { Property } from "../property.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { tagList } from "../tag-list.ts";
import type { Value, Values } from "../value.ts";
import {
  heldAttributes,
  readAttributes,
  writtenAttributes,
  type Attribute,
  type Attributes,
} from "./attributes.ts";
import { nameFailures } from "./name-rules.ts";
import { tagsOf, updateTags } from "./tags.ts";

type Inputs = Unwrap<LoadBalancerArgs>;
type State = Unwrap<LoadBalancerState>;
type Logs = NonNullable<Inputs["accessLogs"]>;

const GONE = "LoadBalancerNotFound*";
const APPLICATION = ["application"];
const NETWORK = ["network"];

const text = (key: string, of: readonly string[], usual?: string): Attribute => ({
  key,
  kind: "string",
  of,
  ...(usual === undefined ? {} : { usual }),
});
const seconds = (key: string, of: readonly string[], usual: string): Attribute => ({
  key,
  kind: "number",
  of,
  usual,
});
const flag = (key: string, of: readonly string[], usual = "false"): Attribute => ({
  key,
  kind: "boolean",
  of,
  usual,
});

/** Source: ELBv2 API reference, LoadBalancerAttribute, with its defaults. */
const ATTRIBUTES = {
  clientKeepAlive: seconds("client_keep_alive.seconds", APPLICATION, "3600"),
  desyncMitigationMode: text("routing.http.desync_mitigation_mode", APPLICATION, "defensive"),
  dnsRecordClientRoutingPolicy: text(
    "dns_record.client_routing_policy",
    NETWORK,
    "any_availability_zone",
  ),
  dropInvalidHeaderFields: flag("routing.http.drop_invalid_header_fields.enabled", APPLICATION),
  enableCrossZoneLoadBalancing: flag("load_balancing.cross_zone.enabled", ["network", "gateway"]),
  enableDeletionProtection: flag("deletion_protection.enabled", [
    "application",
    "network",
    "gateway",
  ]),
  enableHttp2: flag("routing.http2.enabled", APPLICATION, "true"),
  enableTlsVersionAndCipherSuiteHeaders: flag(
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
    APPLICATION,
  ),
  enableWafFailOpen: flag("waf.fail_open.enabled", APPLICATION),
  enableXffClientPort: flag("routing.http.xff_client_port.enabled", APPLICATION),
  enableZonalShift: flag("zonal_shift.config.enabled", ["application", "network"]),
  idleTimeout: seconds("idle_timeout.timeout_seconds", APPLICATION, "60"),
  preserveHostHeader: flag("routing.http.preserve_host_header.enabled", APPLICATION),
  secondaryIpsAutoAssignedPerSubnet: seconds(
    "secondary_ips.auto_assigned.per_subnet",
    NETWORK,
    "0",
  ),
  xffHeaderProcessingMode: text("routing.http.xff_header_processing.mode", APPLICATION, "append"),
} satisfies Attributes<string>;

type AttributeProperty = keyof typeof ATTRIBUTES;

/** In the table: the default of the provider, and no comparison for types that do not have the attribute. */
function attribute(name: AttributeProperty, usual: string | number | boolean): Property {
  const { kind, of }: Attribute = ATTRIBUTES[name];
  const equal = (before: Value, after: Value, beside: Values): boolean =>
    !of.includes(String(beside.loadBalancerType)) || before === after;
  return { kind, default: usual, equal };
}

/** Taking logs out of the program is no change in the provider; to end them, say `enabled: false`. */
const LOGS: Property = {
  kind: "object",
  computed: true,
  fields: {
    bucket: { kind: "string", required: true, equal: sameIfEnabled },
    enabled: { kind: "boolean", default: false },
    prefix: { kind: "string", equal: sameIfEnabled },
  },
};

function sameIfEnabled(before: Value, after: Value, beside: Values): boolean {
  return beside.enabled !== true || before === after;
}

/** Source: ELBv2 API reference, CreateLoadBalancer, SetSubnets, SetSecurityGroups, SetIpAddressType. */
export const resource = defineResource<Inputs, State>({
  token: "aws:lb/loadBalancer:LoadBalancer",
  noun: "ELBv2 Load Balancer",
  tags: true,
  autoname: { property: "name", maxLength: 32, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true },
    accessLogs: LOGS,
    connectionLogs: LOGS,
    healthCheckLogs: LOGS,
    clientKeepAlive: attribute("clientKeepAlive", 3600),
    customerOwnedIpv4Pool: {
      kind: "string",
      replaces: true,
      simulated: "moto does not keep customer-owned address pools",
    },
    desyncMitigationMode: attribute("desyncMitigationMode", "defensive"),
    dnsRecordClientRoutingPolicy: attribute(
      "dnsRecordClientRoutingPolicy",
      "any_availability_zone",
    ),
    dropInvalidHeaderFields: attribute("dropInvalidHeaderFields", false),
    enableCrossZoneLoadBalancing: attribute("enableCrossZoneLoadBalancing", false),
    enableDeletionProtection: attribute("enableDeletionProtection", false),
    enableHttp2: attribute("enableHttp2", true),
    enablePrefixForIpv6SourceNat: {
      kind: "string",
      computed: true,
      simulated: "moto does not keep source NAT prefixes",
    },
    enableTlsVersionAndCipherSuiteHeaders: attribute(
      "enableTlsVersionAndCipherSuiteHeaders",
      false,
    ),
    enableWafFailOpen: attribute("enableWafFailOpen", false),
    enableXffClientPort: attribute("enableXffClientPort", false),
    enableZonalShift: attribute("enableZonalShift", false),
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: {
      kind: "string",
      computed: true,
      simulated: "moto does not keep rules for PrivateLink traffic",
    },
    idleTimeout: attribute("idleTimeout", 60),
    internal: { kind: "boolean", computed: true, replaces: true },
    ipAddressType: { kind: "string", computed: true },
    ipamPools: {
      kind: "object",
      fields: { ipv4IpamPoolId: { kind: "string", required: true } },
      simulated: "moto does not keep address pools",
    },
    loadBalancerType: { kind: "string", default: "application", replaces: true },
    minimumLoadBalancerCapacity: {
      kind: "object",
      fields: { capacityUnits: { kind: "number", required: true } },
      simulated: "moto does not keep reserved capacity",
    },
    preserveHostHeader: attribute("preserveHostHeader", false),
    region: { kind: "string", computed: true, replaces: true },
    secondaryIpsAutoAssignedPerSubnet: { kind: "number", computed: true },
    securityGroups: { kind: "set", computed: true },
    subnetMappings: {
      kind: "set",
      computed: true,
      of: {
        kind: "object",
        fields: {
          subnetId: { kind: "string", required: true },
          allocationId: { kind: "string" },
          ipv6Address: { kind: "string" },
          outpostId: { kind: "string", output: true },
          privateIpv4Address: { kind: "string" },
        },
      },
      simulated: "moto does not keep the addresses of a mapping",
    },
    subnets: { kind: "set", computed: true },
    tags: { kind: "map" },
    xffHeaderProcessingMode: attribute("xffHeaderProcessingMode", "append"),
    arn: { kind: "string", output: true },
    arnSuffix: { kind: "string", output: true },
    dnsName: { kind: "string", output: true },
    vpcId: { kind: "string", output: true },
    zoneId: { kind: "string", output: true },
  },
  validate: (inputs) => [
    ...nameFailures(inputs.name),
    ...reservedName(inputs.name),
    ...prefixFailures(inputs, 6),
    ...subnetFailures(inputs),
  ],

  async create(inputs, call) {
    const elbv2 = await call.aws.elbv2();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    const type = inputs.loadBalancerType;
    // The provider asks first, because AWS answers with the existing one when all else is equal.
    const twin = await unlessGone(elbv2.describeLoadBalancers({ Names: [name] }), GONE);
    if (twin?.LoadBalancers?.[0]?.Type === type) {
      throw new Error(`ELBv2 Load Balancer (${name}) already exists`);
    }
    const { LoadBalancers } = await elbv2.createLoadBalancer({
      Name: name,
      Type: type as LoadBalancerTypeEnum,
      Scheme: inputs.internal === true ? "internal" : undefined,
      IpAddressType: inputs.ipAddressType as IpAddressType,
      SecurityGroups: inputs.securityGroups,
      Subnets: inputs.subnets,
      SubnetMappings: mappings(inputs),
      Tags: tagList(inputs.tagsAll),
    });
    const arn = LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    call.created(arn);
    await elbv2.modifyLoadBalancerAttributes({
      LoadBalancerArn: arn,
      Attributes: [
        ...(type === "gateway" ? [] : logAttributes("access_logs", inputs.accessLogs)),
        ...(type === "application"
          ? [
              ...logAttributes("connection_logs", inputs.connectionLogs),
              ...logAttributes("health_check_logs", inputs.healthCheckLogs),
            ]
          : []),
        ...writtenAttributes(ATTRIBUTES, type, inputs),
      ],
    });
    return arn;
  },

  async read(arn, call, prior) {
    const elbv2 = await call.aws.elbv2();
    const found = await unlessGone(elbv2.describeLoadBalancers({ LoadBalancerArns: [arn] }), GONE);
    const balancer = found?.LoadBalancers?.[0];
    if (balancer === undefined) return undefined;
    const [{ Attributes: pairs }, tags] = await Promise.all([
      elbv2.describeLoadBalancerAttributes({ LoadBalancerArn: arn }),
      tagsOf(elbv2, arn),
    ]);
    const held = heldAttributes(pairs);
    const type = balancer.Type;
    const subnets = subnetsOf(balancer);
    // A program may say either; what an import records has to pass Check.
    const imported = prior.subnets === undefined && prior.subnetMappings === undefined;
    return {
      ...readAttributes(ATTRIBUTES, type, held),
      // Always on for this type, whatever the attribute says.
      ...(type === "application" ? { enableCrossZoneLoadBalancing: true } : {}),
      name: balancer.LoadBalancerName,
      namePrefix: prefixOf(balancer.LoadBalancerName, prior.namePrefix),
      accessLogs: type === "gateway" ? undefined : logsOf("access_logs", held),
      connectionLogs: type === "application" ? logsOf("connection_logs", held) : undefined,
      healthCheckLogs: type === "application" ? logsOf("health_check_logs", held) : undefined,
      internal: balancer.Scheme === "internal",
      ipAddressType: balancer.IpAddressType,
      loadBalancerType: type,
      securityGroups: balancer.SecurityGroups,
      subnets,
      subnetMappings: imported ? undefined : subnets.map((subnetId) => ({ subnetId })),
      arn: balancer.LoadBalancerArn,
      arnSuffix: arn.replace(/^.*:loadbalancer\//, ""),
      dnsName: balancer.DNSName,
      vpcId: balancer.VpcId,
      zoneId: balancer.CanonicalHostedZoneId,
      tags,
    };
  },

  async update(arn, { before, inputs, changed }, call) {
    const elbv2 = await call.aws.elbv2();
    const LoadBalancerArn = arn;
    const Attributes = [
      ...(changed("accessLogs") ? logAttributes("access_logs", inputs.accessLogs) : []),
      ...(changed("connectionLogs") ? logAttributes("connection_logs", inputs.connectionLogs) : []),
      ...(changed("healthCheckLogs")
        ? logAttributes("health_check_logs", inputs.healthCheckLogs)
        : []),
      ...writtenAttributes(ATTRIBUTES, inputs.loadBalancerType, inputs, (name) => changed(name)),
    ];
    if (Attributes.length > 0) {
      await elbv2.modifyLoadBalancerAttributes({ LoadBalancerArn, Attributes });
    }
    if (changed("securityGroups")) {
      const SecurityGroups = inputs.securityGroups ?? [];
      await elbv2.setSecurityGroups({ LoadBalancerArn, SecurityGroups });
    }
    if (changed("subnets", "subnetMappings")) {
      const given = inputs.subnets === undefined ? { SubnetMappings: mappings(inputs) } : {};
      await elbv2.setSubnets({ LoadBalancerArn, Subnets: inputs.subnets, ...given });
    }
    if (changed("ipAddressType")) {
      const wanted = inputs.ipAddressType as IpAddressType;
      await elbv2.setIpAddressType({ LoadBalancerArn, IpAddressType: wanted });
    }
    if (changed("tagsAll")) await updateTags(elbv2, arn, before.tagsAll, inputs.tagsAll);
  },

  async delete(arn, _state, call) {
    const elbv2 = await call.aws.elbv2();
    await unlessGone(elbv2.deleteLoadBalancer({ LoadBalancerArn: arn }), GONE);
  },
});

function reservedName(name: unknown): CheckFailure[] {
  return typeof name === "string" && name.startsWith("internal-")
    ? [{ property: "name", reason: `"name" cannot begin with "internal-": "${name}"` }]
    : [];
}

function subnetFailures({ subnets, subnetMappings }: Partial<Inputs>): CheckFailure[] {
  if ((subnets === undefined) !== (subnetMappings === undefined)) return [];
  const reason = '"subnets" or "subnetMappings" must be given, and not both';
  return [{ property: "subnets", reason }];
}

function mappings({ subnetMappings }: Inputs) {
  return subnetMappings?.map((mapping) => ({
    SubnetId: mapping.subnetId,
    AllocationId: mapping.allocationId,
    IPv6Address: mapping.ipv6Address,
    PrivateIPv4Address: mapping.privateIpv4Address,
  }));
}

function subnetsOf(balancer: LoadBalancer): string[] {
  return (balancer.AvailabilityZones ?? []).map(({ SubnetId = "" }) => SubnetId);
}

function logAttributes(kind: string, logs: Logs | undefined) {
  const enabled = { Key: `${kind}.s3.enabled`, Value: String(logs?.enabled ?? false) };
  if (logs?.enabled !== true) return [enabled];
  return [
    enabled,
    { Key: `${kind}.s3.bucket`, Value: logs.bucket },
    { Key: `${kind}.s3.prefix`, Value: logs.prefix ?? "" },
  ];
}

function logsOf(kind: string, held: Readonly<Record<string, string>>): Logs {
  return {
    bucket: held[`${kind}.s3.bucket`] ?? "",
    enabled: held[`${kind}.s3.enabled`] === "true",
    prefix: held[`${kind}.s3.prefix`] ?? "",
  };
}
