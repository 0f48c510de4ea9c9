import type { EC2 } from "@aws-sdk/client-ec2";

import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, DEFAULT_TAGS, emulatedProvider, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import type { Values } from "../value.ts";
import { resource } from "./nat-gateway.ts";
import { attachedGateway, scratchSubnet } from "./testing/scratch-gateway.ts";
import { withVpc } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/natGateway:NatGateway";
const program = { subnetId: "subnet-1", allocationId: "eipalloc-1", tags: { Name: "a" } };
const isPrivate = { connectivityType: "private", allocationId: undefined };

// terraform-provider-aws, aws_nat_gateway: the secondary addresses of a zonal gateway can change, nothing else.
const decisions: [string, object, string][] = [
  ["allocationId", { allocationId: "eipalloc-2" }, "replace"],
  ["availabilityMode", { availabilityMode: "zonal" }, "replace"],
  ["connectivityType", isPrivate, "replace"],
  ["privateIp", { privateIp: "10.0.0.9" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["secondaryAllocationIds", { secondaryAllocationIds: ["eipalloc-3"] }, "update"],
  ["secondaryPrivateIpAddresses", { secondaryPrivateIpAddresses: ["10.0.0.8"] }, "update"],
  ["secondaryPrivateIpAddressCount", { secondaryPrivateIpAddressCount: 2 }, "update"],
  ["subnetId", { subnetId: "subnet-2" }, "replace"],
  ["tags", { tags: {} }, "update"],
  ["vpcId", { vpcId: "vpc-2" }, "replace"],
  [
    "availabilityZoneAddresses",
    { availabilityZoneAddresses: [{ allocationIds: ["e"] }] },
    "update",
  ],
];

it.each([...decisions, ["nothing", {}, "nothing"]] as typeof decisions)(
  "a change of %s",
  async (_property, change, expected) => {
    expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
  },
);

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  ["a public one without an address", { allocationId: undefined }, /needs "allocationId"/],
  ["a private one with an address", { connectivityType: "private" }, /"allocationId" is not supp/],
  ["none of a subnet", { subnetId: undefined }, /needs "subnetId"/],
  ["a regional one", { availabilityMode: "regional" }, /moto has no regional NAT gateways/],
  ["a public one with a count", { secondaryPrivateIpAddressCount: 1 }, /is not supported with/],
])("rejects %s", async (_what, wrong, message) => {
  const gateway = new Life(await emulatedProvider(), TOKEN);
  await expect(gateway.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  it("reads back what it made, and a second look finds no difference", () =>
    withPublicSubnet(async ({ gateway, wanted, vpcId, address }) => {
      const state = await gateway.create(wanted);
      expect(state).toMatchObject({
        ...wanted,
        associationId: expect.stringMatching(/^eipassoc-/),
        availabilityMode: "zonal",
        connectivityType: "public",
        networkInterfaceId: expect.stringMatching(/^eni-/),
        privateIp: expect.stringMatching(/^10\.30\.1\./),
        publicIp: address.state.publicIp,
        tagsAll: { ...DEFAULT_TAGS, Name: "a" },
        vpcId,
      });
      expect(gateway.id).toMatch(/^nat-/);
      expect(await gateway.refresh()).toEqual(state);
      expect((await gateway.diff(wanted)).differences).toEqual([]);
      // The address is in use now, which is no difference for it.
      await address.refresh();
      expect(address.state.networkInterface).toBe(state.networkInterfaceId);
      expect((await address.diff(ADDRESS)).differences).toEqual([]);

      const tagged = { ...wanted, tags: { Name: "b" } };
      expect(await gateway.update(tagged)).toMatchObject({ tags: { Name: "b" } });
      await gateway.delete();
      expect(await gateway.refresh()).toBeUndefined();
      await expect(gateway.delete()).resolves.toBeUndefined();
    }));

  it("imports by id with inputs that ask for no change", () =>
    withPublicSubnet(async ({ gateway, wanted }) => {
      await gateway.create(wanted);
      const imported = await gateway.importBy(gateway.id);
      expect(imported?.inputs).toMatchObject(wanted);
      expect((await gateway.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await gateway.delete();
      expect(await gateway.importBy(gateway.id)).toBeUndefined();
    }));

  it("makes a private one, which needs neither address nor internet gateway", () =>
    withVpc(async (vpcId, ec2) => {
      const subnetId = await scratchSubnet(vpcId, ec2, 1, "us-east-1a");
      const gateway = new Life(await emulatedProvider(), TOKEN);
      const wanted = { subnetId, connectivityType: "private" };
      const state = await gateway.create(wanted);
      expect(state).toMatchObject({ ...wanted, privateIp: expect.stringMatching(/^10\.30\.1\./) });
      expect([state.allocationId, state.publicIp]).toEqual([undefined, undefined]);
      expect((await gateway.diff(wanted)).differences).toEqual([]);
      await gateway.delete();
    }));

  it("fails where the VPC has no internet gateway yet, as AWS does, and does not forget it", () =>
    withVpc(async (vpcId, ec2) => {
      const provider = await emulatedProvider();
      const address = new Life(provider, "aws:ec2/eip:Eip");
      await address.create(ADDRESS);
      const subnetId = await scratchSubnet(vpcId, ec2, 1, "us-east-1a");
      const gateway = new Life(provider, TOKEN);
      const made = gateway.create({ subnetId, allocationId: address.id });
      await expect(made).rejects.toThrow(
        new RegExp(
          "^creating EC2 NAT Gateway \\(nat-\\w+\\): unexpected state 'failed', wanted target 'available'. " +
            `last error: Gateway.NotAttached: Network ${vpcId} has no Internet gateway attached$`,
        ),
      );
      await expect(made).rejects.toMatchObject({ id: expect.stringMatching(/^nat-/) });
      // It holds neither the address nor the subnet.
      await address.delete();
    }));

  it("keeps subnet, address and internet gateway from going, and lets go of them", () =>
    withPublicSubnet(async ({ gateway, wanted, vpcId, address, ec2, internetGatewayId }) => {
      await gateway.create(wanted);
      await address.refresh();
      await expect(address.delete()).rejects.toThrow(
        apiErrorPattern("deleting EC2 EIP (#)", "EC2: DisassociateAddress", "AuthFailure"),
      );
      await expect(ec2.deleteSubnet({ SubnetId: String(wanted.subnetId) })).rejects.toMatchObject({
        name: "DependencyViolation",
      });
      const detach = { InternetGatewayId: internetGatewayId, VpcId: vpcId };
      await expect(ec2.detachInternetGateway(detach)).rejects.toMatchObject({
        name: "DependencyViolation",
      });
      await gateway.delete();
      await address.delete();
      expect(await address.refresh()).toBeUndefined();
    }));

  it("fails with code and message of the API", () =>
    withPublicSubnet(async ({ gateway, wanted }) => {
      await expect(gateway.create({ ...wanted, subnetId: "subnet-0" })).rejects.toThrow(
        apiErrorPattern(
          "creating EC2 NAT Gateway",
          "EC2: CreateNatGateway",
          "InvalidSubnetID.NotFound",
        ),
      );
    }));
});

const ADDRESS = { domain: "vpc" };

interface PublicSubnet {
  readonly vpcId: string;
  readonly internetGatewayId: string;
  readonly address: Life;
  readonly gateway: Life;
  readonly wanted: Values;
  readonly ec2: EC2;
}

/** Runs a test with a subnet where a NAT gateway can be, and an address for it. */
function withPublicSubnet(test: (place: PublicSubnet) => Promise<void>): Promise<void> {
  return withVpc(async (vpcId, ec2) => {
    const provider = await emulatedProvider();
    const internetGatewayId = await attachedGateway(vpcId, ec2);
    const subnetId = await scratchSubnet(vpcId, ec2, 1, "us-east-1a");
    const address = new Life(provider, "aws:ec2/eip:Eip");
    const gateway = new Life(provider, TOKEN);
    await address.create(ADDRESS);
    const wanted = { subnetId, allocationId: address.id, tags: { Name: "a" } };
    try {
      await test({ vpcId, internetGatewayId, address, gateway, wanted, ec2 });
    } finally {
      if (gateway.exists) await gateway.delete();
      await ec2.releaseAddress({ AllocationId: address.id }).catch(() => undefined);
    }
  });
}
