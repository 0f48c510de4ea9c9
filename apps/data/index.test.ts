import { parseSettings } from "@strata/config";
import {
  environmentsOf,
  identities,
  inputsByIdentity,
  record,
  recordThroughHost,
  settingsIn,
  valueOf,
} from "@strata/testing";

import data from "./index.ts";
import { dataSettings } from "./src/settings.ts";

const folder = import.meta.dirname;
const settings = settingsIn(folder, "data", "local");
const network = {
  databaseSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  dbSecurityGroupId: "sg-db",
};
const world = { project: "data", settings, outputs: { network } };
const run = () => record(world, data);

it("makes exactly these resources, under names that never change", async () => {
  const { resources } = await run();
  expect(identities(resources)).toEqual([
    "aws:rds/instance:Instance main",
    "aws:rds/subnetGroup:SubnetGroup strata-local-data-main",
    "aws:s3/bucket:Bucket data",
    "aws:s3/bucket:Bucket logs",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock data-public-access",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock logs-public-access",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration data-encryption",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration logs-encryption",
    "pulumi:providers:aws aws",
    "strata:data:Database main",
    "strata:data:SecureBucket data",
    "strata:data:SecureBucket logs",
  ]);
});

it("publishes its contract", async () => {
  const { result } = await run();
  expect(await valueOf(result.dataBucketName)).toBe(
    "strata-local-data-data-123456789012-us-east-1",
  );
  expect(await valueOf(result.dbInstanceIdentifier)).toBe("strata-local-data-main");
  expect(await valueOf(result.rdsEndpoint)).toBe("db.rds.amazonaws.com:3306");
  expect(await valueOf(result.dbMaxConnections)).toBe(61);
  expect(await valueOf(result.dbSecretArn)).toMatch(/^arn:aws:secretsmanager:/);
});

it("refers to network only", async () => {
  const { references } = await run();
  expect(references).toEqual(["organization/network/local"]);
});

it("encrypts both buckets and blocks public access, under the bucket", async () => {
  const { resources } = await run();
  for (const role of ["data", "logs"]) {
    const named = (name: string) => resources.find((resource) => resource.name === name);
    const bucket = resources.find(({ type, name }) => type.endsWith(":Bucket") && name === role);
    const id = `strata-local-data-${role}-123456789012-us-east-1`;
    expect(bucket?.inputs).toEqual({ bucket: id, forceDestroy: true });
    expect(named(`${role}-encryption`)?.inputs).toEqual({
      bucket: id,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    expect(named(`${role}-public-access`)?.inputs).toEqual({
      bucket: id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  }
});

it("fails before any resource exists when a setting is misspelt", async () => {
  const misspelt = { ...world, settings: { ...settings, bakupDays: 3 } };
  await expect(record(misspelt, data)).rejects.toThrow(
    'Unrecognized key: "bakupDays", did you mean "backupDays"?',
  );
});

it.each(environmentsOf(folder))("has valid settings in %s", (environment) => {
  const raw = settingsIn(folder, "data", environment);
  expect(parseSettings(dataSettings, raw, environment)).toBeDefined();
});

it("registers the same resources when Pulumi's own host runs the folder", async () => {
  const here = await run();
  const there = await recordThroughHost(folder, world);
  expect(there.log).toEqual([]);
  expect(there.exitCode).toBe(0);
  expect(inputsByIdentity(there.resources)).toEqual(inputsByIdentity(here.resources));
  expect(Object.keys(there.outputs).sort()).toEqual(Object.keys(here.result).sort());
});
