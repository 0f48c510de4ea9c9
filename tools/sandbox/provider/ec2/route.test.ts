import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, emulatedProvider, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./route.ts";
import { attachedGateway, scratchSubnet } from "./testing/scratch-gateway.ts";
import { withVpc } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/route:Route";
const program = {
  routeTableId: "rtb-1",
  destinationCidrBlock: "0.0.0.0/0",
  natGatewayId: "nat-1",
};
const noTarget = { natGatewayId: undefined };
const noDestination = { destinationCidrBlock: undefined };

// EC2 API reference, ReplaceRoute: another target for the destination of a table.
const decisions: [string, object, string][] = [
  ["carrierGatewayId", { ...noTarget, carrierGatewayId: "cagw-1" }, "update"],
  ["destinationCidrBlock", { destinationCidrBlock: "10.0.0.0/8" }, "replace"],
  ["destinationIpv6CidrBlock", { ...noDestination, destinationIpv6CidrBlock: "::/0" }, "replace"],
  ["destinationPrefixListId", { ...noDestination, destinationPrefixListId: "pl-1" }, "replace"],
  ["gatewayId", { ...noTarget, gatewayId: "igw-1" }, "update"],
  ["natGatewayId", { natGatewayId: "nat-2" }, "update"],
  ["networkInterfaceId", { ...noTarget, networkInterfaceId: "eni-1" }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["routeTableId", { routeTableId: "rtb-2" }, "replace"],
  ["transitGatewayId", { ...noTarget, transitGatewayId: "tgw-1" }, "update"],
  ["vpcEndpointId", { ...noTarget, vpcEndpointId: "vpce-1" }, "update"],
  ["vpcPeeringConnectionId", { ...noTarget, vpcPeeringConnectionId: "pcx-1" }, "update"],
  ["coreNetworkArn", { ...noTarget, coreNetworkArn: "arn" }, "update"],
  ["localGatewayId", { ...noTarget, localGatewayId: "lgw-1" }, "update"],
  ["odbNetworkArn", { ...noTarget, odbNetworkArn: "arn" }, "update"],
  [
    "egressOnlyGatewayId",
    { ...noTarget, ...noDestination, destinationIpv6CidrBlock: "::/0", egressOnlyGatewayId: "e" },
    "replace",
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
  ["no destination", noDestination, /one of "destinationCidrBlock", "destinationIpv6CidrBlock"/],
  ["two destinations", { destinationPrefixListId: "pl-1" }, /one of "destinationCidrBlock"/],
  ["no target", noTarget, /one of "gatewayId", "natGatewayId"/],
  ["two targets", { gatewayId: "igw-1" }, /one of "gatewayId"/],
  ["an IPv6 target for IPv4", { ...noTarget, egressOnlyGatewayId: "e" }, /conflicts with "dest/],
  ["a target that the emulator loses", { ...noTarget, localGatewayId: "l" }, /"localGatewayId"/],
])("rejects %s", async (_what, wrong, message) => {
  const route = new Life(await emulatedProvider(), TOKEN);
  await expect(route.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  it("leads private subnets through a NAT gateway, and elsewhere in place", () =>
    withVpc(async (vpcId, ec2) => {
      const provider = await emulatedProvider();
      const gatewayId = await attachedGateway(vpcId, ec2);
      const SubnetId = await scratchSubnet(vpcId, ec2, 1, "us-east-1a");
      const made = await ec2.createNatGateway({ SubnetId, ConnectivityType: "private" });
      const natGatewayId = made.NatGateway?.NatGatewayId ?? "";
      const table = new Life(provider, "aws:ec2/routeTable:RouteTable");
      await table.create({ vpcId });
      const wanted = { ...program, routeTableId: table.id, natGatewayId };
      const route = new Life(provider, TOKEN);
      const state = await route.create(wanted);
      expect(state).toMatchObject({ ...wanted, origin: "CreateRoute", state: "active" });
      // The id of the official provider: the checksum is CRC-32 of the destination.
      expect(route.id).toBe(`r-${table.id}1080289494`);
      expect(await route.refresh()).toEqual(state);
      expect((await route.diff(wanted)).differences).toEqual([]);

      // The table beside it sees the route and wants nothing.
      await table.refresh();
      expect(table.state.routes).toHaveLength(1);
      expect((await table.diff({ vpcId })).differences).toEqual([]);

      const elsewhere = { ...wanted, ...noTarget, gatewayId };
      const updated = await route.update(elsewhere);
      expect([updated.gatewayId, updated.natGatewayId]).toEqual([gatewayId, undefined]);
      expect((await route.diff(elsewhere)).differences).toEqual([]);
      await route.update(wanted);
      await ec2.deleteNatGateway({ NatGatewayId: natGatewayId });
      expect(await route.refresh()).toMatchObject({ state: "blackhole" });

      await route.delete();
      expect(await route.refresh()).toBeUndefined();
      await expect(route.delete()).resolves.toBeUndefined();
    }));

  it("sees that somebody led the traffic elsewhere, and takes it back", () =>
    withVpc(async (vpcId, ec2) => {
      const gatewayId = await attachedGateway(vpcId, ec2);
      const RouteTableId = await tableOf(vpcId);
      const wanted = { routeTableId: RouteTableId, destinationCidrBlock: "10.9.0.0/16", gatewayId };
      const route = new Life(await emulatedProvider(), TOKEN);
      await route.create(wanted);
      const SubnetId = await scratchSubnet(vpcId, ec2, 1, "us-east-1a");
      const made = await ec2.createNetworkInterface({ SubnetId });
      const NetworkInterfaceId = made.NetworkInterface?.NetworkInterfaceId ?? "";
      const there = { RouteTableId, DestinationCidrBlock: wanted.destinationCidrBlock };
      await ec2.replaceRoute({ ...there, NetworkInterfaceId });
      await route.refresh();
      expect((await route.diff(wanted)).changed).toEqual(["gatewayId"]);
      expect(await route.update(wanted)).toMatchObject({ gatewayId });
      await ec2.deleteNetworkInterface({ NetworkInterfaceId });
    }));

  it("imports by table and destination with inputs that ask for no change", () =>
    withVpc(async (vpcId, ec2) => {
      const gatewayId = await attachedGateway(vpcId, ec2);
      const wanted = { ...program, ...noTarget, routeTableId: await tableOf(vpcId), gatewayId };
      const route = new Life(await emulatedProvider(), TOKEN);
      await route.create(wanted);
      const imported = await route.importBy(`${wanted.routeTableId}_0.0.0.0/0`);
      expect(imported?.id).toBe(route.id);
      expect(imported?.inputs).toMatchObject({
        routeTableId: wanted.routeTableId,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId,
      });
      expect((await route.diff(imported?.inputs ?? {})).differences).toEqual([]);
      expect(await route.importBy(`${wanted.routeTableId}_10.0.0.0/8`)).toBeUndefined();
      await expect(route.importBy(route.id)).rejects.toThrow(/use routeTableId_destination/);
    }));

  it("refuses to take over a route that is there", () =>
    withVpc(async (vpcId, ec2) => {
      const gatewayId = await attachedGateway(vpcId, ec2);
      const wanted = { ...program, ...noTarget, routeTableId: await tableOf(vpcId), gatewayId };
      const provider = await emulatedProvider();
      await new Life(provider, TOKEN).create(wanted);
      await expect(new Life(provider, TOKEN).create(wanted)).rejects.toThrow(
        /^creating Route: operation error EC2: CreateRoute, .* api error RouteAlreadyExists: /,
      );
    }));

  it("fails with code and message of the API", () =>
    withVpc(async (vpcId) => {
      const route = new Life(await emulatedProvider(), TOKEN);
      const wanted = { ...program, routeTableId: await tableOf(vpcId), natGatewayId: "nat-0" };
      await expect(route.create(wanted)).rejects.toThrow(
        apiErrorPattern("creating Route", "EC2: CreateRoute", "InvalidNatGatewayID.NotFound"),
      );
    }));
});

async function tableOf(vpcId: string): Promise<string> {
  const table = new Life(await emulatedProvider(), "aws:ec2/routeTable:RouteTable");
  await table.create({ vpcId });
  return table.id;
}
