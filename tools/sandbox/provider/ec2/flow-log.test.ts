import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./flow-log.ts";
import { withVpc } from "./testing/scratch-vpc.ts";

const TOKEN = "aws:ec2/flowLog:FlowLog";
const logDestination = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/vpc/flowlogs/test";
const iamRoleArn = "arn:aws:iam::123456789012:role/flow-log";
const program = { vpcId: "vpc-1", trafficType: "ALL", logDestination, iamRoleArn };
const tags = { Name: "flow" };

// EC2 API reference: there is no call that changes a flow log (ForceNew in terraform-provider-aws, aws_flow_log).
const decisions: [string, object, string][] = [
  ["vpcId", { vpcId: "vpc-2" }, "replace"],
  ["subnetId", { vpcId: undefined, subnetId: "subnet-1" }, "replace"],
  ["eniId", { vpcId: undefined, eniId: "eni-1" }, "replace"],
  ["transitGatewayId", { vpcId: undefined, transitGatewayId: "tgw-1" }, "replace"],
  [
    "transitGatewayAttachmentId",
    { vpcId: undefined, transitGatewayAttachmentId: "tgw-attach-1" },
    "replace",
  ],
  ["regionalNatGatewayId", { vpcId: undefined, regionalNatGatewayId: "nat-1" }, "replace"],
  ["trafficType", { trafficType: "REJECT" }, "replace"],
  ["logDestinationType", { logDestinationType: "s3" }, "replace"],
  ["logDestination", { logDestination: "arn:aws:s3:::logs" }, "replace"],
  ["iamRoleArn", { iamRoleArn: undefined }, "replace"],
  ["logFormat", { logFormat: "${version}" }, "replace"],
  ["maxAggregationInterval", { maxAggregationInterval: 60 }, "replace"],
  ["deliverCrossAccountRole", { deliverCrossAccountRole: iamRoleArn }, "replace"],
  ["destinationOptions", { destinationOptions: { perHourPartition: true } }, "replace"],
  [
    "tagFieldSpecifications",
    { tagFieldSpecifications: [{ resourceType: "instance", tagKeys: ["Name"] }] },
    "replace",
  ],
  ["region", { region: "eu-west-1" }, "replace"],
  ["tags", { tags: { Name: "other" } }, "update"],
];

