import type { Unwrap } from "@pulumi/pulumi";
import type { VpcEndpointArgs, VpcEndpointState } from "@pulumi/aws/ec2/vpcEndpoint.js";
import type { VpcEndpointType } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { documentFailures } from "../iam/policy-document.ts";
import { defineResource, type Call, type CheckFailure } from "../resource-type.ts";
import { arnOf } from "./arn.ts";
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<VpcEndpointArgs>;
type State = Unwrap<VpcEndpointState>;

const GONE = "InvalidVpcEndpointId.NotFound";
const NO_LATTICE = "moto has no VPC Lattice";

/** Source: EC2 API reference, CreateVpcEndpoint, ModifyVpcEndpoint, DeleteVpcEndpoints, DescribePrefixLists. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/vpcEndpoint:VpcEndpoint",
  noun: "EC2 VPC Endpoint",
  tags: true,
  properties: {
    vpcId: { kind: "string", required: true, replaces: true },
    vpcEndpointType: { kind: "string", default: "Gateway", replaces: true },
    serviceName: {
      kind: "string",
      replaces: true,
      conflictsWith: ["resourceConfigurationArn", "serviceNetworkArn"],
    },
    resourceConfigurationArn: {
      kind: "string",
      replaces: true,
      conflictsWith: ["serviceName", "serviceNetworkArn"],
      simulated: NO_LATTICE,
    },
    serviceNetworkArn: {
      kind: "string",
      replaces: true,
      conflictsWith: ["serviceName", "resourceConfigurationArn"],
      simulated: NO_LATTICE,
    },
    serviceRegion: {
      kind: "string",
      computed: true,
      replaces: true,
      simulated: "moto does not keep ServiceRegion",
    },
    policy: { kind: "json", computed: true },
    // Left out, VpcEndpointRouteTableAssociation and its like may set them, hence computed.
    routeTableIds: { kind: "set", computed: true },
    subnetIds: { kind: "set", computed: true },
    securityGroupIds: { kind: "set", computed: true },
    privateDnsEnabled: {
      kind: "boolean",
      computed: true,
      replaces: (_before, _after, state) => state.vpcEndpointType !== "Interface",
    },
    subnetConfigurations: {
      kind: "set",
      of: {
        kind: "object",
        fields: {
          ipv4: { kind: "string" },
          ipv6: { kind: "string" },
          subnetId: { kind: "string" },
        },
      },
      computed: true,
      recomputed: ["subnetIds"],
      simulated: "moto chooses the addresses of an endpoint itself",
    },
    dnsOptions: {
      kind: "object",
      fields: {
        dnsRecordIpType: { kind: "string", computed: true },
        privateDnsOnlyForInboundResolverEndpoint: { kind: "boolean" },
        privateDnsPreference: { kind: "string", computed: true, replaces: true },
        privateDnsSpecifiedDomains: { kind: "set", computed: true, replaces: true },
      },
      computed: true,
      simulated: "moto does not keep DnsOptions",
    },
    ipAddressType: {
      kind: "string",
      computed: true,
      equal: (before, after) => String(before).toLowerCase() === String(after).toLowerCase(),
      simulated: "moto does not keep IpAddressType",
    },
    autoAccept: { kind: "boolean", local: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    cidrBlocks: { kind: "list", output: true },
    dnsEntries: { kind: "list", output: true, of: { kind: "map" } },
    networkInterfaceIds: {
      kind: "set",
      output: true,
      recomputed: ["subnetIds", "subnetConfigurations"],
    },
    ownerId: { kind: "string", output: true },
    prefixListId: { kind: "string", output: true },
    requesterManaged: { kind: "boolean", output: true },
    state: { kind: "string", output: true },
  },

  validate(inputs) {
    const failures: CheckFailure[] = [...documentFailures(inputs, "policy")];
    const { serviceName, vpcEndpointType } = inputs;
    if (serviceName === undefined) {
      const reason = `an endpoint needs "serviceName" (${NO_LATTICE}, so there is nothing else)`;
      failures.push({ property: "serviceName", reason });
    }
    if (typeof vpcEndpointType === "string" && !TYPES.includes(vpcEndpointType)) {
      const reason = `the emulator makes endpoints of type ${TYPES.join(" and ")}, not ${vpcEndpointType}`;
      failures.push({ property: "vpcEndpointType", reason });
    }
    return failures;
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const { VpcEndpoint } = await ec2.createVpcEndpoint({
      VpcId: inputs.vpcId,
      VpcEndpointType: inputs.vpcEndpointType as VpcEndpointType,
      ServiceName: inputs.serviceName,
      PolicyDocument: inputs.policy,
      PrivateDnsEnabled: inputs.privateDnsEnabled ?? false,
      RouteTableIds: inputs.routeTableIds,
      SubnetIds: inputs.subnetIds,
      SecurityGroupIds: inputs.securityGroupIds,
      TagSpecifications: tagSpecifications("vpc-endpoint", inputs.tagsAll),
    });
    return VpcEndpoint?.VpcEndpointId ?? "";
  },

  async read(id, call) {
    const ec2 = await call.aws.ec2();
    const found = await unlessGone(ec2.describeVpcEndpoints({ VpcEndpointIds: [id] }), GONE);
    const endpoint = found?.VpcEndpoints?.[0];
    // AWS still shows it for a while.
    if (endpoint === undefined || /^delet/i.test(endpoint.State ?? "")) return undefined;
    const { NetworkInterfaceIds = [], DnsEntries = [], Groups = [] } = endpoint;
    return {
      arn: arnOf(call, `vpc-endpoint/${id}`, endpoint.OwnerId),
      dnsEntries: DnsEntries.map(({ DnsName, HostedZoneId }) => ({
        dnsName: DnsName,
        hostedZoneId: HostedZoneId,
      })),
      networkInterfaceIds: NetworkInterfaceIds,
      ownerId: endpoint.OwnerId,
      policy: endpoint.PolicyDocument,
      privateDnsEnabled: endpoint.PrivateDnsEnabled,
      requesterManaged: endpoint.RequesterManaged,
      routeTableIds: endpoint.RouteTableIds,
      securityGroupIds: Groups.flatMap(({ GroupId }) => GroupId ?? []),
      serviceName: endpoint.ServiceName,
      state: endpoint.State,
      subnetIds: endpoint.SubnetIds,
      subnetConfigurations: await addressesOf(NetworkInterfaceIds, call),
      vpcEndpointType: endpoint.VpcEndpointType ?? "Gateway",
      vpcId: endpoint.VpcId,
      tags: tagsOf(endpoint.Tags),
      ...(await prefixList(endpoint.ServiceName, call)),
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    if (changed("policy", "privateDnsEnabled", "routeTableIds", "securityGroupIds", "subnetIds")) {
      const list = (name: "routeTableIds" | "securityGroupIds" | "subnetIds") =>
        changed(name) ? moves(before[name], inputs[name]) : {};
      const [tables, groups, subnets] = [
        list("routeTableIds"),
        list("securityGroupIds"),
        list("subnetIds"),
      ];
      const policy = changed("policy") ? inputs.policy : undefined;
      await ec2.modifyVpcEndpoint({
        VpcEndpointId: id,
        PolicyDocument: policy === "" ? undefined : policy,
        ResetPolicy: policy === "" ? true : undefined,
        PrivateDnsEnabled: changed("privateDnsEnabled") ? inputs.privateDnsEnabled : undefined,
        AddRouteTableIds: tables.added,
        RemoveRouteTableIds: tables.removed,
        AddSecurityGroupIds: groups.added,
        RemoveSecurityGroupIds: groups.removed,
        AddSubnetIds: subnets.added,
        RemoveSubnetIds: subnets.removed,
      });
    }
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, _state, call) {
    const ec2 = await call.aws.ec2();
    await unlessGone(ec2.deleteVpcEndpoints({ VpcEndpointIds: [id] }), GONE);
  },
});

const TYPES = ["Gateway", "Interface"];

function moves(
  before: readonly string[] = [],
  after: readonly string[] = [],
): { readonly added?: string[]; readonly removed?: string[] } {
  const added = after.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !after.includes(id));
  return {
    ...(added.length > 0 ? { added } : {}),
    ...(removed.length > 0 ? { removed } : {}),
  };
}

/** Addresses of the service, where AWS has a list of them. */
async function prefixList(serviceName: string | undefined, call: Call) {
  if (serviceName === undefined) return { cidrBlocks: [] };
  const ec2 = await call.aws.ec2();
  const Filters = [{ Name: "prefix-list-name", Values: [serviceName] }];
  const { PrefixLists = [] } = await ec2.describePrefixLists({ Filters });
  const [list] = PrefixLists;
  return { cidrBlocks: list?.Cidrs ?? [], prefixListId: list?.PrefixListId };
}

/** Subnet and address of each interface. */
async function addressesOf(interfaceIds: readonly string[], call: Call) {
  if (interfaceIds.length === 0) return [];
  const ec2 = await call.aws.ec2();
  const found = await ec2.describeNetworkInterfaces({ NetworkInterfaceIds: [...interfaceIds] });
  return (found.NetworkInterfaces ?? []).map((one) => ({
    ipv4: one.PrivateIpAddress,
    subnetId: one.SubnetId,
  }));
}
