import { EC2 } from "@aws-sdk/client-ec2";

import { decision, DEFAULT_TAGS, emulatedProvider, Life } from "../testing/emulated.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { firstRefusal } from "../testing/first-refusal.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./internet-gateway.ts";
import { withVpc } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/internetGateway:InternetGateway";
const program = { vpcId: "vpc-1", tags: { Name: "main" } };

// terraform-provider-aws, aws_internet_gateway: vpc_id is optional, computed and not ForceNew (detach, then attach).
const decisions: [string, object, string][] = [
  ["vpcId", { vpcId: "vpc-2" }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["tags", { tags: { Name: "other" } }, "update"],
];

it.each(decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it("leaves the attachment to others when the program does not name a VPC", async () => {
  expect(await decision(TOKEN, program, { tags: program.tags })).toBe("nothing");
});

describe("against the emulator", () => {
  it("reads back what it made, and a second look finds no difference", () =>
    withVpc(async (vpcId) => {
      const gateway = new Life(await emulatedProvider(), TOKEN);
      const state = await gateway.create({ vpcId, tags: { Name: "main" } });
      expect(state).toEqual({
        id: expect.stringMatching(/^igw-/),
        arn: `arn:aws:ec2:us-east-1:123456789012:internet-gateway/${gateway.id}`,
        ownerId: "123456789012",
        region: "us-east-1",
        vpcId,
        tags: { Name: "main" },
        tagsAll: { ...DEFAULT_TAGS, Name: "main" },
      });
      expect(await gateway.refresh()).toEqual(state);
      expect((await gateway.diff({ vpcId, tags: { Name: "main" } })).differences).toEqual([]);
      await gateway.delete();
      expect(await gateway.refresh()).toBeUndefined();
    }));

  it("needs no VPC", async () => {
    const gateway = new Life(await emulatedProvider(), TOKEN);
    expect((await gateway.create({})).vpcId).toBeUndefined();
    expect((await gateway.diff({})).differences).toEqual([]);
    await gateway.delete();
  });

  it("moves to another VPC", () =>
    withVpc((first) =>
      withVpc(async (second, ec2) => {
        const gateway = new Life(await emulatedProvider(), TOKEN);
        await gateway.create({ vpcId: first });
        await gateway.update({ vpcId: second, tags: { Name: "moved" } });
        const { InternetGateways } = await ec2.describeInternetGateways({
          InternetGatewayIds: [gateway.id],
        });
        expect(InternetGateways?.[0]?.Attachments).toEqual([{ State: "available", VpcId: second }]);
        expect(gateway.state).toMatchObject({ vpcId: second, tags: { Name: "moved" } });
        await gateway.delete();
      }),
    ));

  it("sees that others detached it, and can still be deleted", () =>
    withVpc(async (vpcId, ec2) => {
      const gateway = new Life(await emulatedProvider(), TOKEN);
      await gateway.create({ vpcId });
      await ec2.detachInternetGateway({ InternetGatewayId: gateway.id, VpcId: vpcId });
      await gateway.delete();
      await expect(gateway.delete()).resolves.toBeUndefined();
      expect(await gateway.refresh()).toBeUndefined();
    }));

  it("waits for what has a public address and goes too, and refuses while that stays", () =>
    withVpc(async (vpcId, ec2) => {
      const provider = await emulatedProvider();
      const gateway = new Life(provider, TOKEN);
      await gateway.create({ vpcId });
      const subnets: string[] = [];
      for (const [zone, block] of Object.entries({ a: 0, b: 1 })) {
        const CidrBlock = `10.30.${block}.0/24`;
        const AvailabilityZone = `us-east-1${zone}`;
        const { Subnet } = await ec2.createSubnet({ VpcId: vpcId, CidrBlock, AvailabilityZone });
        subnets.push(Subnet?.SubnetId ?? "");
      }
      const balancer = new Life(provider, "aws:lb/loadBalancer:LoadBalancer");
      await balancer.create({ name: "strata-public", subnets });
      await expect(gateway.delete()).rejects.toThrow(
        apiErrorPattern(
          "deleting EC2 Internet Gateway (#)",
          "EC2: DetachInternetGateway",
          "DependencyViolation",
        ),
      );
      const refused = firstRefusal(EC2, "detachInternetGateway");
      await Promise.all([gateway.delete(), refused.then(() => balancer.delete())]);
      expect(await gateway.refresh()).toBeUndefined();
    }));

  it("imports by id with inputs that ask for no change", () =>
    withVpc(async (vpcId) => {
      const gateway = new Life(await emulatedProvider(), TOKEN);
      await gateway.create({ vpcId, tags: { Name: "main" } });
      const imported = await gateway.importBy(gateway.id);
      expect(imported?.inputs).toMatchObject({ vpcId, tags: { Name: "main" } });
      expect(imported?.state).toEqual(gateway.state);
      expect((await gateway.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await gateway.delete();
      expect(await gateway.importBy(gateway.id)).toBeUndefined();
    }));

  it("fails with code and message of the API, and does not forget what it made", async () => {
    const gateway = new Life(await emulatedProvider(), TOKEN);
    const made = gateway.create({ vpcId: "vpc-0123456789abcdef0" });
    await expect(made).rejects.toThrow(
      apiErrorPattern(
        "creating EC2 Internet Gateway (#)",
        "EC2: AttachInternetGateway",
        "InvalidVpcID.NotFound",
      ),
    );
    await expect(made).rejects.toMatchObject({ id: expect.stringMatching(/^igw-/) });
    const { id } = (await made.catch((error: unknown) => error)) as { id: string };
    const provider = await emulatedProvider();
    await provider.delete(TOKEN, id, {});
  });
});
