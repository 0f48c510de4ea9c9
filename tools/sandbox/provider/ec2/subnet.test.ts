import { decision, DEFAULT_TAGS, emulatedProvider, Life } from "../testing/emulated.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./subnet.ts";
import { withVpc } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/subnet:Subnet";
const program = { vpcId: "vpc-1", cidrBlock: "10.30.1.0/24", availabilityZone: "us-east-1a" };

// EC2 API reference: ModifySubnetAttribute and AssociateSubnetCidrBlock change these, nothing changes the others
// (ForceNew in terraform-provider-aws, aws_subnet).
const decisions: [string, object, string][] = [
  ["vpcId", { vpcId: "vpc-2" }, "replace"],
  ["cidrBlock", { cidrBlock: "10.30.2.0/24" }, "replace"],
  ["availabilityZone", { availabilityZone: "us-east-1b" }, "replace"],
  [
    "availabilityZoneId",
    { availabilityZone: undefined, availabilityZoneId: "use1-az2" },
    "replace",
  ],
  ["mapPublicIpOnLaunch", { mapPublicIpOnLaunch: true }, "update"],
  ["assignIpv6AddressOnCreation", { assignIpv6AddressOnCreation: true }, "update"],
  ["ipv6CidrBlock", { ipv6CidrBlock: "2001:db8::/64" }, "update"],
  ["ipv6Native", { ipv6Native: true }, "replace"],
  [
    "enableResourceNameDnsARecordOnLaunch",
    { enableResourceNameDnsARecordOnLaunch: true },
    "update",
  ],
  [
    "enableResourceNameDnsAaaaRecordOnLaunch",
    { enableResourceNameDnsAaaaRecordOnLaunch: true },
    "update",
  ],
  ["enableDns64", { enableDns64: true }, "update"],
  ["privateDnsHostnameTypeOnLaunch", { privateDnsHostnameTypeOnLaunch: "resource-name" }, "update"],
  ["enableLniAtDeviceIndex", { enableLniAtDeviceIndex: 1 }, "update"],
  ["customerOwnedIpv4Pool", { customerOwnedIpv4Pool: "ipv4pool-coip-1" }, "update"],
  ["mapCustomerOwnedIpOnLaunch", { mapCustomerOwnedIpOnLaunch: true }, "update"],
  ["outpostArn", { outpostArn: "arn:aws:outposts:us-east-1:1:outpost/op-1" }, "replace"],
  ["ipv4IpamPoolId", { ipv4IpamPoolId: "ipam-pool-1" }, "replace"],
  ["ipv4NetmaskLength", { ipv4NetmaskLength: 24 }, "replace"],
  ["ipv6IpamPoolId", { ipv6IpamPoolId: "ipam-pool-1" }, "replace"],
  ["ipv6NetmaskLength", { ipv6NetmaskLength: 64 }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["tags", { tags: { Name: "other" } }, "update"],
];

it.each(decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

// terraform-provider-aws, aws_subnet, CustomizeDiff.
it("replaces for another IPv6 block where addresses were assigned from the old one", async () => {
  const assigning = {
    ...program,
    ipv6CidrBlock: "2001:db8::/64",
    assignIpv6AddressOnCreation: true,
  };
  const moved = { ...assigning, ipv6CidrBlock: "2001:db8:0:1::/64" };
  expect(await decision(TOKEN, assigning, moved)).toBe("replace");
});

it.each([
  ["no address range", { vpcId: "vpc-1" }, /cidrBlock: a subnet needs "cidrBlock"/],
  ["an IPAM pool alone", { vpcId: "vpc-1", ipv4IpamPoolId: "p" }, /cannot allocate from an IPAM/],
  ["two ways to say the zone", { ...program, availabilityZoneId: "z" }, /conflicts with/],
])("rejects %s", async (_what, wrong, message) => {
  const subnet = new Life(await emulatedProvider(), TOKEN);
  await expect(subnet.create(wrong)).rejects.toThrow(message);
});

describe("against the emulator", () => {
  it("reads back what it made, and a second look finds no difference", () =>
    withVpc(async (vpcId) => {
      const minimal = { vpcId, cidrBlock: "10.30.1.0/24" };
      const subnet = new Life(await emulatedProvider(), TOKEN);
      const state = await subnet.create(minimal);
      expect(state).toMatchObject({
        ...minimal,
        arn: `arn:aws:ec2:us-east-1:123456789012:subnet/${subnet.id}`,
        availabilityZone: expect.stringMatching(/^us-east-1[a-f]$/),
        availabilityZoneId: expect.stringMatching(/^use1-az\d$/),
        mapPublicIpOnLaunch: false,
        ownerId: "123456789012",
        region: "us-east-1",
        tagsAll: DEFAULT_TAGS,
      });
      expect(await subnet.refresh()).toEqual(state);
      expect((await subnet.diff(minimal)).differences).toEqual([]);
      await subnet.delete();
      expect(await subnet.refresh()).toBeUndefined();
      await expect(subnet.delete()).resolves.toBeUndefined();
    }));

  it("keeps a rich program as it is", () =>
    withVpc(
      async (vpcId, ec2) => {
        const { Vpcs } = await ec2.describeVpcs({ VpcIds: [vpcId] });
        const block = Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock ?? "";
        const rich = {
          vpcId,
          cidrBlock: "10.30.2.0/24",
          availabilityZoneId: "use1-az2",
          ipv6CidrBlock: block.replace("/56", "/64"),
          assignIpv6AddressOnCreation: true,
          mapPublicIpOnLaunch: true,
          enableResourceNameDnsARecordOnLaunch: true,
          enableDns64: true,
          tags: { Name: "rich" },
        };
        const subnet = new Life(await emulatedProvider(), TOKEN);
        const state = await subnet.create(rich);
        expect(state).toMatchObject({
          ...rich,
          ipv6CidrBlockAssociationId: expect.stringMatching(/^subnet-cidr-assoc-/),
        });
        expect(await subnet.refresh()).toEqual(state);
        expect((await subnet.diff(rich)).differences).toEqual([]);
      },
      { ipv6: true },
    ));

  it("updates in place and sees what others changed", () =>
    withVpc(
      async (vpcId, ec2) => {
        const { Vpcs } = await ec2.describeVpcs({ VpcIds: [vpcId] });
        const block = Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock ?? "";
        const before = { vpcId, cidrBlock: "10.30.3.0/24" };
        const after = {
          ...before,
          ipv6CidrBlock: block.replace("/56", "/64"),
          assignIpv6AddressOnCreation: true,
          mapPublicIpOnLaunch: true,
          tags: { Name: "after" },
        };
        const subnet = new Life(await emulatedProvider(), TOKEN);
        await subnet.create(before);
        expect(await subnet.update(after)).toMatchObject(after);
        expect((await subnet.diff(after)).differences).toEqual([]);

        const MapPublicIpOnLaunch = { Value: false };
        await ec2.modifySubnetAttribute({ SubnetId: subnet.id, MapPublicIpOnLaunch });
        await subnet.refresh();
        expect((await subnet.diff(after)).differences).toEqual([
          { path: "mapPublicIpOnLaunch", kind: "update", replaces: false },
        ]);
        expect(await subnet.update(before)).toMatchObject({
          assignIpv6AddressOnCreation: false,
          mapPublicIpOnLaunch: false,
          ipv6CidrBlock: after.ipv6CidrBlock,
        });
      },
      { ipv6: true },
    ));

  it("moves to another IPv6 block in place where no address was assigned from the old one", () =>
    withVpc(
      async (vpcId, ec2) => {
        const { Vpcs } = await ec2.describeVpcs({ VpcIds: [vpcId] });
        const block = Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock ?? "";
        const blocks = [block.replace("/56", "/64"), block.replace("::/56", ":1::/64")];
        const subnet = new Life(await emulatedProvider(), TOKEN);
        const inputs = { vpcId, cidrBlock: "10.30.4.0/24" };
        const first = await subnet.create({ ...inputs, ipv6CidrBlock: blocks[0] });
        const second = await subnet.update({ ...inputs, ipv6CidrBlock: blocks[1] });
        expect(second.ipv6CidrBlock).toBe(blocks[1]);
        expect(second.ipv6CidrBlockAssociationId).not.toBe(first.ipv6CidrBlockAssociationId);
        const { Subnets } = await ec2.describeSubnets({ SubnetIds: [subnet.id] });
        expect(Subnets?.[0]?.Ipv6CidrBlockAssociationSet).toHaveLength(1);
      },
      { ipv6: true },
    ));

  it("imports by id with inputs that ask for no change", () =>
    withVpc(async (vpcId) => {
      const subnet = new Life(await emulatedProvider(), TOKEN);
      await subnet.create({ ...program, vpcId, tags: { Name: "a" } });
      const imported = await subnet.importBy(subnet.id);
      expect(imported?.inputs).toMatchObject({ ...program, vpcId, tags: { Name: "a" } });
      expect((await subnet.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await subnet.delete();
      expect(await subnet.importBy(subnet.id)).toBeUndefined();
    }));

  it("refuses to be deleted while an interface is in it", () =>
    withVpc(async (vpcId, ec2) => {
      const subnet = new Life(await emulatedProvider(), TOKEN);
      await subnet.create({ ...program, vpcId });
      const made = await ec2.createNetworkInterface({ SubnetId: subnet.id });
      await expect(subnet.delete()).rejects.toThrow(
        apiErrorPattern("deleting EC2 Subnet (#)", "EC2: DeleteSubnet", "DependencyViolation"),
      );
      const NetworkInterfaceId = made.NetworkInterface?.NetworkInterfaceId;
      await ec2.deleteNetworkInterface({ NetworkInterfaceId });
      await subnet.delete();
      expect(await subnet.refresh()).toBeUndefined();
    }));

  it("fails with code and message of the API", () =>
    withVpc(async (vpcId) => {
      const subnet = new Life(await emulatedProvider(), TOKEN);
      await expect(subnet.create({ vpcId, cidrBlock: "10.99.0.0/24" })).rejects.toThrow(
        apiErrorPattern("creating EC2 Subnet", "EC2: CreateSubnet", "InvalidSubnet.Range"),
      );
    }));
});
