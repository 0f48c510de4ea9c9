import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";

const TOKEN = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const Bucket = "strata-test-block";
const program = {
  bucket: Bucket,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

// S3 API reference: PutPublicAccessBlock sets the four flags of one bucket.
it.each([
  ["bucket", { bucket: "strata-test-other" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["blockPublicAcls", { blockPublicAcls: false }, "update"],
  ["blockPublicPolicy", { blockPublicPolicy: false }, "update"],
  ["ignorePublicAcls", { ignorePublicAcls: false }, "update"],
  ["restrictPublicBuckets", { restrictPublicBuckets: false }, "update"],
  ["skipDestroy", { skipDestroy: true }, "update"],
  ["nothing", {}, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
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
    ["minimal", { bucket: Bucket }],
    ["full", program],
  ])("reads back what it made (%s), and a second look finds no difference", async (_, inputs) => {
    const block = new Life(await emulatedProvider(), TOKEN);
    const state = await block.create(inputs);
    expect(state).toMatchObject({ blockPublicAcls: false, ...inputs, id: Bucket });
    expect(await block.refresh()).toEqual(state);
    expect((await block.diff(inputs)).differences).toEqual([]);
    await block.delete();
    expect(await block.refresh()).toBeUndefined();
    await block.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const block = new Life(await emulatedProvider(), TOKEN);
    await block.create(program);
    const changed = { ...program, blockPublicAcls: false };
    expect(await block.update(changed)).toMatchObject({ blockPublicAcls: false });
    const PublicAccessBlockConfiguration = { BlockPublicPolicy: false };
    await (await s3()).putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration });
    await block.refresh();
    expect((await block.diff(changed)).differences).toEqual([
      { path: "blockPublicPolicy", kind: "update", replaces: false },
      { path: "ignorePublicAcls", kind: "update", replaces: false },
      { path: "restrictPublicBuckets", kind: "update", replaces: false },
    ]);
    await block.delete();
  });

  it("imports by the bucket's name with inputs that ask for no change", async () => {
    const block = new Life(await emulatedProvider(), TOKEN);
    await block.create(program);
    const imported = await block.importBy(Bucket);
    expect(imported?.inputs).toMatchObject(program);
    expect((await block.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await block.delete();
    expect(await block.importBy(Bucket)).toBeUndefined();
  });

  it("stays where it was told to", async () => {
    const block = new Life(await emulatedProvider(), TOKEN);
    await block.create({ ...program, skipDestroy: true });
    await block.delete();
    expect(await block.refresh()).toMatchObject({ blockPublicAcls: true });
  });

  it("fails with code and message of the API", async () => {
    const block = new Life(await emulatedProvider(), TOKEN);
    await expect(block.create({ ...program, bucket: "strata-test-absent" })).rejects.toThrow(
      /^creating S3 Bucket Public Access Block: operation error S3: PutPublicAccessBlock, .* api error NoSuchBucket: /,
    );
  });
});
