import { decision, DEFAULT_TAGS, emulatedProvider, Life } from "../testing/emulated.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./route-table.ts";
import { withVpc } from "./testing/scratch-vpc.ts";
import type { EC2 } from "@aws-sdk/client-ec2";

const TOKEN = "aws:ec2/routeTable:RouteTable";
const world = { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };
const lan = { cidrBlock: "192.168.0.0/16", transitGatewayId: "tgw-1" };
const program = { vpcId: "vpc-1", routes: [world, lan], tags: { Name: "main" } };

// terraform-provider-aws, aws_route_table: route is a computed set; only vpc_id is ForceNew.
const decisions: [string, object, string][] = [
  ["vpcId", { vpcId: "vpc-2" }, "replace"],
  ["routes", { routes: [world] }, "update"],
  ["propagatingVgws", { propagatingVgws: ["vgw-1"] }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["tags", { tags: { Name: "other" } }, "update"],
];

it.each(decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  ["the order of the routes", { routes: [lan, world] }, "nothing"],
  ["another target", { routes: [lan, { ...world, gatewayId: "igw-2" }] }, "update"],
  ["an empty list", { routes: [] }, "update"],
  ["no list, so that routes may be resources of their own", { routes: undefined }, "nothing"],
])("%s", async (_what, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it.each([
  ["no destination", { gatewayId: "igw-1" }, /routes\[0\]: one of "cidrBlock", .* must be spec/],
  ["two destinations", { ...world, ipv6CidrBlock: "::/0" }, /one of "cidrBlock"/],
  ["no target", { cidrBlock: "0.0.0.0/0" }, /routes\[0\]: one of "gatewayId", /],
  ["two targets", { ...world, natGatewayId: "nat-1" }, /one of "gatewayId"/],
  [
    "a target that the emulator loses",
    { cidrBlock: "0.0.0.0/0", coreNetworkArn: "arn" },
    /does not implement "routes\[0\].coreNetworkArn"/,
  ],
])("rejects a route with %s", async (_what, route, message) => {
  const table = new Life(await emulatedProvider(), TOKEN);
  await expect(table.create({ vpcId: "vpc-1", routes: [route] })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  it("reads back what it made, without the local route, and finds no difference", () =>
    withVpc(async (vpcId, ec2) => {
      const gatewayId = await gatewayOf(vpcId, ec2);
      const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId }];
      const table = new Life(await emulatedProvider(), TOKEN);
      const state = await table.create({ vpcId, routes, tags: { Name: "main" } });
      expect(state).toEqual({
        id: expect.stringMatching(/^rtb-/),
        arn: `arn:aws:ec2:us-east-1:123456789012:route-table/${table.id}`,
        ownerId: "123456789012",
        propagatingVgws: undefined,
        region: "us-east-1",
        routes,
        vpcId,
        tags: { Name: "main" },
        tagsAll: { ...DEFAULT_TAGS, Name: "main" },
      });
      expect(await table.refresh()).toEqual(state);
      const again = await table.diff({ vpcId, routes, tags: { Name: "main" } });
      expect(again.differences).toEqual([]);
      await table.delete();
      expect(await table.refresh()).toBeUndefined();
      await expect(table.delete()).resolves.toBeUndefined();
    }));

  it("keeps a rich program as it is", () =>
    withVpc(
      async (vpcId, ec2) => {
        const gatewayId = await gatewayOf(vpcId, ec2);
        const { EgressOnlyInternetGateway } = await ec2.createEgressOnlyInternetGateway({
          VpcId: vpcId,
        });
        const egressOnlyGatewayId = EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId ?? "";
        const { PrefixList } = await ec2.createManagedPrefixList({
          PrefixListName: "offices",
          AddressFamily: "IPv4",
          MaxEntries: 1,
        });
        const rich = {
          vpcId,
          routes: [
            { cidrBlock: "10.30.0.0/16", gatewayId: "local" },
            { cidrBlock: "0.0.0.0/0", gatewayId },
            { ipv6CidrBlock: "::/0", egressOnlyGatewayId },
            { destinationPrefixListId: PrefixList?.PrefixListId ?? "", gatewayId },
          ],
          propagatingVgws: ["vgw-1"],
        };
        const table = new Life(await emulatedProvider(), TOKEN);
        try {
          const state = await table.create(rich);
          expect(new Set(state.routes as object[])).toEqual(new Set(rich.routes));
          expect(await table.refresh()).toEqual(state);
          expect((await table.diff(rich)).differences).toEqual([]);
        } finally {
          await ec2.deleteManagedPrefixList({ PrefixListId: PrefixList?.PrefixListId });
          await ec2.deleteEgressOnlyInternetGateway({
            EgressOnlyInternetGatewayId: egressOnlyGatewayId,
          });
        }
      },
      { ipv6: true },
    ));

  it("adds, points elsewhere and removes routes in place", () =>
    withVpc((other, ec2) =>
      withVpc(async (vpcId) => {
        const gatewayId = await gatewayOf(vpcId, ec2);
        const elsewhere = await gatewayOf(other, ec2);
        const to = (cidrBlock: string, target: string) => ({ cidrBlock, gatewayId: target });
        const before = [to("10.1.0.0/16", gatewayId), to("10.2.0.0/16", gatewayId)];
        const after = [to("10.2.0.0/16", elsewhere), to("10.3.0.0/16", gatewayId)];
        const table = new Life(await emulatedProvider(), TOKEN);
        await table.create({ vpcId, routes: before });
        expect((await table.update({ vpcId, routes: after })).routes).toEqual(after);
        expect((await table.update({ vpcId })).routes).toEqual(after);
        expect((await table.update({ vpcId, routes: [] })).routes).toEqual([]);
      }),
    ));

  it("sees the route that somebody added", () =>
    withVpc(async (vpcId, ec2) => {
      const table = new Life(await emulatedProvider(), TOKEN);
      await table.create({ vpcId, routes: [] });
      const GatewayId = await gatewayOf(vpcId, ec2);
      const added = { DestinationCidrBlock: "172.16.0.0/12", GatewayId };
      await ec2.createRoute({ RouteTableId: table.id, ...added });
      await table.refresh();
      expect((await table.diff({ vpcId, routes: [] })).differences).toEqual([
        { path: "routes[0]", kind: "delete", replaces: false },
      ]);
      expect((await table.update({ vpcId, routes: [] })).routes).toEqual([]);
    }));

  it("shows neither routes of gateway endpoints nor deletes around associations of others", () =>
    withVpc(async (vpcId, ec2) => {
      const table = new Life(await emulatedProvider(), TOKEN);
      await table.create({ vpcId });
      const { VpcEndpoint } = await ec2.createVpcEndpoint({
        VpcId: vpcId,
        VpcEndpointType: "Gateway",
        ServiceName: "com.amazonaws.us-east-1.s3",
        RouteTableIds: [table.id],
      });
      const { RouteTables } = await ec2.describeRouteTables({ RouteTableIds: [table.id] });
      expect(RouteTables?.[0]?.Routes?.map((route) => route.GatewayId)).toEqual([
        "local",
        VpcEndpoint?.VpcEndpointId,
      ]);
      expect((await table.refresh())?.routes).toEqual([]);
      await ec2.deleteVpcEndpoints({ VpcEndpointIds: [VpcEndpoint?.VpcEndpointId ?? ""] });

      const { Subnet } = await ec2.createSubnet({ VpcId: vpcId, CidrBlock: "10.30.1.0/24" });
      await ec2.associateRouteTable({ RouteTableId: table.id, SubnetId: Subnet?.SubnetId });
      await table.delete();
      expect(await table.refresh()).toBeUndefined();
    }));

  it("imports by id with inputs that ask for no change", () =>
    withVpc(async (vpcId, ec2) => {
      const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: await gatewayOf(vpcId, ec2) }];
      const table = new Life(await emulatedProvider(), TOKEN);
      await table.create({ vpcId, routes });
      const imported = await table.importBy(table.id);
      expect(imported?.inputs).toMatchObject({ vpcId, routes });
      expect((await table.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await table.delete();
      expect(await table.importBy(table.id)).toBeUndefined();
    }));

  it("fails with code and message of the API, and does not forget what it made", () =>
    withVpc(async (vpcId) => {
      const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-0123456789abcdef0" }];
      const made = new Life(await emulatedProvider(), TOKEN).create({ vpcId, routes });
      await expect(made).rejects.toThrow(
        apiErrorPattern(
          "creating Route Table (#)",
          "EC2: CreateRoute",
          "InvalidInternetGatewayID.NotFound",
        ),
      );
      await expect(made).rejects.toMatchObject({ state: { vpcId, routes: [] } });
    }));
});

async function gatewayOf(vpcId: string, ec2: EC2): Promise<string> {
  const { InternetGateway } = await ec2.createInternetGateway({});
  const id = InternetGateway?.InternetGatewayId ?? "";
  await ec2.attachInternetGateway({ InternetGatewayId: id, VpcId: vpcId });
  return id;
}
