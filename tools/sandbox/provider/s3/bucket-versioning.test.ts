import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./bucket-versioning.ts";

const TOKEN = "aws:s3/bucketVersioning:BucketVersioning";
const Bucket = "strata-test-versioning";
const withStatus = (status: string) => ({ versioningConfiguration: { status } });
const program = { bucket: Bucket, ...withStatus("Enabled") };
const owned = { ...program, expectedBucketOwner: "123456789012" };

// S3 API reference: PutBucketVersioning sets the state of one bucket.
const decisions: [string, object, string][] = [
  ["bucket", { bucket: "strata-test-other" }, "replace"],
  ["expectedBucketOwner", { expectedBucketOwner: "210987654321" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["versioningConfiguration", withStatus("Suspended"), "update"],
  ["mfa", { mfa: "serial 123456" }, "update"],
];

it.each([...decisions, ["nothing", {}, "nothing"]] as typeof decisions)(
  "a change of %s",
  async (_property, change, expected) => {
    expect(await decision(TOKEN, owned, { ...owned, ...change })).toBe(expected);
  },
);

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  ["another status", withStatus("On"), "Enabled, Suspended, Disabled, got On"],
  [
    "deletion with a device that the emulator has not",
    { versioningConfiguration: { status: "Enabled", mfaDelete: "Enabled" } },
    "needs the MFA device",
  ],
])("rejects %s", async (_what, wrong, message) => {
  const versioning = new Life(await emulatedProvider(), TOKEN);
  await expect(versioning.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const s3 = () => awsClients(emulatorAddress(), "us-east-1").s3();
  const life = async () => new Life(await emulatedProvider(), TOKEN);
  const status = async () => (await (await s3()).getBucketVersioning({ Bucket })).Status;
  beforeEach(async () => {
    await (await s3()).createBucket({ Bucket });
  });
  afterEach(async () => {
    await (await s3()).deleteBucket({ Bucket });
  });

  it.each([
    ["minimal", program, Bucket],
    ["with the owner", owned, `${Bucket},123456789012`],
    ["never", { ...program, ...withStatus("Disabled") }, Bucket],
  ])(
    "reads back what it made (%s), and a second look finds no difference",
    async (_, inputs, id) => {
      const versioning = await life();
      const state = await versioning.create(inputs);
      expect(state).toMatchObject({ id, ...inputs });
      expect(await versioning.refresh()).toEqual(state);
      expect((await versioning.diff(inputs)).differences).toEqual([]);
      await versioning.delete();
    },
  );

  it("is suspended where it ends, and left alone where it never was", async () => {
    const never = await life();
    await never.create({ ...program, ...withStatus("Disabled") });
    await never.delete();
    expect(await status()).toBeUndefined();
    const versioning = await life();
    await versioning.create(program);
    await versioning.delete();
    expect(await status()).toBe("Suspended");
    await versioning.delete();
  });

  it("is gone with its bucket", async () => {
    const bucket = "strata-test-versioning-gone";
    await (await s3()).createBucket({ Bucket: bucket });
    const versioning = await life();
    await versioning.create({ ...program, bucket });
    await (await s3()).deleteBucket({ Bucket: bucket });
    expect(await versioning.refresh()).toBeUndefined();
    expect(await versioning.importBy(bucket)).toBeUndefined();
    await versioning.delete();
  });

  it("updates in place, but not back to never, and sees what others changed", async () => {
    const versioning = await life();
    await versioning.create(program);
    const changed = { ...program, ...withStatus("Suspended") };
    expect(await versioning.update(changed)).toMatchObject(changed);
    await expect(versioning.update({ ...program, ...withStatus("Disabled") })).rejects.toThrow(
      "cannot be updated from 'Suspended' to 'Disabled'",
    );
    await (
      await s3()
    ).putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
    await versioning.refresh();
    expect((await versioning.diff(changed)).differences).toEqual([
      { path: "versioningConfiguration.status", kind: "update", replaces: false },
    ]);
    await versioning.delete();
  });

  it.each([
    ["the bucket's name", program, Bucket],
    ["name and owner", owned, `${Bucket},123456789012`],
  ])("imports by %s with inputs that ask for no change", async (_, inputs, importId) => {
    const versioning = await life();
    await versioning.create(inputs);
    const imported = await versioning.importBy(importId);
    expect(imported?.inputs).toMatchObject(inputs);
    expect((await versioning.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await versioning.delete();
  });

  it("fails with code and message of the API", async () => {
    const versioning = await life();
    await expect(versioning.create({ ...program, bucket: "strata-test-absent" })).rejects.toThrow(
      /^creating S3 Bucket Versioning: operation error S3: PutBucketVersioning, .* NoSuchBucket: /,
    );
  });
});
