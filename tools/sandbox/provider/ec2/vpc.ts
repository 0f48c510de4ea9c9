import type { Unwrap } from "@pulumi/pulumi";
import type { VpcArgs, VpcState } from "@pulumi/aws/ec2/vpc.js";
import type { EC2, Vpc } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { defineResource, type Call, type CheckFailure } from "../resource-type.ts";
import { arnOf } from "./arn.ts";
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<VpcArgs>;
type State = Unwrap<VpcState>;

const GONE = "InvalidVpcID.NotFound";
const NO_IPAM = "moto has no IPAM";

/** Source: EC2 API reference, CreateVpc, ModifyVpcAttribute, ModifyVpcTenancy, AssociateVpcCidrBlock. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/vpc:Vpc",
  noun: "EC2 VPC",
  tags: true,
  properties: {
    cidrBlock: { kind: "string", computed: true, replaces: true },
    // ModifyVpcTenancy goes from dedicated to default only.
    instanceTenancy: {
      kind: "string",
      default: "default",
      replaces: (before, after) => !(before === "dedicated" && after === "default"),
    },
    enableDnsSupport: { kind: "boolean", default: true },
    enableDnsHostnames: { kind: "boolean", computed: true },
    enableNetworkAddressUsageMetrics: { kind: "boolean", computed: true },
    assignGeneratedIpv6CidrBlock: { kind: "boolean", conflictsWith: ["ipv6IpamPoolId"] },
    ipv6CidrBlock: {
      kind: "string",
      computed: true,
      conflictsWith: ["assignGeneratedIpv6CidrBlock", "ipv6NetmaskLength"],
      recomputed: ["assignGeneratedIpv6CidrBlock"],
    },
    ipv6CidrBlockNetworkBorderGroup: {
      kind: "string",
      computed: true,
      simulated: "moto does not answer the network border group of an IPv6 block",
    },
    ipv4IpamPoolId: { kind: "string", replaces: true, simulated: NO_IPAM },
    ipv4NetmaskLength: {
      kind: "number",
      replaces: true,
      conflictsWith: ["cidrBlock"],
      simulated: NO_IPAM,
    },
    ipv6IpamPoolId: { kind: "string", simulated: NO_IPAM },
    ipv6NetmaskLength: { kind: "number", simulated: NO_IPAM },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    defaultNetworkAclId: { kind: "string", output: true },
    defaultRouteTableId: { kind: "string", output: true },
    defaultSecurityGroupId: { kind: "string", output: true },
    dhcpOptionsId: { kind: "string", output: true },
    ipv6AssociationId: {
      kind: "string",
      output: true,
      recomputed: ["assignGeneratedIpv6CidrBlock"],
    },
    mainRouteTableId: { kind: "string", output: true },
    ownerId: { kind: "string", output: true },
  },

  validate(inputs) {
    const failures: CheckFailure[] = [];
    const cannot = "the emulator cannot allocate from an IPAM pool";
    if (inputs.cidrBlock === undefined) {
      const why = inputs.ipv4IpamPoolId === undefined ? 'a VPC needs "cidrBlock"' : cannot;
      failures.push({ property: "cidrBlock", reason: `${why}: set "cidrBlock" for the sandbox` });
    }
    const allocates = inputs.ipv6IpamPoolId !== undefined;
    if (allocates) {
      const reason = `${cannot}: set "assignGeneratedIpv6CidrBlock" for the sandbox`;
      failures.push({ property: "ipv6IpamPoolId", reason });
    }
    for (const property of ["ipv6CidrBlock", "ipv6NetmaskLength"] as const) {
      if (inputs[property] === undefined || allocates) continue;
      failures.push({ property, reason: `"${property}" requires "ipv6IpamPoolId"` });
    }
    if (
      inputs.ipv6CidrBlockNetworkBorderGroup !== undefined &&
      inputs.assignGeneratedIpv6CidrBlock === undefined
    ) {
      const property = "ipv6CidrBlockNetworkBorderGroup";
      const reason = `"${property}" requires "assignGeneratedIpv6CidrBlock"`;
      failures.push({ property, reason });
    }
    return failures;
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const { Vpc } = await ec2.createVpc({
      CidrBlock: inputs.cidrBlock,
      InstanceTenancy: inputs.instanceTenancy as "default" | "dedicated",
      AmazonProvidedIpv6CidrBlock: inputs.assignGeneratedIpv6CidrBlock,
      TagSpecifications: tagSpecifications("vpc", inputs.tagsAll),
    });
    const id = Vpc?.VpcId ?? "";
    call.created(id);
    for (const name of ATTRIBUTES) {
      const wanted = inputs[name];
      if (wanted !== undefined && wanted !== (name === "enableDnsSupport")) {
        await setAttribute(ec2, id, name, wanted);
      }
    }
    return id;
  },

  async read(id, call) {
    const ec2 = await call.aws.ec2();
    const found = await unlessGone(ec2.describeVpcs({ VpcIds: [id] }), GONE);
    const vpc = found?.Vpcs?.[0];
    if (vpc === undefined) return undefined;
    const [support, hostnames, metrics, parts] = await Promise.all([
      ec2.describeVpcAttribute({ VpcId: id, Attribute: "enableDnsSupport" }),
      ec2.describeVpcAttribute({ VpcId: id, Attribute: "enableDnsHostnames" }),
      ec2.describeVpcAttribute({ VpcId: id, Attribute: "enableNetworkAddressUsageMetrics" }),
      defaultParts(id, call),
    ]);
    return {
      arn: arnOf(call, `vpc/${id}`, vpc.OwnerId),
      cidrBlock: vpc.CidrBlock,
      instanceTenancy: vpc.InstanceTenancy,
      enableDnsSupport: support.EnableDnsSupport?.Value,
      enableDnsHostnames: hostnames.EnableDnsHostnames?.Value,
      enableNetworkAddressUsageMetrics: metrics.EnableNetworkAddressUsageMetrics?.Value,
      dhcpOptionsId: vpc.DhcpOptionsId,
      ownerId: vpc.OwnerId,
      tags: tagsOf(vpc.Tags),
      ...ipv6Of(vpc),
      ...parts,
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    for (const name of ATTRIBUTES) {
      if (changed(name)) await setAttribute(ec2, id, name, inputs[name] ?? false);
    }
    if (changed("instanceTenancy")) {
      await ec2.modifyVpcTenancy({ VpcId: id, InstanceTenancy: "default" });
    }
    if (changed("assignGeneratedIpv6CidrBlock")) {
      const AssociationId = before.ipv6AssociationId;
      if (AssociationId !== undefined) await ec2.disassociateVpcCidrBlock({ AssociationId });
      if (inputs.assignGeneratedIpv6CidrBlock === true) {
        await ec2.associateVpcCidrBlock({ VpcId: id, AmazonProvidedIpv6CidrBlock: true });
      }
    }
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, _state, call) {
    const ec2 = await call.aws.ec2();
    const deleted = call.untilReleased(() => ec2.deleteVpc({ VpcId: id }), "DependencyViolation");
    await unlessGone(deleted, GONE);
  },
});

/** What ModifyVpcAttribute changes, one a call. */
const ATTRIBUTES = [
  "enableDnsSupport",
  "enableDnsHostnames",
  "enableNetworkAddressUsageMetrics",
] as const;

