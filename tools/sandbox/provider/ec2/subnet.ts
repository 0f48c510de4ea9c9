import type { Unwrap } from "@pulumi/pulumi";
import type { SubnetArgs, SubnetState } from "@pulumi/aws/ec2/subnet.js";
import type { EC2, Subnet } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";
import { arnOf } from "./arn.ts";
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<SubnetArgs>;
type State = Unwrap<SubnetState>;

const GONE = "InvalidSubnetID.NotFound";
const NO_OUTPOSTS = "moto has no Outposts";
const NO_IPAM = "moto has no IPAM";

/** Source: EC2 API reference, CreateSubnet, ModifySubnetAttribute, AssociateSubnetCidrBlock. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/subnet:Subnet",
  noun: "EC2 Subnet",
  tags: true,
  properties: {
    vpcId: { kind: "string", required: true, replaces: true },
    cidrBlock: { kind: "string", computed: true, replaces: true },
    availabilityZone: { kind: "string", computed: true, replaces: true },
    availabilityZoneId: {
      kind: "string",
      computed: true,
      replaces: true,
      conflictsWith: ["availabilityZone"],
    },
    mapPublicIpOnLaunch: { kind: "boolean", default: false },
    assignIpv6AddressOnCreation: { kind: "boolean", default: false },
    // Addresses that interfaces got from the old block cannot be taken back in place.
    ipv6CidrBlock: {
      kind: "string",
      computed: true,
      replaces: (_before, _after, state) => state.assignIpv6AddressOnCreation === true,
    },
    ipv6Native: { kind: "boolean", default: false, replaces: true },
    enableResourceNameDnsARecordOnLaunch: { kind: "boolean", default: false },
    enableResourceNameDnsAaaaRecordOnLaunch: {
      kind: "boolean",
      default: false,
      simulated: "moto does not keep EnableResourceNameDnsAAAARecordOnLaunch",
    },
    enableDns64: { kind: "boolean", default: false, simulated: "moto does not keep EnableDns64" },
    privateDnsHostnameTypeOnLaunch: {
      kind: "string",
      computed: true,
      simulated: "moto does not keep PrivateDnsHostnameTypeOnLaunch",
    },
    enableLniAtDeviceIndex: { kind: "number", simulated: NO_OUTPOSTS },
    customerOwnedIpv4Pool: { kind: "string", simulated: NO_OUTPOSTS },
    mapCustomerOwnedIpOnLaunch: { kind: "boolean", simulated: NO_OUTPOSTS },
    outpostArn: { kind: "string", replaces: true, simulated: NO_OUTPOSTS },
    ipv4IpamPoolId: { kind: "string", replaces: true, simulated: NO_IPAM },
    ipv4NetmaskLength: { kind: "number", replaces: true, simulated: NO_IPAM },
    ipv6IpamPoolId: { kind: "string", replaces: true, simulated: NO_IPAM },
    ipv6NetmaskLength: { kind: "number", replaces: true, simulated: NO_IPAM },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    ipv6CidrBlockAssociationId: {
      kind: "string",
      output: true,
      recomputed: ["ipv6CidrBlock"],
    },
    ownerId: { kind: "string", output: true },
  },

  validate(inputs) {
    if (inputs.cidrBlock !== undefined || inputs.ipv6Native === true) return [];
    const reason =
      inputs.ipv4IpamPoolId === undefined
        ? 'a subnet needs "cidrBlock", unless "ipv6Native" is true'
        : 'the emulator cannot allocate from an IPAM pool: set "cidrBlock" for the sandbox';
    return [{ property: "cidrBlock", reason }];
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const { Subnet } = await ec2.createSubnet({
      VpcId: inputs.vpcId,
      CidrBlock: inputs.cidrBlock,
      AvailabilityZone: inputs.availabilityZone,
      AvailabilityZoneId: inputs.availabilityZoneId,
      Ipv6CidrBlock: inputs.ipv6CidrBlock,
      Ipv6Native: inputs.ipv6Native,
      TagSpecifications: tagSpecifications("subnet", inputs.tagsAll),
    });
    const id = Subnet?.SubnetId ?? "";
    call.created(id);
    const made = attributesOf(Subnet ?? {});
    for (const name of ATTRIBUTES) {
      if (inputs[name] !== undefined && inputs[name] !== made[name]) {
        await setAttribute(ec2, id, name, inputs[name]);
      }
    }
    return id;
  },

  async read(id, call) {
    const ec2 = await call.aws.ec2();
    const found = await unlessGone(ec2.describeSubnets({ SubnetIds: [id] }), GONE);
    const subnet = found?.Subnets?.[0];
    if (subnet === undefined) return undefined;
    const ipv6 = subnet.Ipv6CidrBlockAssociationSet?.[0];
    return {
      arn: arnOf(call, `subnet/${id}`, subnet.OwnerId),
      vpcId: subnet.VpcId,
      cidrBlock: subnet.CidrBlock,
      availabilityZone: subnet.AvailabilityZone,
      availabilityZoneId: subnet.AvailabilityZoneId,
      ipv6CidrBlock: ipv6?.Ipv6CidrBlock,
      ipv6CidrBlockAssociationId: ipv6?.AssociationId,
      ipv6Native: subnet.Ipv6Native,
      privateDnsHostnameTypeOnLaunch: subnet.PrivateDnsNameOptionsOnLaunch?.HostnameType,
      ownerId: subnet.OwnerId,
      tags: tagsOf(subnet.Tags),
      ...attributesOf(subnet),
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    const stopsAssigning = inputs.assignIpv6AddressOnCreation === false;
    // No address may be assigned from a block that goes, and none from one that is not there yet.
    if (changed("assignIpv6AddressOnCreation") && stopsAssigning) {
      await setAttribute(ec2, id, "assignIpv6AddressOnCreation", false);
    }
    if (changed("ipv6CidrBlock")) {
      await moveIpv6Block(ec2, id, before.ipv6CidrBlockAssociationId, inputs.ipv6CidrBlock);
    }
    for (const name of ATTRIBUTES) {
      if (!changed(name) || (name === "assignIpv6AddressOnCreation" && stopsAssigning)) continue;
      await setAttribute(ec2, id, name, inputs[name] ?? false);
    }
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, _state, call) {
    const ec2 = await call.aws.ec2();
    const request = { SubnetId: id };
    const deleted = call.untilReleased(() => ec2.deleteSubnet(request), "DependencyViolation");
    await unlessGone(deleted, GONE);
  },
});

/** What ModifySubnetAttribute changes, one a call. */
const ATTRIBUTES = [
  "mapPublicIpOnLaunch",
  "enableResourceNameDnsARecordOnLaunch",
  "assignIpv6AddressOnCreation",
] as const;

function attributesOf(subnet: Subnet) {
  return {
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch,
    assignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation,
    enableResourceNameDnsARecordOnLaunch:
      subnet.PrivateDnsNameOptionsOnLaunch?.EnableResourceNameDnsARecord,
  };
}

async function setAttribute(
  ec2: EC2,
  id: string,
  name: (typeof ATTRIBUTES)[number],
  Value: boolean,
): Promise<void> {
  const parameter = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  await ec2.modifySubnetAttribute({ SubnetId: id, [parameter]: { Value } });
}

async function moveIpv6Block(
  ec2: EC2,
  id: string,
  associationId: string | undefined,
  block: string | undefined,
): Promise<void> {
  if (associationId !== undefined) {
    await ec2.disassociateSubnetCidrBlock({ AssociationId: associationId });
  }
  if (block !== undefined && block !== "") {
    await ec2.associateSubnetCidrBlock({ SubnetId: id, Ipv6CidrBlock: block });
  }
}
