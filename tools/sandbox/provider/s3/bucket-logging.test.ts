import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./bucket-logging.ts";

const TOKEN = "aws:s3/bucketLogging:BucketLogging";
const Bucket = "strata-test-logged";
const targetBucket = "strata-test-log-target";
const program = { bucket: Bucket, targetBucket, targetPrefix: "s3/" };
const full = {
  ...program,
  expectedBucketOwner: "123456789012",
  targetGrants: [
    {
      grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" },
      permission: "READ",
    },
  ],
  targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
};

// S3 API reference: PutBucketLogging replaces the logging of one bucket.
const decisions: [string, object, string][] = [
  ["bucket", { bucket: "strata-test-other" }, "replace"],
  ["expectedBucketOwner", { expectedBucketOwner: "210987654321" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["targetBucket", { targetBucket: "strata-test-other" }, "update"],
  ["targetGrants", { targetGrants: [] }, "update"],
  ["targetObjectKeyFormat", { targetObjectKeyFormat: { simplePrefix: {} } }, "update"],
  ["targetPrefix", { targetPrefix: "other/" }, "update"],
];

it.each([...decisions, ["nothing", {}, "nothing"]] as typeof decisions)(
  "a change of %s",
  async (_property, change, expected) => {
    expect(await decision(TOKEN, full, { ...full, ...change })).toBe(expected);
  },
);

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it("rejects two formats of keys", async () => {
  const logging = new Life(await emulatedProvider(), TOKEN);
  const targetObjectKeyFormat = { ...full.targetObjectKeyFormat, simplePrefix: {} };
  await expect(logging.create({ ...full, targetObjectKeyFormat })).rejects.toThrow(
    'needs exactly one of "partitionedPrefix" and "simplePrefix"',
  );
});

describe("against the emulator", () => {
  const s3 = () => awsClients(emulatorAddress(), "us-east-1").s3();
  const life = async () => new Life(await emulatedProvider(), TOKEN);
  const arn = `arn:aws:s3:::${targetBucket}`;
  const mayDeliver = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: ["s3:PutObject"],
        Resource: [`${arn}/s3/*`],
      },
    ],
  };
  beforeAll(async () => {
    await (await s3()).createBucket({ Bucket: targetBucket });
    const Policy = JSON.stringify(mayDeliver);
    await (await s3()).putBucketPolicy({ Bucket: targetBucket, Policy });
  });
  beforeEach(async () => {
    await (await s3()).createBucket({ Bucket });
  });
  afterEach(async () => {
    await (await s3()).deleteBucket({ Bucket });
  });

  it.each([
    ["minimal", program, Bucket],
    ["full", full, `${Bucket},123456789012`],
    ["simple", { ...program, targetObjectKeyFormat: { simplePrefix: {} } }, Bucket],
  ])(
    "reads back what it made (%s), and a second look finds no difference",
    async (_, inputs, id) => {
      const logging = await life();
      const state = await logging.create(inputs);
      expect(state).toMatchObject({ id, ...inputs });
      expect(await logging.refresh()).toEqual(state);
      expect((await logging.diff(inputs)).differences).toEqual([]);
      const imported = await logging.importBy(id);
      expect(imported?.inputs).toMatchObject(inputs);
      expect((await logging.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await logging.delete();
      expect(await logging.refresh()).toBeUndefined();
      expect(await logging.importBy(id)).toBeUndefined();
      await logging.delete();
    },
  );

  it("updates in place and sees what others changed", async () => {
    const logging = await life();
    await logging.create(full);
    const changed = { ...full, targetPrefix: "s3/data/", targetGrants: [] };
    expect(await logging.update(changed)).toMatchObject({ targetPrefix: "s3/data/" });
    expect((await logging.diff(changed)).differences).toEqual([]);
    const LoggingEnabled = { TargetBucket: targetBucket, TargetPrefix: "s3/other/" };
    await (await s3()).putBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled } });
    await logging.refresh();
    expect([...(await logging.diff(changed)).changed].sort()).toEqual([
      "targetObjectKeyFormat",
      "targetPrefix",
    ]);
    await logging.delete();
  });

  it("fails where the target's policy does not let the logs in", async () => {
    const logging = await life();
    await expect(logging.create({ ...program, targetPrefix: "elsewhere/" })).rejects.toThrow(
      /^creating S3 Bucket Logging: .* S3: PutBucketLogging, .* InvalidTargetBucketForLogging: /,
    );
  });
});