async function setAttribute(
  ec2: EC2,
  id: string,
  name: (typeof ATTRIBUTES)[number],
  Value: boolean,
): Promise<void> {
  const parameter = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  await ec2.modifyVpcAttribute({ VpcId: id, [parameter]: { Value } });
}

function ipv6Of(vpc: Vpc) {
  const block = vpc.Ipv6CidrBlockAssociationSet?.find(
    ({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === "associated",
  );
  return {
    assignGeneratedIpv6CidrBlock: block?.Ipv6Pool === "Amazon",
    ipv6AssociationId: block?.AssociationId,
    ipv6CidrBlock: block?.Ipv6CidrBlock,
    ipv6CidrBlockNetworkBorderGroup: block?.NetworkBorderGroup,
  };
}

/** What EC2 makes with every VPC. */
async function defaultParts(vpcId: string, call: Call) {
  const ec2 = await call.aws.ec2();
  const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
  const [groups, acls, tables] = await Promise.all([
    ec2.describeSecurityGroups({
      Filters: [...Filters, { Name: "group-name", Values: ["default"] }],
    }),
    ec2.describeNetworkAcls({ Filters: [...Filters, { Name: "default", Values: ["true"] }] }),
    ec2.describeRouteTables({
      Filters: [...Filters, { Name: "association.main", Values: ["true"] }],
    }),
  ]);
  const mainRouteTableId = tables.RouteTables?.[0]?.RouteTableId;
  return {
    defaultSecurityGroupId: groups.SecurityGroups?.[0]?.GroupId,
    defaultNetworkAclId: acls.NetworkAcls?.[0]?.NetworkAclId,
    mainRouteTableId,
    defaultRouteTableId: mainRouteTableId,
  };
}
