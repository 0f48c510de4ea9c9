import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";

const TOKEN = "aws:s3/bucket:Bucket";
const program = { bucket: "strata-test-bucket", tags: { Name: "data" } };

// S3 has no call that renames or moves a bucket. Terraform plans "forces replacement" for the same.
it.each([
  ["bucket", { bucket: "strata-test-other" }, "delete, then create"],
  ["bucketNamespace", { bucketNamespace: "account-regional" }, "delete, then create"],
  ["objectLockEnabled", { objectLockEnabled: true }, "delete, then create"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["forceDestroy", { forceDestroy: true }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["nothing", {}, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("replaces for another prefix, creating first because the name is not given", async () => {
  const before = { bucketPrefix: "one-" };
  expect(await decision(TOKEN, before, { bucketPrefix: "two-" })).toBe("replace");
});

const s3 = () => awsClients(emulatorAddress(), "us-east-1").s3();

describe("against the emulator", () => {
  it("reads back what it made, and a second look finds no difference", async () => {
    const bucket = new Life(await emulatedProvider(), TOKEN);
    const state = await bucket.create({ ...program, objectLockEnabled: true });
    expect(state).toMatchObject({
      id: "strata-test-bucket",
      bucket: "strata-test-bucket",
      arn: "arn:aws:s3:::strata-test-bucket",
      bucketDomainName: "strata-test-bucket.s3.amazonaws.com",
      bucketRegion: "us-east-1",
      bucketRegionalDomainName: "strata-test-bucket.s3.us-east-1.amazonaws.com",
      hostedZoneId: "Z3AQBSTGFYJSTF",
      bucketNamespace: "global",
      objectLockEnabled: true,
      forceDestroy: false,
      region: "us-east-1",
      tags: { Name: "data" },
      tagsAll: { ...DEFAULT_TAGS, Name: "data" },
    });
    expect(await bucket.refresh()).toEqual(state);
    expect((await bucket.diff({ ...program, objectLockEnabled: true })).differences).toEqual([]);
    await bucket.delete();
    expect(await bucket.refresh()).toBeUndefined();
    await bucket.delete();
  });

  it("names a bucket in lower case, or by a prefix, and tells S3 the location outside us-east-1", async () => {
    const named = new Life(await emulatedProvider(), TOKEN);
    const state = await named.create({ region: "eu-west-1" });
    expect(state).toMatchObject({ bucket: "sample-0001020", bucketRegion: "eu-west-1" });
    expect((await named.diff({ region: "eu-west-1" })).differences).toEqual([]);
    await named.delete();

    const prefixed = new Life(await emulatedProvider(), TOKEN);
    const made = await prefixed.create({ bucketPrefix: "strata-test-" });
    expect(made).toMatchObject({
      bucket: expect.stringMatching(/^strata-test-[0-9a-f]{26}$/),
      bucketPrefix: "strata-test-",
    });
    await prefixed.refresh();
    expect((await prefixed.diff({ bucketPrefix: "strata-test-" })).differences).toEqual([]);
    await prefixed.delete();
  });

  it("updates tags in place and sees what others changed", async () => {
    const bucket = new Life(await emulatedProvider(), TOKEN);
    await bucket.create(program);
    const changed = { ...program, tags: { Owner: "data" } };
    expect(await bucket.update(changed)).toMatchObject({ tags: { Owner: "data" } });
    const TagSet = [{ Key: "Owner", Value: "somebody" }];
    await (await s3()).putBucketTagging({ Bucket: "strata-test-bucket", Tagging: { TagSet } });
    await bucket.refresh();
    expect((await bucket.diff(changed)).differences).toEqual([
      { path: "tags.Owner", kind: "update", replaces: false },
      { path: "tagsAll.Owner", kind: "update", replaces: false },
      { path: "tagsAll.environment", kind: "add", replaces: false },
      { path: "tagsAll.project", kind: "add", replaces: false },
    ]);
    await bucket.delete();
  });

  it("refuses to delete a bucket that holds something, unless it was told to", async () => {
    const bucket = new Life(await emulatedProvider(), TOKEN);
    await bucket.create(program);
    const Bucket = "strata-test-bucket";
    const client = await s3();
    await client.putObject({ Bucket, Key: "plain", Body: "before versions" });
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await client.putBucketVersioning({ Bucket, VersioningConfiguration });
    await client.putObject({ Bucket, Key: "kept", Body: "1" });
    await client.putObject({ Bucket, Key: "kept", Body: "2" });
    await client.deleteObject({ Bucket, Key: "kept" });
    expect((await bucket.refresh())?.versioning).toEqual({ enabled: true, mfaDelete: false });
    await expect(bucket.delete()).rejects.toThrow(/api error BucketNotEmpty: /);

    await bucket.update({ ...program, forceDestroy: true });
    await bucket.delete();
    expect(await bucket.refresh()).toBeUndefined();
  });

  it("imports by name with inputs that ask for no change", async () => {
    const bucket = new Life(await emulatedProvider(), TOKEN);
    await bucket.create(program);
    const imported = await bucket.importBy("strata-test-bucket");
    expect(imported?.inputs).toMatchObject(program);
    expect((await bucket.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await bucket.delete();
    expect(await bucket.importBy("strata-test-bucket")).toBeUndefined();
  });

  it("fails for a bucket that is already there, which S3 itself would answer with success", async () => {
    const provider = await emulatedProvider();
    const first = new Life(provider, TOKEN);
    await first.create(program);
    await expect(new Life(provider, TOKEN).create(program)).rejects.toThrow(
      'creating S3 Bucket: BucketAlreadyExists: this account has "strata-test-bucket" already',
    );
    await first.delete();
  });

  it("fails with code and message of the API", async () => {
    const regional = { region: "eu-west-1", bucket: "strata-test-twice" };
    const provider = await emulatedProvider();
    const first = new Life(provider, TOKEN);
    await first.create(regional);
    await expect(new Life(provider, TOKEN).create(regional)).rejects.toThrow(
      /^creating S3 Bucket: operation error S3: CreateBucket, .* StatusCode: 409, .* error Bucket\S+: /,
    );
    await first.delete();
  });
});

it("makes names of lower case, because S3 takes no others", async () => {
  const seed = new Uint8Array(32).fill(7);
  const provider = await emulatedProvider();
  const { inputs, failures } = await provider.check(TOKEN, "MyData", {}, {}, seed, undefined);
  expect(inputs.bucket).toBe("mydata-0707070");
  expect(failures).toEqual([]);
});

it.each([
  ["Upper", /only lower case letters/],
  ["ab", /between 3 and 63/],
  ["a..b", /two periods/],
  ["192.168.0.1", /IP address/],
  ["-abc", /begin and end/],
])("rejects the name %s before S3 does", async (bucket, message) => {
  const life = new Life(await emulatedProvider(), TOKEN);
  await expect(life.create({ bucket })).rejects.toThrow(message);
});

it.each([
  [{ versioning: { enabled: true } }, "aws.s3.BucketVersioning"],
  [{ lifecycleRules: [{ enabled: true }] }, "aws.s3.BucketLifecycleConfiguration"],
  [{ grants: [] }, "aws.s3.BucketAcl"],
  [{ policy: "{}" }, "aws.s3.BucketPolicy"],
])("rejects %j and names the type to use", async (program, type) => {
  const life = new Life(await emulatedProvider(), TOKEN);
  const message = `deprecated, and the sandbox does not take it: use ${type}`;
  await expect(life.create(program)).rejects.toThrow(message);
});

it("rejects a name beside a prefix, and a long prefix", async () => {
  const life = new Life(await emulatedProvider(), TOKEN);
  await expect(life.create({ bucket: "abc", bucketPrefix: "a" })).rejects.toThrow(/conflicts/);
  await expect(life.create({ bucketPrefix: "a".repeat(38) })).rejects.toThrow(/at most 37/);
});
