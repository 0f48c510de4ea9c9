import { awsClients } from "../aws-clients.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { sampleNetwork, type SampleNetwork } from "../testing/sample-network.ts";
import { scratchAcl } from "./testing/scratch-acl.ts";
import { resource } from "./web-acl-association.ts";

const TOKEN = "aws:wafv2/webAclAssociation:WebAclAssociation";
const program = { resourceArn: "arn:resource", webAclArn: "arn:acl" };

// All ForceNew: terraform-provider-aws, aws_wafv2_web_acl_association.
const decisions: [string, object, string][] = [
  ["region", { region: "eu-west-1" }, "replace"],
  ["resourceArn", { resourceArn: "arn:other" }, "replace"],
  ["webAclArn", { webAclArn: "arn:other" }, "replace"],
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

describe("against the emulator", () => {
  let network: SampleNetwork;
  let balancer = "";
  let [first, second]: Awaited<ReturnType<typeof scratchAcl>>[] = [];
  const wanted = (acl = first) => ({ resourceArn: balancer, webAclArn: acl?.arn ?? "" });

  beforeAll(async () => {
    network = await sampleNetwork();
    const elbv2 = await awsClients(emulatorAddress(), "us-east-1").elbv2();
    const Subnets = network.subnetIds.slice(0, 2);
    const made = await elbv2.createLoadBalancer({ Name: "strata-association", Subnets });
    balancer = made.LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    [first, second] = [await scratchAcl(), await scratchAcl()];
  });
  afterAll(async () => {
    await first?.remove();
    await second?.remove();
    const elbv2 = await awsClients(emulatorAddress(), "us-east-1").elbv2();
    await elbv2.deleteLoadBalancer({ LoadBalancerArn: balancer });
    await network.remove();
  });

  it("reads back what it made, is imported, and goes", async () => {
    const association = new Life(await emulatedProvider(), TOKEN);
    const state = await association.create(wanted());
    expect(state).toMatchObject(wanted());
    expect(association.id).toBe(`${first?.arn},${balancer}`);
    expect(await association.refresh()).toEqual(state);
    expect((await association.diff(wanted())).differences).toEqual([]);
    const imported = await association.importBy(association.id);
    expect((await association.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await association.delete();
    await association.delete();
    expect(await association.refresh()).toBeUndefined();
  });

  it("sees another web ACL in its place", async () => {
    const association = new Life(await emulatedProvider(), TOKEN);
    await association.create(wanted());
    const wafv2 = await awsClients(emulatorAddress(), "us-east-1").wafv2();
    await wafv2.associateWebACL({ WebACLArn: second?.arn, ResourceArn: balancer });
    await association.refresh();
    expect((await association.diff(wanted())).replaces).toEqual(["webAclArn"]);
    await wafv2.disassociateWebACL({ ResourceArn: balancer });
  });

  it("does not end the one that replaced it", async () => {
    const old = new Life(await emulatedProvider(), TOKEN);
    await old.create(wanted());
    const replacement = new Life(await emulatedProvider(), TOKEN);
    await replacement.create(wanted(second));
    await old.delete();
    expect(await replacement.refresh()).toMatchObject(wanted(second));
    await replacement.delete();
  });

  it("keeps its web ACL from being deleted", async () => {
    const association = new Life(await emulatedProvider(), TOKEN);
    await association.create(wanted());
    await expect(first?.remove()).rejects.toMatchObject({ name: "WAFAssociatedItemException" });
    await association.delete();
  });

  it("refuses an import id of one ARN", async () => {
    const association = new Life(await emulatedProvider(), TOKEN);
    await expect(association.importBy(balancer)).rejects.toThrow("WEB-ACL-ARN,RESOURCE-ARN");
  });

  it("fails with code and message of the API", async () => {
    const association = new Life(await emulatedProvider(), TOKEN);
    const wrong = { ...wanted(), resourceArn: `${balancer}0` };
    await expect(association.create(wrong)).rejects.toThrow(
      apiErrorPattern(
        "creating WAFv2 WebACL Association",
        "WAFV2: AssociateWebACL",
        "WAFNonexistentItemException",
      ),
    );
  });
});
