import type { EC2 } from "@aws-sdk/client-ec2";

import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, DEFAULT_TAGS, emulatedProvider, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./default-route-table.ts";
import { attachedGateway } from "./testing/scratch-gateway.ts";
import { withVpc } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const world = { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };
const program = { defaultRouteTableId: "rtb-1", routes: [], tags: { Name: "main" } };

// terraform-provider-aws, aws_default_route_table.
const decisions: [string, object, string][] = [
  ["defaultRouteTableId", { defaultRouteTableId: "rtb-2" }, "replace"],
  ["propagatingVgws", { propagatingVgws: ["vgw-1"] }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["routes", { routes: [world] }, "update"],
  ["tags", { tags: {} }, "update"],
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

it("rejects a route without a target", async () => {
  const table = new Life(await emulatedProvider(), TOKEN);
  const routes = [{ cidrBlock: "0.0.0.0/0" }];
  await expect(table.create({ ...program, routes })).rejects.toThrow(/routes\[0\]: one of "gate/);
});

describe("against the emulator", () => {
  it("adopts the main table, takes its routes, and leaves it when deleted", () =>
    withVpc(async (vpcId, ec2) => {
      const id = await mainTable(vpcId, ec2);
      const GatewayId = await attachedGateway(vpcId, ec2);
      const there = { RouteTableId: id, DestinationCidrBlock: "0.0.0.0/0", GatewayId };
      await ec2.createRoute(there);
      const wanted = { ...program, defaultRouteTableId: id };
      const table = new Life(await emulatedProvider(), TOKEN);
      const state = await table.create(wanted);
      expect(table.id).toBe(id);
      expect(state).toMatchObject({
        ...wanted,
        arn: `arn:aws:ec2:us-east-1:123456789012:route-table/${id}`,
        ownerId: "123456789012",
        routes: [],
        tagsAll: { ...DEFAULT_TAGS, Name: "main" },
        vpcId,
      });
      expect(await table.refresh()).toEqual(state);
      expect((await table.diff(wanted)).differences).toEqual([]);
      await table.delete();
      expect(await mainTable(vpcId, ec2)).toBe(id);
    }));

  it("changes routes and tags in place, and sees the route that somebody added", () =>
    withVpc(async (vpcId, ec2) => {
      const GatewayId = await attachedGateway(vpcId, ec2);
      const wanted = { ...program, defaultRouteTableId: await mainTable(vpcId, ec2) };
      const table = new Life(await emulatedProvider(), TOKEN);
      await table.create(wanted);
      const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: GatewayId }];
      const changed = { ...wanted, routes, tags: { Name: "other" } };
      expect(await table.update(changed)).toMatchObject({ routes, tags: { Name: "other" } });
      await table.update(wanted);
      const added = { DestinationCidrBlock: "172.16.0.0/12", GatewayId };
      await ec2.createRoute({ RouteTableId: table.id, ...added });
      await table.refresh();
      expect((await table.diff(wanted)).differences).toEqual([
        { path: "routes[0]", kind: "delete", replaces: false },
      ]);
      expect(await table.update(wanted)).toMatchObject({ routes: [] });
    }));

  it("imports by the id of its VPC with inputs that ask for no change", () =>
    withVpc(async (vpcId, ec2) => {
      const wanted = { ...program, defaultRouteTableId: await mainTable(vpcId, ec2) };
      const table = new Life(await emulatedProvider(), TOKEN);
      await table.create(wanted);
      const imported = await table.importBy(vpcId);
      expect(imported?.id).toBe(wanted.defaultRouteTableId);
      expect(imported?.inputs).toMatchObject({ defaultRouteTableId: table.id });
      expect((await table.diff(imported?.inputs ?? {})).differences).toEqual([]);
      expect(await table.importBy("vpc-0")).toBeUndefined();
    }));

  it("fails with code and message of the API", async () => {
    const table = new Life(await emulatedProvider(), TOKEN);
    await expect(table.create({ ...program, defaultRouteTableId: "rtb-0" })).rejects.toThrow(
      apiErrorPattern(
        "creating EC2 Default Route Table",
        "EC2: DescribeRouteTables",
        "InvalidRouteTableID.NotFound",
      ),
    );
  });
});

async function mainTable(vpcId: string, ec2: EC2): Promise<string> {
  const { RouteTables } = await ec2.describeRouteTables({
    Filters: [
      { Name: "vpc-id", Values: [vpcId] },
      { Name: "association.main", Values: ["true"] },
    ],
  });
  return RouteTables?.[0]?.RouteTableId ?? "";
}