it.each(decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it("takes a log group's ARN with and without the star as one", async () => {
  const starred = { ...program, logDestination: `${logDestination}:*` };
  expect(await decision(TOKEN, program, starred)).toBe("nothing");
});

it.each([
  ["no target", { vpcId: undefined }, 'exactly one of "vpcId", '],
  ["two targets", { subnetId: "subnet-1" }, 'exactly one of "vpcId", '],
  ["another interval", { maxAggregationInterval: 300 }, "must be 60 or 600 seconds"],
])("rejects %s", async (_what, wrong, message) => {
  const log = new Life(await emulatedProvider(), TOKEN);
  await expect(log.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  it("reads back what it made, and a second look finds no difference", () =>
    withVpc(async (vpcId) => {
      const inputs = { ...program, vpcId, maxAggregationInterval: 60, tags };
      const log = new Life(await emulatedProvider(), TOKEN);
      const state = await log.create(inputs);
      expect(state).toMatchObject({
        ...inputs,
        id: expect.stringMatching(/^fl-/),
        arn: `arn:aws:ec2:us-east-1:123456789012:vpc-flow-log/${log.id}`,
        logDestinationType: "cloud-watch-logs",
        logFormat: expect.stringContaining("${srcaddr}"),
        tagsAll: { ...DEFAULT_TAGS, ...tags },
      });
      expect(await log.refresh()).toEqual(state);
      expect((await log.diff(inputs)).differences).toEqual([]);
      await log.delete();
      expect(await log.refresh()).toBeUndefined();
      await expect(log.delete()).resolves.toBeUndefined();
    }));

  it("keeps a rich program, of a subnet into a bucket, as it is", () =>
    withVpc(async (vpcId, ec2) => {
      const { Subnet } = await ec2.createSubnet({ VpcId: vpcId, CidrBlock: "10.30.1.0/24" });
      const s3 = await awsClients(emulatorAddress(), "us-east-1").s3();
      await s3.createBucket({ Bucket: "flow-log-test" });
      const rich = {
        subnetId: Subnet?.SubnetId ?? "",
        trafficType: "REJECT",
        logDestinationType: "s3",
        logDestination: "arn:aws:s3:::flow-log-test",
        logFormat: "${version} ${srcaddr}",
        maxAggregationInterval: 60,
        destinationOptions: { fileFormat: "parquet", perHourPartition: true },
      };
      const log = new Life(await emulatedProvider(), TOKEN);
      try {
        const state = await log.create(rich);
        expect(state).toMatchObject(rich);
        expect(await log.refresh()).toEqual(state);
        expect((await log.diff(rich)).differences).toEqual([]);
        const imported = await log.importBy(log.id);
        expect((await log.diff(imported?.inputs ?? {})).differences).toEqual([]);
        await log.delete();
      } finally {
        await s3.deleteBucket({ Bucket: "flow-log-test" });
      }
    }));

  it("changes tags in place and sees what others changed", () =>
    withVpc(async (vpcId, ec2) => {
      const log = new Life(await emulatedProvider(), TOKEN);
      const { id } = await log.create({ ...program, vpcId });
      expect(await log.update({ ...program, vpcId, tags })).toMatchObject({ id, tags });
      await ec2.deleteTags({ Resources: [log.id], Tags: [{ Key: "Name" }] });
      await log.refresh();
      expect((await log.diff({ ...program, vpcId, tags })).differences).toEqual([
        { path: "tags.Name", kind: "add", replaces: false },
        { path: "tagsAll.Name", kind: "add", replaces: false },
      ]);
      await log.delete();
    }));

  it("is replaced by one of another configuration, made first", () =>
    withVpc(async (vpcId) => {
      const provider = await emulatedProvider();
      const [old, next] = [new Life(provider, TOKEN), new Life(provider, TOKEN)];
      await old.create({ ...program, vpcId });
      await next.create({ ...program, vpcId, maxAggregationInterval: 60 });
      await old.delete();
      expect(await next.refresh()).toMatchObject({ vpcId, maxAggregationInterval: 60 });
      await next.delete();
    }));

  it("imports by id with inputs that ask for no change", () =>
    withVpc(async (vpcId) => {
      const log = new Life(await emulatedProvider(), TOKEN);
      await log.create({ ...program, vpcId, tags });
      const imported = await log.importBy(log.id);
      expect(imported?.inputs).toMatchObject({ ...program, vpcId, tags });
      expect((await log.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await log.delete();
      expect(await log.importBy(log.id)).toBeUndefined();
    }));

  it("fails with code and message of the API", () =>
    withVpc(async (vpcId) => {
      const provider = await emulatedProvider();
      const first = new Life(provider, TOKEN);
      await first.create({ ...program, vpcId });
      await expect(new Life(provider, TOKEN).create({ ...program, vpcId })).rejects.toThrow(
        apiErrorPattern("creating Flow Log", "EC2: CreateFlowLogs", "FlowLogAlreadyExists"),
      );
      await first.delete();
    }));

  it("fails where the API answers with success and an unsuccessful item", () =>
    withVpc(async (vpcId) => {
      const log = new Life(await emulatedProvider(), TOKEN);
      const into = { logDestinationType: "s3", logDestination: "arn:aws:s3:::no-such-bucket" };
      await expect(log.create({ vpcId, trafficType: "ALL", ...into })).rejects.toThrow(
        `creating Flow Log: ${vpcId}: 400: LogDestination: no-such-bucket does not exist.`,
      );
    }));
});
