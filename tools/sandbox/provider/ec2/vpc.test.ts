import { awsClients } from "../aws-clients.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./vpc.ts";

const TOKEN = "aws:ec2/vpc:Vpc";
const program = { cidrBlock: "10.20.0.0/16", enableDnsHostnames: true, tags: { Name: "main" } };

// EC2 API reference: ModifyVpcAttribute changes the attributes, AssociateVpcCidrBlock the IPv6 block; nothing changes
// the primary IPv4 block. ForceNew of the others: terraform-provider-aws, aws_vpc.
const decisions: [string, object, string][] = [
  ["cidrBlock", { cidrBlock: "10.21.0.0/16" }, "replace"],
  ["instanceTenancy", { instanceTenancy: "dedicated" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["enableDnsSupport", { enableDnsSupport: false }, "update"],
  ["enableDnsHostnames", { enableDnsHostnames: false }, "update"],
  ["enableNetworkAddressUsageMetrics", { enableNetworkAddressUsageMetrics: true }, "update"],
  ["assignGeneratedIpv6CidrBlock", { assignGeneratedIpv6CidrBlock: true }, "update"],
  ["ipv6CidrBlock", { ipv6CidrBlock: "2001:db8::/56" }, "update"],
  ["ipv6CidrBlockNetworkBorderGroup", { ipv6CidrBlockNetworkBorderGroup: "us" }, "update"],
  ["ipv4IpamPoolId", { ipv4IpamPoolId: "ipam-pool-1" }, "replace"],
  ["ipv4NetmaskLength", { cidrBlock: undefined, ipv4NetmaskLength: 20 }, "replace"],
  ["ipv6IpamPoolId", { ipv6IpamPoolId: "ipam-pool-1" }, "update"],
  ["ipv6NetmaskLength", { ipv6NetmaskLength: 56 }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
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

// terraform-provider-aws, aws_vpc, CustomizeDiff.
it("gives up dedicated tenancy in place", async () => {
  const dedicated = { ...program, instanceTenancy: "dedicated" };
  expect(await decision(TOKEN, dedicated, program)).toBe("update");
});

it.each([
  ["no address range", { cidrBlock: undefined }, 'a VPC needs "cidrBlock"'],
  [
    "an IPAM pool alone",
    { cidrBlock: undefined, ipv4IpamPoolId: "p" },
    "the emulator cannot allocate from an IPAM pool",
  ],
  ["two ranges", { ipv4NetmaskLength: 20 }, '"ipv4NetmaskLength" conflicts with "cidrBlock"'],
  ["an IPv6 range without a pool", { ipv6CidrBlock: "::/56" }, 'requires "ipv6IpamPoolId"'],
  ["an IPv6 pool", { ipv6IpamPoolId: "p" }, "the emulator cannot allocate"],
])("rejects %s", async (_what, wrong, message) => {
  const vpc = new Life(await emulatedProvider(), TOKEN);
  await expect(vpc.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  it("reads back what it made, and a second look finds no difference", async () => {
    const vpc = new Life(await emulatedProvider(), TOKEN);
    const state = await vpc.create(program);
    expect(state).toMatchObject({
      ...program,
      enableDnsSupport: true,
      instanceTenancy: "default",
      region: "us-east-1",
      tags: { Name: "main" },
      tagsAll: { ...DEFAULT_TAGS, Name: "main" },
      mainRouteTableId: expect.stringMatching(/^rtb-/),
      defaultSecurityGroupId: expect.stringMatching(/^sg-/),
      defaultNetworkAclId: expect.stringMatching(/^acl-/),
      arn: `arn:aws:ec2:us-east-1:123456789012:vpc/${vpc.id}`,
    });
    expect(await vpc.refresh()).toEqual(state);
    expect((await vpc.diff(program)).differences).toEqual([]);
    await vpc.delete();
    expect(await vpc.refresh()).toBeUndefined();
  });

  it("updates in place and sees what others changed", async () => {
    const vpc = new Life(await emulatedProvider(), TOKEN);
    await vpc.create(program);
    const updated = await vpc.update({
      ...program,
      enableDnsSupport: false,
      tags: { Owner: "net" },
    });
    expect(updated).toMatchObject({ enableDnsSupport: false, tags: { Owner: "net" } });

    const ec2 = await awsClients(emulatorAddress(), "us-east-1").ec2();
    await ec2.createTags({ Resources: [vpc.id], Tags: [{ Key: "Owner", Value: "somebody" }] });
    await vpc.refresh();
    const { differences } = await vpc.diff({
      ...program,
      enableDnsSupport: false,
      tags: { Owner: "net" },
    });
    expect(differences).toEqual([
      { path: "tags.Owner", kind: "update", replaces: false },
      { path: "tagsAll.Owner", kind: "update", replaces: false },
    ]);
    await vpc.delete();
  });

  it("keeps a rich program as it is", async () => {
    const rich = {
      ...program,
      instanceTenancy: "dedicated",
      enableDnsSupport: false,
      enableNetworkAddressUsageMetrics: true,
      assignGeneratedIpv6CidrBlock: true,
    };
    const vpc = new Life(await emulatedProvider(), TOKEN);
    const state = await vpc.create(rich);
    expect(state).toMatchObject({
      ...rich,
      ipv6AssociationId: expect.stringMatching(/^vpc-cidr-assoc-/),
      ipv6CidrBlock: expect.stringMatching(/::\/56$/),
    });
    expect(await vpc.refresh()).toEqual(state);
    expect((await vpc.diff(rich)).differences).toEqual([]);
    const imported = await vpc.importBy(vpc.id);
    expect((await vpc.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await vpc.delete();
  });

  it("gets and gives back an IPv6 block, and gives up dedicated tenancy", async () => {
    const vpc = new Life(await emulatedProvider(), TOKEN);
    const { id } = await vpc.create({ ...program, instanceTenancy: "dedicated" });
    const dual = { ...program, assignGeneratedIpv6CidrBlock: true };
    expect(await vpc.update(dual)).toMatchObject({
      id,
      assignGeneratedIpv6CidrBlock: true,
      instanceTenancy: "default",
      ipv6CidrBlock: expect.stringMatching(/::\/56$/),
    });
    expect((await vpc.diff(dual)).differences).toEqual([]);
    const single = await vpc.update(program);
    expect(single).toMatchObject({ assignGeneratedIpv6CidrBlock: false });
    expect([single.ipv6CidrBlock, single.ipv6AssociationId]).toEqual([undefined, undefined]);
    await vpc.delete();
  });

  it("imports by id with inputs that ask for no change", async () => {
    const vpc = new Life(await emulatedProvider(), TOKEN);
    await vpc.create(program);
    const imported = await vpc.importBy(vpc.id);
    expect(imported?.inputs).toMatchObject({ ...program, enableDnsSupport: true });
    expect((await vpc.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await vpc.delete();
    expect(await vpc.importBy(vpc.id)).toBeUndefined();
  });

  it("refuses to be deleted while something is in it", async () => {
    const vpc = new Life(await emulatedProvider(), TOKEN);
    await vpc.create(program);
    const ec2 = await awsClients(emulatorAddress(), "us-east-1").ec2();
    const { InternetGateway } = await ec2.createInternetGateway({});
    const InternetGatewayId = InternetGateway?.InternetGatewayId;
    await ec2.attachInternetGateway({ InternetGatewayId, VpcId: vpc.id });
    await expect(vpc.delete()).rejects.toThrow(
      apiErrorPattern("deleting EC2 VPC (#)", "EC2: DeleteVpc", "DependencyViolation"),
    );
    await ec2.detachInternetGateway({ InternetGatewayId, VpcId: vpc.id });
    await ec2.deleteInternetGateway({ InternetGatewayId });
    await vpc.delete();
    expect(await vpc.refresh()).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const vpc = new Life(await emulatedProvider(), TOKEN);
    await expect(vpc.create({ cidrBlock: "10.0.0.0/8" })).rejects.toThrow(
      apiErrorPattern("creating EC2 VPC", "EC2: CreateVpc", "InvalidVpc.Range"),
    );
  });
});
