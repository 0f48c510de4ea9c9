import type { Unwrap } from "@pulumi/pulumi";
import type { NatGatewayArgs, NatGatewayState } from "@pulumi/aws/ec2/natGateway.js";
import type { ConnectivityType, NatGateway } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { defineResource, type Call, type CheckFailure } from "../resource-type.ts";
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<NatGatewayArgs>;
type State = Unwrap<NatGatewayState>;

const GONE = "NatGatewayNotFound";
const ONE_ADDRESS = "moto gives a NAT gateway one address";
const ZONAL = "moto has no regional NAT gateways";

/** Source: EC2 API reference, CreateNatGateway, DescribeNatGateways, DeleteNatGateway. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/natGateway:NatGateway",
  noun: "EC2 NAT Gateway",
  tags: true,
  properties: {
    subnetId: { kind: "string", replaces: true },
    allocationId: { kind: "string", replaces: true },
    connectivityType: { kind: "string", default: "public", replaces: true },
    privateIp: {
      kind: "string",
      computed: true,
      replaces: true,
      simulated: "moto chooses the address itself",
    },
    availabilityMode: { kind: "string", computed: true, replaces: true },
    vpcId: { kind: "string", computed: true, replaces: true },
    availabilityZoneAddresses: {
      kind: "set",
      of: {
        kind: "object",
        fields: {
          allocationIds: { kind: "set" },
          availabilityZone: { kind: "string" },
          availabilityZoneId: { kind: "string", computed: true },
        },
      },
      simulated: ZONAL,
    },
    secondaryAllocationIds: { kind: "set", computed: true, simulated: ONE_ADDRESS },
    secondaryPrivateIpAddressCount: {
      kind: "number",
      computed: true,
      conflictsWith: ["secondaryPrivateIpAddresses"],
      simulated: ONE_ADDRESS,
    },
    secondaryPrivateIpAddresses: { kind: "set", computed: true, simulated: ONE_ADDRESS },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    associationId: { kind: "string", output: true },
    autoProvisionZones: { kind: "string", output: true },
    autoScalingIps: { kind: "string", output: true },
    networkInterfaceId: { kind: "string", output: true },
    publicIp: { kind: "string", output: true },
    regionalNatGatewayAddresses: { kind: "set", output: true, of: { kind: "map" } },
    regionalNatGatewayAutoMode: { kind: "string", output: true },
    routeTableId: { kind: "string", output: true },
  },

  validate(inputs) {
    const failures: CheckFailure[] = [];
    const fails = (property: keyof Inputs & string, reason: string) => {
      failures.push({ property, reason });
    };
    if (inputs.availabilityMode === "regional" || inputs.availabilityZoneAddresses !== undefined) {
      fails("availabilityMode", `${ZONAL}: leave it out, or set "zonal", for the sandbox`);
      return failures;
    }
    if (inputs.subnetId === undefined) fails("subnetId", 'a zonal NAT gateway needs "subnetId"');
    const isPrivate = inputs.connectivityType === "private";
    const wrong: readonly (keyof Inputs & string)[] = isPrivate
      ? ["allocationId", "secondaryAllocationIds"]
      : ["secondaryPrivateIpAddressCount"];
    for (const property of wrong) {
      if (inputs[property] === undefined) continue;
      const type = isPrivate ? "private" : "public";
      fails(property, `"${property}" is not supported with connectivityType "${type}"`);
    }
    if (!isPrivate && inputs.allocationId === undefined) {
      fails("allocationId", 'a public NAT gateway needs "allocationId", of an Elastic IP address');
    }
    return failures;
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const made = await ec2.createNatGateway({
      SubnetId: inputs.subnetId,
      AllocationId: inputs.allocationId,
      ConnectivityType: inputs.connectivityType as ConnectivityType | undefined,
      TagSpecifications: tagSpecifications("natgateway", inputs.tagsAll),
    });
    const id = made.NatGateway?.NatGatewayId ?? "";
    call.created(id);
    // AWS answers at once, and says later that it cannot.
    const gateway = await find(id, call);
    if (gateway?.State === "failed") {
      const why = `${gateway.FailureCode}: ${gateway.FailureMessage}`;
      const state = "unexpected state 'failed', wanted target 'available'";
      throw new Error(`${state}. last error: ${why}`);
    }
    return id;
  },

  async read(id, call) {
    const gateway = await find(id, call);
    // AWS still shows it for about an hour.
    if (gateway === undefined || gateway.State === "deleted") return undefined;
    const { NatGatewayAddresses = [] } = gateway;
    const primary =
      NatGatewayAddresses.find(({ IsPrimary }) => IsPrimary) ?? NatGatewayAddresses[0];
    return {
      allocationId: primary?.AllocationId,
      associationId: primary?.AssociationId,
      availabilityMode: gateway.AvailabilityMode,
      connectivityType: gateway.ConnectivityType,
      networkInterfaceId: primary?.NetworkInterfaceId,
      privateIp: primary?.PrivateIp,
      publicIp: primary?.PublicIp,
      secondaryAllocationIds: [],
      secondaryPrivateIpAddressCount: 0,
      secondaryPrivateIpAddresses: [],
      subnetId: gateway.SubnetId,
      vpcId: gateway.VpcId,
      tags: tagsOf(gateway.Tags),
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, _state, call) {
    const ec2 = await call.aws.ec2();
    await unlessGone(ec2.deleteNatGateway({ NatGatewayId: id }), GONE);
  },
});

async function find(id: string, call: Call): Promise<NatGateway | undefined> {
  const ec2 = await call.aws.ec2();
  const found = await unlessGone(ec2.describeNatGateways({ NatGatewayIds: [id] }), GONE);
  return found?.NatGateways?.[0];
}
