import type { Unwrap } from "@pulumi/pulumi";
import type { EipArgs, EipState } from "@pulumi/aws/ec2/eip.js";
import type { DomainType, EC2 } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";
import { arnOf } from "./arn.ts";
import { privateDnsName, publicDnsName } from "./dns-name.ts";
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<EipArgs>;
type State = Unwrap<EipState>;

const GONE = "InvalidAllocationID.NotFound";
const NO_OUTPOSTS = "moto has no Outposts";

/** Source: EC2 API reference, AllocateAddress, AssociateAddress, DisassociateAddress, ReleaseAddress. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/eip:Eip",
  noun: "EC2 EIP",
  tags: true,
  properties: {
    // Asked for once; what was given is `publicIp`.
    address: { kind: "string", replaces: true, local: true },
    associateWithPrivateIp: { kind: "string", local: true },
    // A NAT gateway takes an address too, hence computed.
    instance: { kind: "string", computed: true },
    networkInterface: { kind: "string", computed: true },
    domain: { kind: "string", computed: true, replaces: true },
    networkBorderGroup: { kind: "string", computed: true, replaces: true },
    publicIpv4Pool: { kind: "string", computed: true, replaces: true },
    customerOwnedIpv4Pool: { kind: "string", simulated: NO_OUTPOSTS },
    ipamPoolId: { kind: "string", computed: true, replaces: true, simulated: "moto has no IPAM" },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    allocationId: { kind: "string", output: true },
    arn: { kind: "string", output: true },
    associationId: { kind: "string", output: true, recomputed: ["instance", "networkInterface"] },
    carrierIp: { kind: "string", output: true },
    customerOwnedIp: { kind: "string", output: true },
    privateDns: { kind: "string", output: true, recomputed: ["instance", "networkInterface"] },
    privateIp: { kind: "string", output: true, recomputed: ["instance", "networkInterface"] },
    ptrRecord: { kind: "string", output: true },
    publicDns: { kind: "string", output: true },
    publicIp: { kind: "string", output: true },
  },

  validate({ domain }) {
    if (typeof domain !== "string" || ["vpc", "standard"].includes(domain)) return [];
    const reason = `expected "domain" to be one of "vpc", "standard", got "${domain}"`;
    return [{ property: "domain", reason }];
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const { AllocationId: id = "" } = await ec2.allocateAddress({
      Address: inputs.address,
      Domain: inputs.domain as DomainType | undefined,
      NetworkBorderGroup: inputs.networkBorderGroup,
      PublicIpv4Pool: inputs.publicIpv4Pool,
      TagSpecifications: tagSpecifications("elastic-ip", inputs.tagsAll),
    });
    call.created(id);
    await associate(ec2, id, inputs);
    return id;
  },

  async read(id, call) {
    const ec2 = await call.aws.ec2();
    const found = await unlessGone(ec2.describeAddresses({ AllocationIds: [id] }), GONE);
    const address = found?.Addresses?.[0];
    if (address === undefined) return undefined;
    const { PrivateIpAddress, PublicIp } = address;
    return {
      arn: arnOf(call, `elastic-ip/${id}`),
      allocationId: address.AllocationId,
      associationId: address.AssociationId,
      carrierIp: address.CarrierIp,
      customerOwnedIp: address.CustomerOwnedIp,
      domain: address.Domain,
      instance: given(address.InstanceId),
      networkBorderGroup: address.NetworkBorderGroup,
      networkInterface: given(address.NetworkInterfaceId),
      privateDns: PrivateIpAddress && privateDnsName(PrivateIpAddress, call.region),
      privateIp: PrivateIpAddress,
      publicDns: PublicIp && publicDnsName(PublicIp, call.region),
      publicIp: PublicIp,
      publicIpv4Pool: address.PublicIpv4Pool,
      tags: tagsOf(address.Tags),
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    if (changed("associateWithPrivateIp", "instance", "networkInterface")) {
      await disassociate(ec2, before.associationId);
      await associate(ec2, id, inputs);
    }
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, { associationId }, call) {
    const ec2 = await call.aws.ec2();
    await disassociate(ec2, associationId);
    await unlessGone(ec2.releaseAddress({ AllocationId: id }), GONE);
  },
});

async function associate(ec2: EC2, id: string, inputs: Inputs): Promise<void> {
  const { instance, networkInterface, associateWithPrivateIp } = inputs;
  if (given(instance) === undefined && given(networkInterface) === undefined) return;
  await ec2.associateAddress({
    AllocationId: id,
    InstanceId: given(instance),
    NetworkInterfaceId: given(networkInterface),
    PrivateIpAddress: associateWithPrivateIp,
  });
}

async function disassociate(ec2: EC2, associationId: string | undefined): Promise<void> {
  if (given(associationId) === undefined) return;
  const disassociated = ec2.disassociateAddress({ AssociationId: associationId });
  await unlessGone(disassociated, "InvalidAssociationID.NotFound");
}

function given(id: string | undefined): string | undefined {
  return id === "" ? undefined : id;
}
