import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";

const TOKEN =
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const Bucket = "strata-test-encrypted";
const rule = (sseAlgorithm: string, more: object = {}) => [
  { applyServerSideEncryptionByDefault: { sseAlgorithm, ...more } },
];
const program = { bucket: Bucket, rules: rule("AES256") };
const full = {
  bucket: Bucket,
  expectedBucketOwner: "123456789012",
  rules: [
    {
      applyServerSideEncryptionByDefault: {
        sseAlgorithm: "aws:kms",
        kmsMasterKeyId: "arn:aws:kms:us-east-1:123456789012:key/one",
      },
      blockedEncryptionTypes: ["SSE-C"],
      bucketKeyEnabled: true,
    },
  ],
};

// S3 API reference: PutBucketEncryption replaces all rules of one bucket.
it.each([
  ["bucket", { bucket: "strata-test-other" }, "replace"],
  ["expectedBucketOwner", { expectedBucketOwner: "210987654321" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["rules, the algorithm", { rules: rule("AES256") }, "update"],
  ["rules, the key", { rules: rule("aws:kms", { kmsMasterKeyId: "two" }) }, "update"],
  ["rules, the bucket key", { rules: rule("aws:kms", { kmsMasterKeyId: "one" }) }, "update"],
  [
    "rules, what is blocked",
    { rules: [{ ...full.rules[0], blockedEncryptionTypes: ["NONE"] }] },
    "update",
  ],
  ["nothing", {}, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, full, { ...full, ...change })).toBe(expected);
});

describe("against the emulator", () => {
  const s3 = () => awsClients(emulatorAddress(), "us-east-1").s3();
  beforeEach(async () => {
    await (await s3()).createBucket({ Bucket });
  });
  afterEach(async () => {
    await (await s3()).deleteBucket({ Bucket });
  });

  it.each([
    ["minimal", program, Bucket],
    ["full", full, `${Bucket},123456789012`],
  ])(
    "reads back what it made (%s), and a second look finds no difference",
    async (_, inputs, id) => {
      const encryption = new Life(await emulatedProvider(), TOKEN);
      const state = await encryption.create(inputs);
      expect(state).toMatchObject({ id, ...inputs });
      expect(await encryption.refresh()).toEqual(state);
      expect((await encryption.diff(inputs)).differences).toEqual([]);
      await encryption.update({ ...inputs, rules: rule("aws:kms") });
      await encryption.delete();
      // Every bucket has this one, whatever is set or taken away.
      expect(await encryption.refresh()).toMatchObject({ rules: rule("AES256") });
      await encryption.delete();
    },
  );

  it("is gone with its bucket", async () => {
    const bucket = "strata-test-gone";
    await (await s3()).createBucket({ Bucket: bucket });
    const encryption = new Life(await emulatedProvider(), TOKEN);
    await encryption.create({ ...program, bucket });
    await (await s3()).deleteBucket({ Bucket: bucket });
    expect(await encryption.refresh()).toBeUndefined();
    expect(await encryption.importBy(bucket)).toBeUndefined();
    await encryption.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const encryption = new Life(await emulatedProvider(), TOKEN);
    await encryption.create(program);
    const changed = { ...program, rules: rule("aws:kms") };
    expect(await encryption.update(changed)).toMatchObject({ rules: rule("aws:kms") });
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "AES256" } as const;
    await (
      await s3()
    ).putBucketEncryption({
      Bucket,
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault }] },
    });
    await encryption.refresh();
    expect((await encryption.diff(changed)).differences).toEqual([
      { path: "rules[0]", kind: "update", replaces: false },
    ]);
    await encryption.delete();
  });

  it.each([
    ["the bucket's name", program, Bucket],
    ["name and owner", full, `${Bucket},123456789012`],
  ])("imports by %s with inputs that ask for no change", async (_, inputs, importId) => {
    const encryption = new Life(await emulatedProvider(), TOKEN);
    await encryption.create(inputs);
    const imported = await encryption.importBy(importId);
    expect(imported?.inputs).toMatchObject(inputs);
    expect((await encryption.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await encryption.delete();
  });

  it("fails with code and message of the API", async () => {
    const encryption = new Life(await emulatedProvider(), TOKEN);
    await expect(encryption.create({ ...program, bucket: "strata-test-absent" })).rejects.toThrow(
      /^creating S3 Bucket Server-side Encryption .* S3: PutBucketEncryption, .* error NoSuchBucket: /,
    );
  });
});
