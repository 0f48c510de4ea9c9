import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./bucket-lifecycle-configuration.ts";

const TOKEN = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const Bucket = "strata-test-lifecycle";
const rule = (id: string, more: object = {}) => ({
  id,
  status: "Enabled",
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  ...more,
});
const program = { bucket: Bucket, rules: [rule("uploads")] };
const full = {
  bucket: Bucket,
  expectedBucketOwner: "123456789012",
  transitionDefaultMinimumObjectSize: "varies_by_storage_class",
  rules: [
    rule("all", {
      filter: {},
      noncurrentVersionExpiration: { noncurrentDays: 30, newerNoncurrentVersions: 3 },
      expiration: { expiredObjectDeleteMarker: true },
    }),
    rule("logs", { filter: { prefix: "logs/" }, expiration: { days: 90 } }),
    rule("large", { filter: { objectSizeGreaterThan: 1024 }, expiration: { days: 365 } }),
    rule("tagged", { filter: { tag: { key: "Keep", value: "no" } }, expiration: { days: 1 } }),
    rule("several", {
      status: "Disabled",
      filter: {
        and: {
          prefix: "data/",
          objectSizeGreaterThan: 10,
          objectSizeLessThan: 1000,
          tags: { Kind: "raw", Owner: "data" },
        },
      },
      transitions: [
        { days: 30, storageClass: "STANDARD_IA" },
        { days: 90, storageClass: "GLACIER" },
      ],
      noncurrentVersionTransitions: [
        { noncurrentDays: 10, newerNoncurrentVersions: 2, storageClass: "GLACIER" },
      ],
    }),
    rule("old", { prefix: "old/", expiration: { date: "2030-01-01T00:00:00Z" } }),
  ],
};

// S3 API reference: PutBucketLifecycleConfiguration replaces all rules of one bucket.
const decisions: [string, object, string][] = [
  ["bucket", { bucket: "strata-test-other" }, "replace"],
  ["expectedBucketOwner", { expectedBucketOwner: "210987654321" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["rules", { rules: full.rules.slice(1) }, "update"],
  [
    "transitionDefaultMinimumObjectSize",
    { transitionDefaultMinimumObjectSize: "all_storage_classes_128K" },
    "update",
  ],
  ["timeouts", { timeouts: { create: "5m" } }, "update"],
];
const [first, ...rest] = full.rules;

it.each([
  ...decisions,
  [
    "nothing, but an empty filter",
    { rules: [{ ...first, filter: undefined }, ...rest] },
    "nothing",
  ],
  ["nothing", {}, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, full, { ...full, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  ["no rules", { rules: [] }, "at least one rule"],
  ["another status", { rules: [rule("a", { status: "On" })] }, "Enabled or Disabled, got On"],
  ["filter and prefix", { rules: [rule("a", { filter: {}, prefix: "a" })] }, "not both"],
  [
    "a transition without a time",
    { rules: [rule("a", { transitions: [{ storageClass: "GLACIER" }] })] },
    'exactly one of "date" and "days"',
  ],
])("rejects %s", async (_what, wrong, message) => {
  const lifecycle = new Life(await emulatedProvider(), TOKEN);
  await expect(lifecycle.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const s3 = () => awsClients(emulatorAddress(), "us-east-1").s3();
  const life = async () => new Life(await emulatedProvider(), TOKEN);
  beforeEach(async () => {
    await (await s3()).createBucket({ Bucket });
  });
  afterEach(async () => {
    await (await s3()).deleteBucket({ Bucket });
  });

  it.each([
    ["minimal", program, Bucket, "all_storage_classes_128K"],
    ["full", full, `${Bucket},123456789012`, "varies_by_storage_class"],
  ])(
    "reads back what it made (%s), and a second look finds no difference",
    async (_, inputs, id, transitionDefaultMinimumObjectSize) => {
      const lifecycle = await life();
      const state = await lifecycle.create(inputs);
      expect(state).toMatchObject({ id, ...inputs, transitionDefaultMinimumObjectSize });
      expect(await lifecycle.refresh()).toEqual(state);
      expect((await lifecycle.diff(inputs)).differences).toEqual([]);
      const imported = await lifecycle.importBy(id);
      expect((await lifecycle.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await lifecycle.delete();
      expect(await lifecycle.refresh()).toBeUndefined();
      expect(await lifecycle.importBy(id)).toBeUndefined();
      await lifecycle.delete();
    },
  );

  it("updates in place and sees what others changed", async () => {
    const lifecycle = await life();
    await lifecycle.create(program);
    const changed = { bucket: Bucket, rules: full.rules };
    expect(await lifecycle.update(changed)).toMatchObject(changed);
    expect((await lifecycle.diff(changed)).differences).toEqual([]);
    const [all, ...others] = full.rules;
    const noncurrentVersionExpiration = { noncurrentDays: 30, newerNoncurrentVersions: 5 };
    const wanted = { bucket: Bucket, rules: [{ ...all, noncurrentVersionExpiration }, ...others] };
    expect((await lifecycle.diff(wanted)).differences).toEqual([
      {
        path: "rules[0].noncurrentVersionExpiration.newerNoncurrentVersions",
        kind: "update",
        replaces: false,
      },
    ]);
    await (
      await s3()
    ).putBucketLifecycleConfiguration({
      Bucket,
      LifecycleConfiguration: {
        Rules: [{ ID: "all", Status: "Enabled", Filter: {}, Expiration: { Days: 1 } }],
      },
    });
    await lifecycle.refresh();
    expect((await lifecycle.diff(changed)).changed).toEqual(["rules"]);
    await lifecycle.delete();
  });

  it("fails with code and message of the API", async () => {
    const lifecycle = await life();
    await expect(lifecycle.create({ ...program, bucket: "strata-test-absent" })).rejects.toThrow(
      /^creating S3 Bucket Lifecycle .* S3: PutBucketLifecycleConfiguration, .* NoSuchBucket: /,
    );
  });
});
