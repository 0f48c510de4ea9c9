import type { EC2 } from "@aws-sdk/client-ec2";

import { decision, DEFAULT_TAGS, emulatedProvider, Life } from "../testing/emulated.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./security-group.ts";
import { withVpc } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/securityGroup:SecurityGroup";
const web = {
  description: "web from the world",
  protocol: "tcp",
  fromPort: 80,
  toPort: 80,
  cidrBlocks: ["0.0.0.0/0"],
};
const out = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.30.0.0/16"] };
const program = { description: "alb", vpcId: "vpc-1", ingress: [web], egress: [out] };

// EC2 API reference: rules can be authorized and revoked, the group itself cannot be modified
// (ForceNew in terraform-provider-aws, aws_security_group).
const decisions: [string, object, string][] = [
  ["name", { name: "other" }, "delete, then create"],
  ["namePrefix", { namePrefix: "other-" }, "replace"],
  ["description", { description: "other" }, "replace"],
  ["vpcId", { vpcId: "vpc-2" }, "replace"],
  ["ingress", { ingress: [{ ...web, toPort: 81 }] }, "update"],
  ["egress", { egress: [] }, "update"],
  ["revokeRulesOnDelete", { revokeRulesOnDelete: true }, "update"],
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
  ["the order of rules", { ingress: [web, out] }, { ingress: [out, web] }, "nothing"],
  ["a protocol's number", { ingress: [web] }, { ingress: [{ ...web, protocol: "6" }] }, "nothing"],
  ["another description", {}, { ingress: [{ ...web, description: "x" }] }, "update"],
  ["no list, so that rules may be resources of their own", {}, { ingress: undefined }, "nothing"],
])("%s", async (_what, before, after, expected) => {
  expect(await decision(TOKEN, { ...program, ...before }, { ...program, ...after })).toBe(expected);
});

it.each([
  ["a name and a prefix", { name: "a", namePrefix: "b" }, /"namePrefix" conflicts with "name"/],
  ["ports with all protocols", { egress: [{ ...out, toPort: 1 }] }, /must both be 0/],
  ["a rule without ports", { ingress: [{ protocol: "tcp" }] }, /ingress\[0\].fromPort/],
])("rejects %s", async (_what, wrong, message) => {
  const group = new Life(await emulatedProvider(), TOKEN);
  await expect(group.create(wrong)).rejects.toThrow(message);
});

