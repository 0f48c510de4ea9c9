import type { EC2 } from "@aws-sdk/client-ec2";

import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, DEFAULT_TAGS, emulatedProvider, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./default-network-acl.ts";
import { scratchSubnet } from "./testing/scratch-gateway.ts";
import { withVpc } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
const all = {
  ruleNo: 100,
  action: "allow",
  protocol: "-1",
  cidrBlock: "0.0.0.0/0",
  fromPort: 0,
  toPort: 0,
};
const web = { ...all, ruleNo: 110, protocol: "tcp", fromPort: 80, toPort: 80 };
const program = {
  defaultNetworkAclId: "acl-1",
  ingress: [all, web],
  egress: [all],
  subnetIds: ["subnet-1"],
};

// terraform-provider-aws, aws_default_network_acl.
const decisions: [string, object, string][] = [
  ["defaultNetworkAclId", { defaultNetworkAclId: "acl-2" }, "replace"],
  ["egress", { egress: undefined }, "update"],
  ["ingress", { ingress: [{ ...all, action: "deny" }] }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["subnetIds", { subnetIds: undefined }, "update"],
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

it.each([
  ["the order of entries", { ingress: [web, all] }],
  ["a protocol's number", { ingress: [all, { ...web, protocol: "6" }] }],
  ["the case of an action", { egress: [{ ...all, action: "ALLOW" }] }],
])("takes %s as no change", async (_what, change) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe("nothing");
});

it.each([
  ["an action that is none", { action: "permit" }, /"action" of ingress\[0\] must be "allow" or/],
  ["a number that AWS keeps", { ruleNo: 32_767 }, /"ruleNo" of ingress\[0\] must be between 1 and/],
  ["a protocol that is none", { protocol: "http" }, /"protocol" of ingress\[0\] must be a number/],
  ["ports with all protocols", { fromPort: 80 }, /must both be 0 for protocol "-1"/],
])("rejects %s", async (_what, wrong, message) => {
  const acl = new Life(await emulatedProvider(), TOKEN);
  const ingress = [{ ...all, ...wrong }];
  await expect(acl.create({ ...program, ingress })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  it("adopts the ACL of the VPC, takes its entries, and leaves it when deleted", () =>
    withVpc(async (vpcId, ec2) => {
      const id = await defaultAcl(vpcId, ec2);
      const wanted = { defaultNetworkAclId: id, tags: { Name: "closed" } };
      const acl = new Life(await emulatedProvider(), TOKEN);
      const state = await acl.create(wanted);
      expect(acl.id).toBe(id);
      expect(state).toMatchObject({
        arn: `arn:aws:ec2:us-east-1:123456789012:network-acl/${id}`,
        defaultNetworkAclId: id,
        egress: [],
        ingress: [],
        ownerId: "123456789012",
        subnetIds: [],
        tagsAll: { ...DEFAULT_TAGS, Name: "closed" },
        vpcId,
      });
      expect(await acl.refresh()).toEqual(state);
      expect((await acl.diff(wanted)).differences).toEqual([]);
      await acl.delete();
      expect(await acl.refresh()).toEqual(state);
      expect(await defaultAcl(vpcId, ec2)).toBe(id);
    }));

  it("keeps a rich program as it is", () =>
    withVpc(
      async (vpcId, ec2) => {
        const ping = { ...all, ruleNo: 120, protocol: "icmp", icmpType: 8, icmpCode: -1 };
        const { cidrBlock: _ipv4, ...any } = all;
        const rich = {
          defaultNetworkAclId: await defaultAcl(vpcId, ec2),
          ingress: [all, web, ping, { ...any, ruleNo: 101, ipv6CidrBlock: "::/0" }],
          egress: [{ ...web, action: "deny", protocol: "udp", fromPort: 53, toPort: 53 }],
          subnetIds: [await scratchSubnet(vpcId, ec2, 1, "us-east-1a")],
          tags: { Name: "rich" },
        };
        const acl = new Life(await emulatedProvider(), TOKEN);
        const state = await acl.create(rich);
        expect(state.ingress).toHaveLength(4);
        expect(await acl.refresh()).toEqual(state);
        expect((await acl.diff(rich)).differences).toEqual([]);
        const imported = await acl.importBy(acl.id);
        expect(imported?.inputs).toMatchObject({ defaultNetworkAclId: acl.id });
        expect((await acl.diff(imported?.inputs ?? {})).differences).toEqual([]);
      },
      { ipv6: true },
    ));

  it("changes entries in place, and sees the one that somebody made", () =>
    withVpc(async (vpcId, ec2) => {
      const wanted = {
        defaultNetworkAclId: await defaultAcl(vpcId, ec2),
        ingress: [all, web],
        egress: [all],
      };
      const acl = new Life(await emulatedProvider(), TOKEN);
      await acl.create(wanted);
      const changed = { ...wanted, ingress: [all, { ...web, toPort: 81 }], egress: undefined };
      expect(await acl.update(changed)).toMatchObject({
        ingress: [{ ruleNo: 100 }, { ruleNo: 110, protocol: "6", toPort: 81 }],
        egress: [],
      });
      expect((await acl.diff(changed)).differences).toEqual([]);
      await ec2.createNetworkAclEntry({
        NetworkAclId: acl.id,
        Egress: true,
        RuleNumber: 7,
        RuleAction: "allow",
        Protocol: "-1",
        CidrBlock: "0.0.0.0/0",
      });
      await acl.refresh();
      expect((await acl.diff(changed)).differences).toEqual([
        { path: "egress", kind: "delete", replaces: false },
      ]);
      expect(await acl.update(changed)).toMatchObject({ egress: [] });
    }));

  it("takes subnets from another ACL, and shows those that the program does not list", () =>
    withVpc(async (vpcId, ec2) => {
      const subnetId = await scratchSubnet(vpcId, ec2, 1, "us-east-1a");
      const { NetworkAcl } = await ec2.createNetworkAcl({ VpcId: vpcId });
      const { NetworkAclId } = NetworkAcl ?? {};
      const Filters = [{ Name: "association.subnet-id", Values: [subnetId] }];
      const { NetworkAcls } = await ec2.describeNetworkAcls({ Filters });
      const AssociationId = NetworkAcls?.[0]?.Associations?.[0]?.NetworkAclAssociationId;
      await ec2.replaceNetworkAclAssociation({ AssociationId, NetworkAclId });

      const bare = { defaultNetworkAclId: await defaultAcl(vpcId, ec2) };
      const acl = new Life(await emulatedProvider(), TOKEN);
      expect(await acl.create(bare)).toMatchObject({ subnetIds: [] });
      const listed = { ...bare, subnetIds: [subnetId] };
      expect(await acl.update(listed)).toMatchObject(listed);
      expect((await acl.diff(listed)).differences).toEqual([]);
      // It cannot be without an ACL, so this stays a difference.
      expect(await acl.update(bare)).toMatchObject({ subnetIds: [subnetId] });
      expect((await acl.diff(bare)).changed).toEqual(["subnetIds"]);
      await ec2.deleteSubnet({ SubnetId: subnetId });
      expect(await acl.refresh()).toMatchObject({ subnetIds: [] });
      await ec2.deleteNetworkAcl({ NetworkAclId });
    }));

  it("refuses an ACL that is not the default one", () =>
    withVpc(async (vpcId, ec2) => {
      const { NetworkAcl } = await ec2.createNetworkAcl({ VpcId: vpcId });
      const { NetworkAclId } = NetworkAcl ?? {};
      const acl = new Life(await emulatedProvider(), TOKEN);
      await expect(acl.create({ defaultNetworkAclId: NetworkAclId ?? "" })).rejects.toThrow(
        /is not the default network ACL of its VPC: use aws.ec2.NetworkAcl$/,
      );
      await ec2.deleteNetworkAcl({ NetworkAclId });
    }));

  it("fails with code and message of the API, and is gone with its VPC", async () => {
    const acl = new Life(await emulatedProvider(), TOKEN);
    await expect(acl.create({ defaultNetworkAclId: "acl-0" })).rejects.toThrow(
      apiErrorPattern(
        "creating EC2 Default Network ACL",
        "EC2: DescribeNetworkAcls",
        "InvalidNetworkAclID.NotFound",
      ),
    );
    await withVpc(async (vpcId, ec2) => {
      await acl.create({ defaultNetworkAclId: await defaultAcl(vpcId, ec2) });
    });
    expect(await acl.refresh()).toBeUndefined();
  });
});

async function defaultAcl(vpcId: string, ec2: EC2): Promise<string> {
  const { NetworkAcls } = await ec2.describeNetworkAcls({
    Filters: [
      { Name: "vpc-id", Values: [vpcId] },
      { Name: "default", Values: ["true"] },
    ],
  });
  return NetworkAcls?.[0]?.NetworkAclId ?? "";
}
