import type { Unwrap } from "@pulumi/pulumi";
import type { VpcArgs, VpcState } from "@pulumi/aws/ec2/vpc.js";

import { unlessGone } from "../api-error.ts";
import { defineResource, type Call } from "../resource-type.ts";
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<VpcArgs>;
type State = Unwrap<VpcState>;

/** Source: EC2 API reference, CreateVpc, ModifyVpcAttribute, ModifyVpcTenancy. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/vpc:Vpc",
  noun: "EC2 VPC",
  tags: true,
  properties: {
    cidrBlock: { kind: "string", computed: true, replaces: true },
    // ModifyVpcTenancy goes from dedicated to default only; the provider replaces for the other way.
    instanceTenancy: { kind: "string", default: "default", replaces: true },
    enableDnsSupport: { kind: "boolean", default: true },
    enableDnsHostnames: { kind: "boolean", computed: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    defaultNetworkAclId: { kind: "string", output: true },
    defaultRouteTableId: { kind: "string", output: true },
    defaultSecurityGroupId: { kind: "string", output: true },
    dhcpOptionsId: { kind: "string", output: true },
    mainRouteTableId: { kind: "string", output: true },
    ownerId: { kind: "string", output: true },
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const { Vpc } = await ec2.createVpc({
      CidrBlock: inputs.cidrBlock,
      InstanceTenancy: inputs.instanceTenancy as "default" | "dedicated",
      TagSpecifications: tagSpecifications("vpc", inputs.tagsAll),
    });
    const id = Vpc?.VpcId ?? "";
    call.created(id);
    // One attribute a call, says the API.
    if (inputs.enableDnsSupport === false) {
      await ec2.modifyVpcAttribute({ VpcId: id, EnableDnsSupport: { Value: false } });
    }
    if (inputs.enableDnsHostnames === true) {
      await ec2.modifyVpcAttribute({ VpcId: id, EnableDnsHostnames: { Value: true } });
    }
    return id;
  },

  async read(id, call) {
    const ec2 = await call.aws.ec2();
    const found = await unlessGone(ec2.describeVpcs({ VpcIds: [id] }), "InvalidVpcID.NotFound");
    const vpc = found?.Vpcs?.[0];
    if (vpc === undefined) return undefined;
    const [support, hostnames, parts] = await Promise.all([
      ec2.describeVpcAttribute({ VpcId: id, Attribute: "enableDnsSupport" }),
      ec2.describeVpcAttribute({ VpcId: id, Attribute: "enableDnsHostnames" }),
      defaultParts(id, call),
    ]);
    return {
      arn: `arn:${call.partition}:ec2:${call.region}:${vpc.OwnerId ?? call.accountId}:vpc/${id}`,
      cidrBlock: vpc.CidrBlock,
      instanceTenancy: vpc.InstanceTenancy,
      enableDnsSupport: support.EnableDnsSupport?.Value,
      enableDnsHostnames: hostnames.EnableDnsHostnames?.Value,
      dhcpOptionsId: vpc.DhcpOptionsId,
      ownerId: vpc.OwnerId,
      tags: tagsOf(vpc.Tags),
      ...parts,
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    if (changed("enableDnsSupport")) {
      const Value = inputs.enableDnsSupport;
      await ec2.modifyVpcAttribute({ VpcId: id, EnableDnsSupport: { Value } });
    }
    if (changed("enableDnsHostnames")) {
      const Value = inputs.enableDnsHostnames;
      await ec2.modifyVpcAttribute({ VpcId: id, EnableDnsHostnames: { Value } });
    }
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, _state, call) {
    const ec2 = await call.aws.ec2();
    await unlessGone(ec2.deleteVpc({ VpcId: id }), "InvalidVpcID.NotFound");
  },
});

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