describe("against the emulator", () => {
  it("makes a group that may not talk to anybody, whatever AWS would allow", () =>
    withVpc(
      async (vpcId, ec2) => {
        const group = new Life(await emulatedProvider(), TOKEN);
        const state = await group.create({ vpcId });
        expect(state).toEqual({
          id: expect.stringMatching(/^sg-/),
          arn: `arn:aws:ec2:us-east-1:123456789012:security-group/${group.id}`,
          name: expect.stringMatching(/^sample-[0-9a-f]{7}$/),
          namePrefix: undefined,
          description: "Managed by Pulumi",
          ingress: [],
          egress: [],
          ownerId: "123456789012",
          region: "us-east-1",
          revokeRulesOnDelete: false,
          tags: {},
          tagsAll: DEFAULT_TAGS,
          vpcId,
        });
        expect((await held(ec2, group.id)).egress).toEqual([]);
        expect(await group.refresh()).toEqual(state);
        expect((await group.diff({ vpcId })).differences).toEqual([]);
        expect((await group.diff({ vpcId, egress: [] })).differences).toEqual([]);
        await group.delete();
        expect(await group.refresh()).toBeUndefined();
        await expect(group.delete()).resolves.toBeUndefined();
      },
      { ipv6: true },
    ));

  it("keeps a rich program as it is", () =>
    withVpc(async (vpcId, ec2) => {
      const other = await groupOf(vpcId, ec2);
      const { PrefixList } = await ec2.createManagedPrefixList({
        PrefixListName: "offices",
        AddressFamily: "IPv4",
        MaxEntries: 1,
      });
      const prefixListIds = [PrefixList?.PrefixListId ?? ""];
      const rich = {
        vpcId,
        name: "rich",
        description: "rich",
        ingress: [
          web,
          { ...web, description: "also web", cidrBlocks: ["10.0.0.0/8", "172.16.0.0/12"] },
          // AWS answers this one and `web` as one: the program's own grouping has to come back.
          { ...web, cidrBlocks: [], securityGroups: [other] },
          { ...web, fromPort: 8080, toPort: 8090, cidrBlocks: [], securityGroups: [other] },
          { protocol: "tcp", fromPort: 80, toPort: 80, self: true, ipv6CidrBlocks: ["::/0"] },
          { description: "ping", protocol: "icmp", fromPort: 8, toPort: -1, self: true },
        ],
        egress: [
          out,
          { description: "lists", protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds },
        ],
        tags: { Name: "rich" },
      };
      const group = new Life(await emulatedProvider(), TOKEN);
      try {
        const state = await group.create(rich);
        expect(await group.refresh()).toEqual(state);
        expect((await group.diff(rich)).differences).toEqual([]);
        const { ingress } = await held(ec2, group.id);
        expect(ingress).toHaveLength(8);
      } finally {
        await ec2.deleteManagedPrefixList({ PrefixListId: prefixListIds[0] });
      }
    }));

  it("changes rules in place, a description included", () =>
    withVpc(async (vpcId, ec2) => {
      const group = new Life(await emulatedProvider(), TOKEN);
      await group.create({ ...program, vpcId });
      const changed = {
        ...program,
        vpcId,
        ingress: [
          { ...web, description: "renamed" },
          { ...web, fromPort: 443, toPort: 443 },
        ],
        egress: [],
        tags: { Name: "changed" },
      };
      const { id } = group;
      expect(await group.update(changed)).toMatchObject({ id, tags: { Name: "changed" } });
      expect((await group.diff(changed)).differences).toEqual([]);
      expect(await held(ec2, group.id)).toEqual({
        ingress: ["tcp 80 0.0.0.0/0 renamed", "tcp 443 0.0.0.0/0 web from the world"],
        egress: [],
      });
      // Without a list, the rules that are there stay.
      await group.update({ description: "alb", vpcId });
      expect((await held(ec2, group.id)).ingress).toHaveLength(2);
    }));

  it("sees a rule that somebody opened, and closes it", () =>
    withVpc(async (vpcId, ec2) => {
      const group = new Life(await emulatedProvider(), TOKEN);
      await group.create({ ...program, vpcId });
      await ec2.authorizeSecurityGroupIngress({
        GroupId: group.id,
        IpPermissions: [
          { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
        ],
      });
      await group.refresh();
      expect((await group.diff({ ...program, vpcId })).differences).toEqual([
        { path: "ingress[1]", kind: "delete", replaces: false },
      ]);
      await group.update({ ...program, vpcId });
      expect((await held(ec2, group.id)).ingress).toEqual(["tcp 80 0.0.0.0/0 web from the world"]);
    }));

  it("makes a name from a prefix", () =>
    withVpc(async (vpcId) => {
      const group = new Life(await emulatedProvider(), TOKEN);
      const state = await group.create({ vpcId, namePrefix: "web-" });
      expect(state).toMatchObject({
        name: expect.stringMatching(/^web-[0-9a-f]{26}$/),
        namePrefix: "web-",
      });
      expect((await group.diff({ vpcId, namePrefix: "web-" })).differences).toEqual([]);
    }));

  it("revokes the rules first where the program says so", () =>
    withVpc(async (vpcId) => {
      const group = new Life(await emulatedProvider(), TOKEN);
      await group.create({ ...program, vpcId, revokeRulesOnDelete: true });
      await group.delete();
      expect(await group.refresh()).toBeUndefined();
    }));

  it("refuses to be deleted while another group names it, unless it may revoke that rule", () =>
    withVpc(async (vpcId, ec2) => {
      const provider = await emulatedProvider();
      const named = new Life(provider, TOKEN);
      await named.create({ ...program, vpcId });
      const other = new Life(provider, TOKEN);
      const naming = { ...web, cidrBlocks: [], securityGroups: [named.id] };
      await other.create({ vpcId, name: "naming", ingress: [naming, web], egress: [naming] });
      await expect(named.delete()).rejects.toThrow(
        apiErrorPattern(
          "deleting EC2 Security Group (#)",
          "EC2: DeleteSecurityGroup",
          "DependencyViolation",
        ),
      );
      await named.update({ ...program, vpcId, revokeRulesOnDelete: true });
      await named.delete();
      expect(await named.refresh()).toBeUndefined();
      expect(await held(ec2, other.id)).toEqual({
        ingress: ["tcp 80 0.0.0.0/0 web from the world"],
        egress: [],
      });
    }));

  it("imports by id with inputs that ask for no change", () =>
    withVpc(async (vpcId) => {
      const group = new Life(await emulatedProvider(), TOKEN);
      await group.create({ ...program, vpcId });
      const imported = await group.importBy(group.id);
      expect(imported?.inputs).toMatchObject({ ...program, vpcId, name: group.state.name });
      expect((await group.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await group.delete();
      expect(await group.importBy(group.id)).toBeUndefined();
    }));

  it("fails with code and message of the API", () =>
    withVpc(async (vpcId) => {
      const group = new Life(await emulatedProvider(), TOKEN);
      const twice = [web, { ...web, cidrBlocks: ["10.0.0.0/33"] }];
      await expect(group.create({ vpcId, ingress: twice })).rejects.toThrow(
        apiErrorPattern(
          "creating EC2 Security Group (#)",
          "EC2: AuthorizeSecurityGroupIngress",
          "InvalidParameterValue",
        ),
      );
    }));
});

/** What AWS holds, one text a permission. */
async function held(ec2: EC2, id: string) {
  const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [id] });
  const group = SecurityGroups?.[0];
  const texts = (permissions: NonNullable<typeof group>["IpPermissions"] = []) =>
    permissions.flatMap(({ IpProtocol, FromPort, IpRanges, Ipv6Ranges, UserIdGroupPairs }) =>
      [...(IpRanges ?? []), ...(Ipv6Ranges ?? []), ...(UserIdGroupPairs ?? [])].map((peer) => {
        const address = "CidrIp" in peer ? peer.CidrIp : "other";
        return `${IpProtocol} ${FromPort} ${address} ${peer.Description ?? ""}`;
      }),
    );
  return { ingress: texts(group?.IpPermissions), egress: texts(group?.IpPermissionsEgress) };
}

async function groupOf(vpcId: string, ec2: EC2): Promise<string> {
  const { GroupId = "" } = await ec2.createSecurityGroup({
    GroupName: "other",
    Description: "other",
    VpcId: vpcId,
  });
  return GroupId;
}
