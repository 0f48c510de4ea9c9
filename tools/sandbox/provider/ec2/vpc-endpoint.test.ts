import type { EC2 } from "@aws-sdk/client-ec2";

import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, DEFAULT_TAGS, emulatedProvider, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { scratchSubnet } from "./testing/scratch-gateway.ts";
import { withVpc } from "./testing/scratch-vpc.ts";
import { resource } from "./vpc-endpoint.ts";

const TOKEN = "aws:ec2/vpcEndpoint:VpcEndpoint";
const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const S3 = "com.amazonaws.us-east-1.s3";
const SSM = "com.amazonaws.us-east-1.ssm";
const gateway = { vpcId: "vpc-1", serviceName: S3, routeTableIds: ["rtb-1"], policy };
const program = {
  vpcId: "vpc-1",
  serviceName: SSM,
  vpcEndpointType: "Interface",
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupIds: ["sg-1"],
  privateDnsEnabled: true,
  tags: { Name: "ssm" },
};

// terraform-provider-aws, aws_vpc_endpoint: what ModifyVpcEndpoint does not change is ForceNew.
const decisions: [string, object, string][] = [
  ["autoAccept", { autoAccept: true }, "update"],
  ["dnsOptions", { dnsOptions: { dnsRecordIpType: "dualstack" } }, "update"],
  ["ipAddressType", { ipAddressType: "dualstack" }, "update"],
  ["policy", { policy }, "update"],
  ["privateDnsEnabled", { privateDnsEnabled: false }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["routeTableIds", { routeTableIds: ["rtb-2"] }, "update"],
  ["securityGroupIds", { securityGroupIds: ["sg-2"] }, "update"],
  ["serviceName", { serviceName: "com.amazonaws.us-east-1.logs" }, "replace"],
  ["serviceRegion", { serviceRegion: "eu-west-1" }, "replace"],
  ["subnetConfigurations", { subnetConfigurations: [{ ipv4: "10.0.0.9" }] }, "update"],
  ["subnetIds", { subnetIds: ["subnet-1"] }, "update"],
  ["tags", { tags: {} }, "update"],
  ["vpcEndpointType", { vpcEndpointType: "Gateway" }, "replace"],
  ["vpcId", { vpcId: "vpc-2" }, "replace"],
  [
    "resourceConfigurationArn",
    { serviceName: undefined, resourceConfigurationArn: "arn" },
    "replace",
  ],
  ["serviceNetworkArn", { serviceName: undefined, serviceNetworkArn: "arn" }, "replace"],
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
  ["the order of subnets", program, { subnetIds: ["subnet-2", "subnet-1"] }, "nothing"],
  ["no groups, which AWS then chooses", program, { securityGroupIds: undefined }, "nothing"],
  ["no policy, which AWS then chooses", gateway, { policy: undefined }, "nothing"],
  ["a policy in other words", gateway, { policy: policy.replace(/(".*")/, " $1 ") }, "nothing"],
  ["private DNS of a gateway endpoint", gateway, { privateDnsEnabled: true }, "replace"],
  [
    "the private DNS of a Resolver endpoint, which is for ever",
    { ...program, dnsOptions: { privateDnsPreference: "ALL_DOMAINS" } },
    { dnsOptions: { privateDnsPreference: "VERIFIED_DOMAINS_ONLY" } },
    "replace",
  ],
])("a change of %s", async (_what, before, change, expected) => {
  expect(await decision(TOKEN, before, { ...before, ...change })).toBe(expected);
});

