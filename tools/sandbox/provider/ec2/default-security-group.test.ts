import type { EC2 } from "@aws-sdk/client-ec2";

import { decision, DEFAULT_TAGS, emulatedProvider, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./default-security-group.ts";
import { withVpc } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const inside = {
  description: "inside",
  protocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrBlocks: ["10.30.0.0/16"],
};
const locked = { vpcId: "vpc-1", ingress: [], egress: [], tags: { Name: "locked" } };

// terraform-provider-aws, aws_default_security_group.
const decisions: [string, object, string][] = [
  ["egress", { egress: [inside] }, "update"],
  ["ingress", { ingress: [inside] }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["revokeRulesOnDelete", { revokeRulesOnDelete: true }, "update"],
  ["tags", { tags: {} }, "update"],
  ["vpcId", { vpcId: "vpc-2" }, "replace"],
];

it.each([...decisions, ["nothing", {}, "nothing"]] as typeof decisions)(
  "a change of %s",
  async (_property, change, expected) => {
    expect(await decision(TOKEN, locked, { ...locked, ...change })).toBe(expected);
  },
);

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it("rejects ports with all protocols", async () => {
  const group = new Life(await emulatedProvider(), TOKEN);
  const ingress = [{ ...inside, protocol: "-1" }];
  await expect(group.create({ ...locked, ingress })).rejects.toThrow(/must both be 0/);
});

describe("against the emulator", () => {
  it("adopts the group of the VPC, takes its rules, and leaves it when deleted", () =>
    withVpc(async (vpcId, ec2) => {
      const known = await defaultGroup(vpcId, ec2);
      expect(known?.IpPermissionsEgress).toHaveLength(1);
      const wanted = { vpcId, tags: { Name: "locked" } };
      const group = new Life(await emulatedProvider(), TOKEN);
      const state = await group.create(wanted);
      expect(group.id).toBe(known?.GroupId);
      expect(state).toMatchObject({
        arn: `arn:aws:ec2:us-east-1:123456789012:security-group/${group.id}`,
        ingress: [],
        egress: [],
        name: "default",
        ownerId: "123456789012",
        tagsAll: { ...DEFAULT_TAGS, Name: "locked" },
        vpcId,
      });
      expect(await group.refresh()).toEqual(state);
      expect((await group.diff(wanted)).differences).toEqual([]);
      expect((await group.diff({ ...wanted, ingress: [], egress: [] })).differences).toEqual([]);
      await group.delete();
      expect((await defaultGroup(vpcId, ec2))?.GroupId).toBe(group.id);
      expect(await group.refresh()).toEqual(state);
    }));

  it("takes the rules that were in it, for those of the program", () =>
    withVpc(async (vpcId, ec2) => {
      const GroupId = (await defaultGroup(vpcId, ec2))?.GroupId;
      await ec2.authorizeSecurityGroupIngress({
        GroupId,
        IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }],
      });
      const wanted = { vpcId, ingress: [inside], egress: [inside] };
      const group = new Life(await emulatedProvider(), TOKEN);
      expect(await group.create(wanted)).toMatchObject(wanted);
      expect((await group.diff(wanted)).differences).toEqual([]);
      expect(await group.update({ vpcId, ingress: [], egress: [] })).toMatchObject({
        ingress: [],
        egress: [],
      });
    }));

  it("sees a rule that somebody opened, and closes it", () =>
    withVpc(async (vpcId, ec2) => {
      const wanted = { ...locked, vpcId };
      const group = new Life(await emulatedProvider(), TOKEN);
      await group.create(wanted);
      await ec2.authorizeSecurityGroupIngress({
        GroupId: group.id,
        IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      });
      await group.refresh();
      expect((await group.diff(wanted)).differences).toEqual([
        { path: "ingress[0]", kind: "delete", replaces: false },
      ]);
      expect(await group.update(wanted)).toMatchObject({ ingress: [] });
    }));

  it("imports by id with inputs that ask for no change", () =>
    withVpc(async (vpcId) => {
      const group = new Life(await emulatedProvider(), TOKEN);
      await group.create({ ...locked, vpcId, ingress: [inside] });
      const imported = await group.importBy(group.id);
      expect(imported?.inputs).toMatchObject({ vpcId, ingress: [inside] });
      expect((await group.diff(imported?.inputs ?? {})).differences).toEqual([]);
      expect(await group.importBy("sg-0")).toBeUndefined();
    }));

  it("fails where there is no such VPC", async () => {
    const group = new Life(await emulatedProvider(), TOKEN);
    await expect(group.create({ vpcId: "vpc-0" })).rejects.toThrow(
      /^creating Default Security Group: there is no default group: vpc-0$/,
    );
  });
});

async function defaultGroup(vpcId: string, ec2: EC2) {
  const { SecurityGroups } = await ec2.describeSecurityGroups({
    Filters: [
      { Name: "vpc-id", Values: [vpcId] },
      { Name: "group-name", Values: ["default"] },
    ],
  });
  return SecurityGroups?.[0];
}
