import { awsClients } from "../aws-clients.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./bucket-policy.ts";

const TOKEN = "aws:s3/bucketPolicy:BucketPolicy";
const Bucket = "strata-test-policy";
const arn = `arn:aws:s3:::${Bucket}`;
const onlyTls = {
  Sid: "OnlyTls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [arn, `${arn}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const logDelivery = {
  Sid: "Logs",
  Effect: "Allow",
  Principal: { Service: "logging.s3.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: `${arn}/logs/*`,
};
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const program = { bucket: Bucket, policy: policy(onlyTls) };

// S3 API reference: PutBucketPolicy replaces the policy of one bucket.
const decisions: [string, object, string][] = [
  ["bucket", { bucket: "strata-test-other" }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["policy", { policy: policy(onlyTls, logDelivery) }, "update"],
];
const { Resource, ...others } = onlyTls;
const shuffled = policy({ ...others, Resource: [...Resource].reverse() });

it.each([
  ...decisions,
  ["nothing, but the order of a policy", { policy: shuffled }, "nothing"],
  ["nothing", {}, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it("rejects a policy that is no document", async () => {
  const life = new Life(await emulatedProvider(), TOKEN);
  await expect(life.create({ ...program, policy: "{" })).rejects.toThrow("invalid JSON policy");
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
    const made = await life();
    const state = await made.create(program);
    expect(state).toMatchObject({ id: Bucket, ...program });
    expect(await made.refresh()).toEqual(state);
    expect((await made.diff(program)).differences).toEqual([]);
    await made.delete();
    expect(await made.refresh()).toBeUndefined();
    await made.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const made = await life();
    await made.create(program);
    const changed = { ...program, policy: policy(onlyTls, logDelivery) };
    expect(await made.update(changed)).toMatchObject({ policy: changed.policy });
    await (await s3()).putBucketPolicy({ Bucket, Policy: policy(logDelivery) });
    await made.refresh();
    expect((await made.diff(changed)).differences).toEqual([
      { path: "policy", kind: "update", replaces: false },
    ]);
    await made.delete();
  });

  it("imports by the bucket's name with inputs that ask for no change", async () => {
    const made = await life();
    await made.create(program);
    const imported = await made.importBy(Bucket);
    expect(imported?.inputs).toMatchObject(program);
    expect((await made.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await made.delete();
    expect(await made.importBy(Bucket)).toBeUndefined();
  });

  it("fails where the policy is about another bucket", async () => {
    const made = await life();
    const wrong = policy({ ...onlyTls, Resource: "arn:aws:s3:::strata-test-other/*" });
    await expect(made.create({ ...program, policy: wrong })).rejects.toThrow(
      /^creating S3 Bucket Policy: operation error S3: PutBucketPolicy, .* error MalformedPolicy: /,
    );
  });

  it("fails with code and message of the API", async () => {
    const made = await life();
    const bucket = "strata-test-absent";
    const elsewhere = policy({ ...onlyTls, Resource: `arn:aws:s3:::${bucket}/*` });
    await expect(made.create({ bucket, policy: elsewhere })).rejects.toThrow(
      /^creating S3 Bucket Policy: operation error S3: PutBucketPolicy, .* error NoSuchBucket: /,
    );
  });
});
