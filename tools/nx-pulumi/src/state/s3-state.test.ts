import { S3, type S3ClientConfig } from "@aws-sdk/client-s3";
import { startEmulatorForTests } from "@strata/sandbox/for-tests";

import { S3State } from "./s3-state.ts";
import { checkpoint, SECRET_ON_DISK } from "./testing/checkpoint.ts";
import { recordOf } from "./testing/record.ts";

const BUCKET = "strata-state-tests";
const FIRST_INSTALLATION_MS = 300_000;

let emulator: Awaited<ReturnType<typeof startEmulatorForTests>>;
let settings: S3ClientConfig;

beforeAll(async () => {
  emulator = await startEmulatorForTests();
  settings = {
    endpoint: emulator.endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  };
  const s3 = new S3({ ...settings, region: "us-east-1" });
  await s3.createBucket({ Bucket: BUCKET });
  const put = (key: string, body: string) => s3.putObject({ Bucket: BUCKET, Key: key, Body: body });
  await put(".pulumi/stacks/network/dev.json", checkpoint({ vpcId: "vpc-root" }, 2));
  await put("a/b/.pulumi/stacks/network/dev.json", checkpoint({ vpcId: "vpc-prefix" }, 0));
  await put(".pulumi/stacks/data/dev.json", checkpoint({ password: SECRET_ON_DISK }, 0));
  await put(".pulumi/stacks/compute/dev.json", "{");
  await put("a/b/.pulumi/stacks/data/prod.json", checkpoint({}, 0));
  await put("a/b/.pulumi/stacks/network/dev.json.bak", checkpoint({}, 0));
}, FIRST_INSTALLATION_MS);

afterAll(() => emulator.stop());

const stateAt = (path: string) => new S3State(`s3://${path}?region=us-east-1`, settings);

it("reads what a layer publishes, and its resources at the cloud", async () => {
  expect(await stateAt(BUCKET).read("network", "dev")).toEqual({
    outputs: { vpcId: "vpc-root" },
    resourceCount: 3,
    resources: [
      expect.objectContaining({ type: "aws:ec2/subnet:Subnet", id: "subnet-0" }),
      expect.objectContaining({ type: "aws:ec2/subnet:Subnet", id: "subnet-1" }),
    ],
    references: [],
    digest: expect.stringMatching(/^[0-9a-f]{20}$/),
  });
});

it("finds every layer of an environment and every environment of a layer, below its prefix only", async () => {
  expect(await stateAt(BUCKET).layersIn("dev")).toEqual(["compute", "data", "network"]);
  expect(await stateAt(`${BUCKET}/a/b`).layersIn("dev")).toEqual(["network"]);
  expect(await stateAt(`${BUCKET}/a/b`).layersIn("prod")).toEqual(["data"]);
  expect(await stateAt(`${BUCKET}/a/b`).environmentsOf("data")).toEqual(["prod"]);
  expect(await stateAt(`${BUCKET}/a/b`).environmentsOf("network")).toEqual(["dev"]);
  expect(await stateAt(`${BUCKET}/a/b`).environmentsOf("dat")).toEqual([]);
  expect(await stateAt(`${BUCKET}/a`).layersIn("dev")).toEqual([]);
});

it("finds layers beyond the 1,000 objects that S3 lists at once", async () => {
  const s3 = new S3({ ...settings, region: "us-east-1" });
  const names = Array.from({ length: 1005 }, (_, i) => `layer-${String(i).padStart(4, "0")}`);
  const text = checkpoint({}, 0);
  const put = (name: string) =>
    s3.putObject({ Bucket: BUCKET, Key: `many/.pulumi/stacks/${name}/dev.json`, Body: text });
  for (let i = 0; i < names.length; i += 50) await Promise.all(names.slice(i, i + 50).map(put));
  expect(await stateAt(`${BUCKET}/many`).layersIn("dev")).toEqual(names);
}, 60_000);

it.each(["a/b", "a/b/"])("reads below the prefix %s of the URL", async (prefix) => {
  const found = await stateAt(`${BUCKET}/${prefix}`).read("network", "dev");
  expect(found?.outputs).toEqual({ vpcId: "vpc-prefix" });
});

it("never gives the value of a secret", async () => {
  expect((await stateAt(BUCKET).read("data", "dev"))?.outputs).toEqual({ password: "[secret]" });
});

it("finds nothing where no stack was ever made", async () => {
  expect(await stateAt(BUCKET).read("network", "prod")).toBeUndefined();
  expect(await stateAt(`${BUCKET}/a`).read("network", "dev")).toBeUndefined();
});

it("fails on damaged content, and names the object", async () => {
  await expect(stateAt(BUCKET).read("compute", "dev")).rejects.toThrow(
    `the state at s3://${BUCKET}/.pulumi/stacks/compute/dev.json is damaged`,
  );
});

it("fails on a bucket that does not exist, rather than take the layer for missing", async () => {
  await expect(stateAt("strata-no-such-bucket/p").read("network", "dev")).rejects.toThrow(
    /^cannot read the state at s3:\/\/strata-no-such-bucket\/p\/\.pulumi\/stacks\/network\/dev\.json: NoSuchBucket: /,
  );
});

it("fails to list what is in a bucket that does not exist, rather than find nothing", async () => {
  const state = stateAt("strata-no-such-bucket");
  await expect(state.layersIn("dev")).rejects.toThrow(
    /^cannot read the state at s3:\/\/strata-no-such-bucket\/\.pulumi\/stacks: NoSuchBucket: /,
  );
  await expect(state.environmentsOf("network")).rejects.toThrow("NoSuchBucket");
});

it("fails when S3 cannot be reached, and names the object", async () => {
  const nobody = { ...settings, endpoint: "http://127.0.0.1:1" };
  const state = new S3State(`s3://${BUCKET}?region=us-east-1`, nobody);
  await expect(state.read("network", "dev")).rejects.toThrow(
    `cannot read the state at s3://${BUCKET}/.pulumi/stacks/network/dev.json`,
  );
});

it("keeps the URL for messages", () => {
  expect(stateAt(BUCKET).url).toBe(`s3://${BUCKET}?region=us-east-1`);
});

it("keeps a record beside the state, below the same prefix, and forgets it", async () => {
  const state = stateAt(`${BUCKET}/a/b`);
  expect(await state.readRecord("compute", "dev")).toBeUndefined();
  const record = recordOf({ reads: [{ layer: "network", key: "vpcId", digest: "d1" }] });
  await state.writeRecord("compute", "dev", record);
  expect(await state.readRecord("compute", "dev")).toEqual(record);
  expect(await stateAt(BUCKET).readRecord("compute", "dev")).toBeUndefined();
  await state.deleteRecord("compute", "dev");
  expect(await state.readRecord("compute", "dev")).toBeUndefined();
});
