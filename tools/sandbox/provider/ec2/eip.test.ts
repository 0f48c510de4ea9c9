import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, DEFAULT_TAGS, emulatedProvider, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./eip.ts";
import { attachedGateway, scratchSubnet } from "./testing/scratch-gateway.ts";
import { ec2OfTests, withVpc } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/eip:Eip";
const program = { domain: "vpc", tags: { Name: "nat" } };

// terraform-provider-aws, aws_eip: only the association can change (AssociateAddress, DisassociateAddress).
const decisions: [string, object, string][] = [
  ["address", { address: "203.0.113.7" }, "replace"],
  ["associateWithPrivateIp", { associateWithPrivateIp: "10.0.0.4" }, "update"],
  ["customerOwnedIpv4Pool", { customerOwnedIpv4Pool: "pool" }, "update"],
  ["domain", { domain: "standard" }, "replace"],
  ["instance", { instance: "i-1" }, "update"],
  ["ipamPoolId", { ipamPoolId: "ipam-pool-1" }, "replace"],
  ["networkBorderGroup", { networkBorderGroup: "us-east-1-bos-1" }, "replace"],
  ["networkInterface", { networkInterface: "eni-1" }, "update"],
  ["publicIpv4Pool", { publicIpv4Pool: "ipv4pool-1" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
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

it("rejects a domain that EC2 does not have", async () => {
  const address = new Life(await emulatedProvider(), TOKEN);
  await expect(address.create({ domain: "internet" })).rejects.toThrow(/domain.*"vpc"/);
});

describe("against the emulator", () => {
  it("reads back what it made, and a second look finds no difference", async () => {
    const address = new Life(await emulatedProvider(), TOKEN);
    const state = await address.create(program);
    const publicIp = String(state.publicIp);
    expect(state).toMatchObject({
      allocationId: address.id,
      arn: `arn:aws:ec2:us-east-1:123456789012:elastic-ip/${address.id}`,
      domain: "vpc",
      networkBorderGroup: "us-east-1",
      publicIp: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
      publicDns: `ec2-${publicIp.replaceAll(".", "-")}.compute-1.amazonaws.com`,
      publicIpv4Pool: "amazon",
      tagsAll: { ...DEFAULT_TAGS, Name: "nat" },
    });
    expect(address.id).toMatch(/^eipalloc-/);
    expect([state.associationId, state.instance, state.networkInterface]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await address.refresh()).toEqual(state);
    expect((await address.diff(program)).differences).toEqual([]);
    await address.delete();
    expect(await address.refresh()).toBeUndefined();
    await expect(address.delete()).resolves.toBeUndefined();
  });

  it("names an address of another region by that region", async () => {
    const address = new Life(await emulatedProvider(), TOKEN);
    const state = await address.create({ ...program, region: "eu-west-1" });
    expect(state.publicDns).toMatch(/^ec2-[\d-]+\.eu-west-1\.compute\.amazonaws\.com$/);
    await address.delete();
  });

  it("moves from one interface to another, and leaves", () =>
    withVpc(async (vpcId, ec2) => {
      await attachedGateway(vpcId, ec2);
      const SubnetId = await scratchSubnet(vpcId, ec2, 1, "us-east-1a");
      const ids: string[] = [];
      for (const PrivateIpAddress of ["10.30.1.10", "10.30.1.11"]) {
        const made = await ec2.createNetworkInterface({ SubnetId, PrivateIpAddress });
        ids.push(made.NetworkInterface?.NetworkInterfaceId ?? "");
      }
      const on = (networkInterface: string | undefined) => ({ ...program, networkInterface });
      const address = new Life(await emulatedProvider(), TOKEN);
      const first = await address.create(on(ids[0]));
      expect(first).toMatchObject({
        networkInterface: ids[0],
        associationId: expect.stringMatching(/^eipassoc-/),
        privateIp: "10.30.1.10",
        privateDns: "ip-10-30-1-10.ec2.internal",
      });
      const second = await address.update(on(ids[1]));
      expect(second).toMatchObject({ networkInterface: ids[1], privateIp: "10.30.1.11" });
      expect((await address.diff(on(ids[1]))).differences).toEqual([]);
      // Left out, it stays where it is: a NAT gateway may have taken it.
      expect((await address.diff(program)).differences).toEqual([]);
      expect((await address.update(on(""))).associationId).toBeUndefined();
      await address.update(on(ids[0]));
      await address.delete();
      expect(await address.refresh()).toBeUndefined();
      for (const NetworkInterfaceId of ids)
        await ec2.deleteNetworkInterface({ NetworkInterfaceId });
    }));

  it("sees tags that somebody changed, and updates them", async () => {
    const ec2 = await ec2OfTests();
    const address = new Life(await emulatedProvider(), TOKEN);
    await address.create(program);
    await ec2.createTags({ Resources: [address.id], Tags: [{ Key: "Name", Value: "other" }] });
    await address.refresh();
    expect((await address.diff(program)).changed).toEqual(["tags", "tagsAll"]);
    expect(await address.update(program)).toMatchObject({ tags: { Name: "nat" } });
    await address.delete();
  });

  it("imports by id with inputs that ask for no change", async () => {
    const address = new Life(await emulatedProvider(), TOKEN);
    await address.create(program);
    const imported = await address.importBy(address.id);
    expect(imported?.inputs).toMatchObject(program);
    expect((await address.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await address.delete();
    expect(await address.importBy(address.id)).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const address = new Life(await emulatedProvider(), TOKEN);
    await expect(address.create({ ...program, networkInterface: "eni-0" })).rejects.toThrow(
      apiErrorPattern(
        "creating EC2 EIP (#)",
        "EC2: AssociateAddress",
        "InvalidNetworkInterfaceID.NotFound",
      ),
    );
  });
});
