import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { awsClients } from "../aws-clients.ts";

const TOKEN = "aws:ec2/vpc:Vpc";
const program = { cidrBlock: "10.20.0.0/16", enableDnsHostnames: true, tags: { Name: "main" } };

// EC2 API reference: ModifyVpcAttribute changes the DNS attributes; nothing changes the primary CIDR block.
it.each([
  ["cidrBlock", { cidrBlock: "10.21.0.0/16" }, "replace"],
  ["instanceTenancy", { instanceTenancy: "dedicated" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["enableDnsSupport", { enableDnsSupport: false }, "update"],
  ["enableDnsHostnames", { enableDnsHostnames: false }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["nothing", {}, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
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

  it("imports by id with inputs that ask for no change", async () => {
    const vpc = new Life(await emulatedProvider(), TOKEN);
    await vpc.create(program);
    const imported = await vpc.importBy(vpc.id);
    expect(imported?.inputs).toMatchObject({ ...program, enableDnsSupport: true });
    await vpc.delete();
    expect(await vpc.importBy(vpc.id)).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const vpc = new Life(await emulatedProvider(), TOKEN);
    await expect(vpc.create({ cidrBlock: "10.0.0.0/8" })).rejects.toThrow(
      apiErrorPattern("creating EC2 VPC", "EC2: CreateVpc", "InvalidVpc.Range"),
    );
  });
});
