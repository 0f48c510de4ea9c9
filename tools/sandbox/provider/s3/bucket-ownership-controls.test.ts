import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./bucket-ownership-controls.ts";

const TOKEN = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const Bucket = "strata-test-ownership";
const owning = (objectOwnership: string) => ({ rule: { objectOwnership } });
const program = { bucket: Bucket, ...owning("BucketOwnerPreferred") };

// S3 API reference: PutBucketOwnershipControls sets the one rule of one bucket.
const decisions: [string, object, string][] = [
  ["bucket", { bucket: "strata-test-other" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["rule", owning("ObjectWriter"), "update"],
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

it("rejects another kind of ownership", async () => {
  const controls = new Life(await emulatedProvider(), TOKEN);
  await expect(controls.create({ ...program, ...owning("Everybody") })).rejects.toThrow(
    "BucketOwnerEnforced, got Everybody",
  );
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

  it("reads back what it made, and a second look finds no difference", async () => {
    const controls = await life();
    const state = await controls.create(program);
    expect(state).toMatchObject({ id: Bucket, ...program });
    expect(await controls.refresh()).toEqual(state);
    expect((await controls.diff(program)).differences).toEqual([]);
    await controls.delete();
    expect(await controls.refresh()).toBeUndefined();
    await controls.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const controls = await life();
    await controls.create(program);
    const changed = { ...program, ...owning("BucketOwnerEnforced") };
    expect(await controls.update(changed)).toMatchObject(changed);
    const OwnershipControls = { Rules: [{ ObjectOwnership: "ObjectWriter" as const }] };
    await (await s3()).putBucketOwnershipControls({ Bucket, OwnershipControls });
    await controls.refresh();
    expect((await controls.diff(changed)).differences).toEqual([
      { path: "rule.objectOwnership", kind: "update", replaces: false },
    ]);
    await controls.delete();
  });

  it("imports what every bucket has, by the bucket's name", async () => {
    const controls = await life();
    const imported = await controls.importBy(Bucket);
    expect(imported?.inputs).toMatchObject({ bucket: Bucket, ...owning("BucketOwnerEnforced") });
    await controls.create(program);
    const own = await controls.importBy(Bucket);
    expect((await controls.diff(own?.inputs ?? {})).differences).toEqual([]);
    await controls.delete();
    expect(await controls.importBy(Bucket)).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const controls = await life();
    await expect(controls.create({ ...program, bucket: "strata-test-absent" })).rejects.toThrow(
      /^creating S3 Bucket Ownership Controls: .* S3: PutBucketOwnershipControls, .* NoSuchBucket: /,
    );
  });
});
