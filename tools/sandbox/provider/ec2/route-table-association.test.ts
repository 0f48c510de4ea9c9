import { decision, emulatedProvider, Life } from "../testing/emulated.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./route-table-association.ts";
import { withVpc } from "./testing/scratch-vpc.ts";
import type { EC2 } from "@aws-sdk/client-ec2";

const TOKEN = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const program = { subnetId: "subnet-1", routeTableId: "rtb-1" };

// EC2 API reference, ReplaceRouteTableAssociation: another table for the same subnet; a target is ForceNew.
const decisions: [string, object, string][] = [
  ["routeTableId", { routeTableId: "rtb-2" }, "update"],
  ["subnetId", { subnetId: "subnet-2" }, "replace"],
  ["gatewayId", { subnetId: undefined, gatewayId: "igw-1" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
];

it.each(decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([{}, { subnetId: "subnet-1", gatewayId: "igw-1" }])(
  "rejects anything but one target: %j",
  async (targets) => {
    const association = new Life(await emulatedProvider(), TOKEN);
    await expect(association.create({ routeTableId: "rtb-1", ...targets })).rejects.toThrow(
      'exactly one of "subnetId" and "gatewayId" must be set',
    );
  },
);

describe("against the emulator", () => {
  it("reads back what it made, and a second look finds no difference", () =>
    withVpc(async (vpcId, ec2) => {
      const inputs = await targets(vpcId, ec2);
      const association = new Life(await emulatedProvider(), TOKEN);
      const state = await association.create(inputs);
      expect(state).toEqual({
        ...inputs,
        id: expect.stringMatching(/^rtbassoc-/),
        gatewayId: undefined,
        region: "us-east-1",
      });
      expect(await association.refresh()).toEqual(state);
      expect((await association.diff(inputs)).differences).toEqual([]);
      await association.delete();
      expect(await association.refresh()).toBeUndefined();
      await expect(association.delete()).resolves.toBeUndefined();
    }));

  it("associates a gateway too", () =>
    withVpc(async (vpcId, ec2) => {
      const { routeTableId } = await targets(vpcId, ec2);
      const { InternetGateway } = await ec2.createInternetGateway({});
      const gatewayId = InternetGateway?.InternetGatewayId ?? "";
      await ec2.attachInternetGateway({ InternetGatewayId: gatewayId, VpcId: vpcId });
      const association = new Life(await emulatedProvider(), TOKEN);
      expect(await association.create({ gatewayId, routeTableId })).toMatchObject({ gatewayId });
      const imported = await association.importBy(`${gatewayId}/${routeTableId}`);
      expect(imported?.inputs).toMatchObject({ gatewayId, routeTableId });
      await association.delete();
    }));

  it("moves to another table, and is still found, moved again and deleted", () =>
    withVpc(async (vpcId, ec2) => {
      const inputs = await targets(vpcId, ec2);
      const association = new Life(await emulatedProvider(), TOKEN);
      const { id } = await association.create(inputs);
      const second = { ...inputs, routeTableId: await tableOf(vpcId, ec2) };
      expect(await association.update(second)).toMatchObject({ ...second, id });
      expect(await association.refresh()).toMatchObject({ ...second, id });
      expect((await association.diff(second)).differences).toEqual([]);
      expect(await association.update(inputs)).toMatchObject({ ...inputs, id });
      await association.delete();
      expect(await association.refresh()).toBeUndefined();
    }));

  it("sees that others pointed the subnet at another table", () =>
    withVpc(async (vpcId, ec2) => {
      const inputs = await targets(vpcId, ec2);
      const association = new Life(await emulatedProvider(), TOKEN);
      await association.create(inputs);
      const RouteTableId = await tableOf(vpcId, ec2);
      await ec2.replaceRouteTableAssociation({ AssociationId: association.id, RouteTableId });
      await association.refresh();
      expect((await association.diff(inputs)).differences).toEqual([
        { path: "routeTableId", kind: "update", replaces: false },
      ]);
      expect(await association.update(inputs)).toMatchObject(inputs);
    }));

  it("imports by target and table with inputs that ask for no change", () =>
    withVpc(async (vpcId, ec2) => {
      const inputs = await targets(vpcId, ec2);
      const association = new Life(await emulatedProvider(), TOKEN);
      await association.create(inputs);
      const importId = `${inputs.subnetId}/${inputs.routeTableId}`;
      const imported = await association.importBy(importId);
      expect(imported).toMatchObject({ id: association.id, inputs });
      expect((await association.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await association.delete();
      expect(await association.importBy(importId)).toBeUndefined();
    }));

  it.each(["subnet-1", "subnet-1/rtb-1/x", "rtbassoc-1"])(
    "fails to import %s and says what it expects",
    async (importId) => {
      const association = new Life(await emulatedProvider(), TOKEN);
      await expect(association.importBy(importId)).rejects.toThrow(
        `unexpected import id "${importId}": use subnetId/routeTableId or gatewayId/routeTableId`,
      );
    },
  );

  it("fails where the subnet has another table already, as AWS does", () =>
    withVpc(async (vpcId, ec2) => {
      const inputs = await targets(vpcId, ec2);
      const provider = await emulatedProvider();
      await new Life(provider, TOKEN).create(inputs);
      const routeTableId = await tableOf(vpcId, ec2);
      await expect(new Life(provider, TOKEN).create({ ...inputs, routeTableId })).rejects.toThrow(
        apiErrorPattern(
          "creating Route Table Association",
          "EC2: AssociateRouteTable",
          "Resource.AlreadyAssociated",
        ),
      );
    }));

  it("fails with code and message of the API", () =>
    withVpc(async (vpcId, ec2) => {
      const { subnetId } = await targets(vpcId, ec2);
      const association = new Life(await emulatedProvider(), TOKEN);
      const routeTableId = "rtb-0123456789abcdef0";
      await expect(association.create({ subnetId, routeTableId })).rejects.toThrow(
        apiErrorPattern(
          "creating Route Table Association",
          "EC2: AssociateRouteTable",
          "InvalidRouteTableID.NotFound",
        ),
      );
    }));
});

async function targets(vpcId: string, ec2: EC2) {
  const { Subnet } = await ec2.createSubnet({ VpcId: vpcId, CidrBlock: "10.30.1.0/24" });
  return { subnetId: Subnet?.SubnetId ?? "", routeTableId: await tableOf(vpcId, ec2) };
}

async function tableOf(vpcId: string, ec2: EC2): Promise<string> {
  const { RouteTable } = await ec2.createRouteTable({ VpcId: vpcId });
  return RouteTable?.RouteTableId ?? "";
}