it.each([
  ["no service", { serviceName: undefined }, /needs "serviceName"/],
  ["a type that the emulator does not make", { vpcEndpointType: "Resource" }, /Gateway and Interf/],
  ["a policy that is no JSON", { policy: "{" }, /"policy" contains an invalid JSON policy/],
])("rejects %s", async (_what, wrong, message) => {
  const endpoint = new Life(await emulatedProvider(), TOKEN);
  await expect(endpoint.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("a gateway endpoint", () => {
  it("leads route tables to the addresses of the service, and leaves them", () =>
    withVpc(async (vpcId, ec2) => {
      const [first, second] = [await tableOf(vpcId, ec2), await tableOf(vpcId, ec2)];
      const wanted = { ...gateway, vpcId, routeTableIds: [first], tags: { Name: "s3" } };
      const endpoint = new Life(await emulatedProvider(), TOKEN);
      const state = await endpoint.create(wanted);
      const prefixListId = String(state.prefixListId);
      expect(state).toMatchObject({
        ...wanted,
        arn: `arn:aws:ec2:us-east-1:123456789012:vpc-endpoint/${endpoint.id}`,
        cidrBlocks: expect.arrayContaining([expect.stringMatching(/^[\d.]+\/\d+$/)]),
        dnsEntries: [],
        networkInterfaceIds: [],
        ownerId: "123456789012",
        prefixListId: expect.stringMatching(/^pl-/),
        privateDnsEnabled: false,
        requesterManaged: false,
        state: "available",
        tagsAll: { ...DEFAULT_TAGS, Name: "s3" },
        vpcEndpointType: "Gateway",
      });
      expect(endpoint.id).toMatch(/^vpce-/);
      expect(await endpoint.refresh()).toEqual(state);
      expect((await endpoint.diff(wanted)).differences).toEqual([]);
      expect(await prefixListsOf(first, ec2)).toEqual([prefixListId]);

      await endpoint.update({ ...wanted, routeTableIds: [first, second] });
      expect(await prefixListsOf(second, ec2)).toEqual([prefixListId]);
      const moved = { ...wanted, routeTableIds: [second] };
      expect(await endpoint.update(moved)).toMatchObject({ routeTableIds: [second] });
      expect(await prefixListsOf(first, ec2)).toEqual([]);

      await endpoint.delete();
      expect(await prefixListsOf(second, ec2)).toEqual([]);
      expect(await endpoint.refresh()).toBeUndefined();
      await expect(endpoint.delete()).resolves.toBeUndefined();
    }));

  it("changes its policy, and gets AWS's own where the program says none", () =>
    withVpc(async (vpcId) => {
      const endpoint = new Life(await emulatedProvider(), TOKEN);
      const open = { vpcId, serviceName: S3 };
      const made = await endpoint.create(open);
      expect(JSON.parse(String(made.policy))).toMatchObject({ Statement: [{ Action: "*" }] });
      expect((await endpoint.diff(open)).differences).toEqual([]);
      expect(await endpoint.update({ ...open, policy })).toMatchObject({ policy });
      expect((await endpoint.diff({ ...open, policy })).differences).toEqual([]);
      await endpoint.delete();
    }));

  it("sees that somebody took a route table away", () =>
    withVpc(async (vpcId, ec2) => {
      const table = await tableOf(vpcId, ec2);
      const wanted = { ...gateway, vpcId, routeTableIds: [table] };
      const endpoint = new Life(await emulatedProvider(), TOKEN);
      await endpoint.create(wanted);
      const VpcEndpointId = endpoint.id;
      await ec2.modifyVpcEndpoint({ VpcEndpointId, RemoveRouteTableIds: [table] });
      await endpoint.refresh();
      expect((await endpoint.diff(wanted)).changed).toEqual(["routeTableIds"]);
      await endpoint.update(wanted);
      expect(await prefixListsOf(table, ec2)).toHaveLength(1);
      await endpoint.delete();
    }));
});

describe("an interface endpoint", () => {
  it("has an address in each subnet and names, and a second look finds no difference", () =>
    withInterface(async ({ endpoint, wanted, ec2 }) => {
      const state = await endpoint.create(wanted);
      expect(state).toMatchObject({
        ...wanted,
        networkInterfaceIds: [expect.stringMatching(/^eni-/), expect.stringMatching(/^eni-/)],
        state: "available",
        subnetConfigurations: [
          { ipv4: expect.stringMatching(/^10\.30\.1\./), subnetId: wanted.subnetIds[0] },
          { ipv4: expect.stringMatching(/^10\.30\.2\./), subnetId: wanted.subnetIds[1] },
        ],
      });
      const names = (state.dnsEntries as { dnsName: string }[]).map(({ dnsName }) => dnsName);
      expect(names).toEqual([
        expect.stringMatching(/^vpce-\w+-\w+\.ssm\.us-east-1\.vpce\.amazonaws\.com$/),
        expect.stringMatching(/^vpce-\w+-\w+-us-east-1a\.ssm\.us-east-1\.vpce\.amazonaws\.com$/),
        expect.stringMatching(/^vpce-\w+-\w+-us-east-1b\.ssm\.us-east-1\.vpce\.amazonaws\.com$/),
        "ssm.us-east-1.amazonaws.com",
      ]);
      expect(await groupsOf(state.networkInterfaceIds as string[], ec2)).toEqual(
        wanted.securityGroupIds,
      );
      expect(await endpoint.refresh()).toEqual(state);
      expect((await endpoint.diff(wanted)).differences).toEqual([]);
    }));

  it("changes subnets, groups and private DNS in place", () =>
    withInterface(async ({ endpoint, wanted, ec2, vpcId }) => {
      await endpoint.create(wanted);
      const { id } = endpoint;
      const other = await groupOf(vpcId, ec2, "other");
      const changed = {
        ...wanted,
        subnetIds: wanted.subnetIds.slice(1),
        securityGroupIds: [other],
        privateDnsEnabled: false,
        tags: { Name: "changed" },
      };
      const state = await endpoint.update(changed);
      expect(state).toMatchObject({ ...changed, id });
      expect(state.networkInterfaceIds).toHaveLength(1);
      expect(state.dnsEntries).toHaveLength(2);
      expect(await groupsOf(state.networkInterfaceIds as string[], ec2)).toEqual([other]);
      expect((await endpoint.diff(changed)).differences).toEqual([]);
      // Nothing is left in the subnet, nor with the group.
      await ec2.deleteSubnet({ SubnetId: wanted.subnetIds[0] });
      await ec2.deleteSecurityGroup({ GroupId: wanted.securityGroupIds[0] });
    }));

  it("keeps its subnets and groups from going, and lets go of them", () =>
    withInterface(async ({ endpoint, wanted, ec2, vpcId }) => {
      await endpoint.create(wanted);
      const refused = { name: "DependencyViolation" };
      const subnet = { SubnetId: wanted.subnetIds[0] };
      const group = { GroupId: wanted.securityGroupIds[0] };
      await expect(ec2.deleteSubnet(subnet)).rejects.toMatchObject(refused);
      await expect(ec2.deleteSecurityGroup(group)).rejects.toMatchObject(refused);
      await expect(ec2.deleteVpc({ VpcId: vpcId })).rejects.toMatchObject(refused);
      await endpoint.delete();
      await ec2.deleteSubnet(subnet);
      await ec2.deleteSecurityGroup(group);
    }));

  it("is in the default group where the program names none", () =>
    withInterface(async ({ endpoint, wanted, ec2, vpcId }) => {
      const state = await endpoint.create({ ...wanted, securityGroupIds: undefined });
      const { SecurityGroups } = await ec2.describeSecurityGroups({
        Filters: [
          { Name: "vpc-id", Values: [vpcId] },
          { Name: "group-name", Values: ["default"] },
        ],
      });
      expect(state.securityGroupIds).toEqual([SecurityGroups?.[0]?.GroupId]);
    }));

  it("imports by id with inputs that ask for no change", () =>
    withInterface(async ({ endpoint, wanted }) => {
      await endpoint.create(wanted);
      const imported = await endpoint.importBy(endpoint.id);
      expect(imported?.inputs).toMatchObject(wanted);
      expect((await endpoint.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await endpoint.delete();
      expect(await endpoint.importBy(endpoint.id)).toBeUndefined();
    }));

  it("fails where the VPC has no DNS host names, with code and message of the API", () =>
    withInterface(async ({ endpoint, wanted, ec2, vpcId }) => {
      await ec2.modifyVpcAttribute({ VpcId: vpcId, EnableDnsHostnames: { Value: false } });
      await expect(endpoint.create(wanted)).rejects.toThrow(
        apiErrorPattern("creating EC2 VPC Endpoint", "EC2: CreateVpcEndpoint", "InvalidParameter"),
      );
    }));
});

interface Place {
  readonly vpcId: string;
  readonly ec2: EC2;
  readonly endpoint: Life;
  readonly wanted: typeof program;
}

/** Runs a test with subnets in two zones and a group, in a VPC that has host names. */
function withInterface(test: (place: Place) => Promise<void>): Promise<void> {
  return withVpc(async (vpcId, ec2) => {
    await ec2.modifyVpcAttribute({ VpcId: vpcId, EnableDnsHostnames: { Value: true } });
    const subnetIds = [
      await scratchSubnet(vpcId, ec2, 1, "us-east-1a"),
      await scratchSubnet(vpcId, ec2, 2, "us-east-1b"),
    ];
    const securityGroupIds = [await groupOf(vpcId, ec2, "endpoints")];
    const endpoint = new Life(await emulatedProvider(), TOKEN);
    try {
      await test({
        vpcId,
        ec2,
        endpoint,
        wanted: { ...program, vpcId, subnetIds, securityGroupIds },
      });
    } finally {
      if (endpoint.exists) await endpoint.delete();
    }
  });
}

async function groupOf(VpcId: string, ec2: EC2, GroupName: string): Promise<string> {
  const { GroupId = "" } = await ec2.createSecurityGroup({ VpcId, GroupName, Description: "x" });
  return GroupId;
}

async function groupsOf(NetworkInterfaceIds: string[], ec2: EC2): Promise<unknown[]> {
  const { NetworkInterfaces = [] } = await ec2.describeNetworkInterfaces({ NetworkInterfaceIds });
  return [...new Set(NetworkInterfaces.flatMap(({ Groups = [] }) => Groups.map((g) => g.GroupId)))];
}

async function tableOf(VpcId: string, ec2: EC2): Promise<string> {
  const { RouteTable } = await ec2.createRouteTable({ VpcId });
  return RouteTable?.RouteTableId ?? "";
}

/** Prefix lists that a table has routes to. */
async function prefixListsOf(RouteTableId: string, ec2: EC2): Promise<unknown[]> {
  const { RouteTables } = await ec2.describeRouteTables({ RouteTableIds: [RouteTableId] });
  const { Routes = [] } = RouteTables?.[0] ?? {};
  return Routes.flatMap(({ DestinationPrefixListId }) => DestinationPrefixListId ?? []);
}
