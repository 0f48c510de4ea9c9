import {
  environmentsOf,
  identities,
  inputsByIdentity,
  record,
  recordThroughHost,
  settingsIn,
  valueOf,
  type Seen,
} from "@strata/testing";

import data from "./index.ts";

const folder = import.meta.dirname;
const network = {
  databaseSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  dbSecurityGroupId: "sg-db",
};
const worldOf = (stack: string, change: object = {}) => ({
  project: "data",
  stack,
  settings: { ...settingsIn(folder, "data", stack), ...change },
  outputs: { network },
});
const change = (stack: string, settings: object) => record(worldOf(stack, settings), data);

/** What an environment has, recorded once. */
const recordings = new Map<string, ReturnType<typeof change>>();
function run(stack: string) {
  const recording = recordings.get(stack) ?? record(worldOf(stack), data);
  recordings.set(stack, recording);
  return recording;
}

const ofType = (resources: readonly Seen[], resource: string) =>
  resources.filter(({ type }) => type.endsWith(`:${resource}`));

/** The exact lists: what is in them never changes its name without an alias and a reason. */
const SEED = [
  "aws:rds/instance:Instance main",
  "aws:rds/subnetGroup:SubnetGroup strata-seed-data-main",
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
];

/** What every environment but the seed has. */
const CONTROLS = [
  "aws:cloudwatch/logGroup:LogGroup main-error",
  "aws:cloudwatch/logGroup:LogGroup main-slowquery",
  "aws:rds/parameterGroup:ParameterGroup strata-seed-data-main",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration data-lifecycle",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration logs-lifecycle",
  "aws:s3/bucketLogging:BucketLogging data-logging",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls data-ownership",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls logs-ownership",
  "aws:s3/bucketPolicy:BucketPolicy data-policy",
  "aws:s3/bucketPolicy:BucketPolicy logs-policy",
  "aws:s3/bucketVersioning:BucketVersioning data-versioning",
  "aws:s3/bucketVersioning:BucketVersioning logs-versioning",
  "strata:data:AccessLog data",
  "strata:data:DatabaseLogs main",
  "strata:data:DatabaseOptions main",
];

const COMPLETE = [
  ...SEED,
  ...CONTROLS,
  "aws:backup/plan:Plan strata-seed-data-main",
  "aws:backup/selection:Selection strata-seed-data-main",
  "aws:backup/vault:Vault strata-seed-data-main",
  "aws:cloudwatch/logGroup:LogGroup main-audit",
  "aws:cloudwatch/logGroup:LogGroup main-general",
  "aws:iam/role:Role strata-seed-data-main-backup",
  "aws:iam/role:Role strata-seed-data-main-monitoring",
  "aws:iam/rolePolicy:RolePolicy strata-seed-data-main-backup",
  "aws:iam/rolePolicy:RolePolicy strata-seed-data-main-monitoring",
  "aws:kms/alias:Alias main",
  "aws:kms/key:Key main",
  "aws:rds/optionGroup:OptionGroup strata-seed-data-main",
  "strata:data:BackupVault main",
  "strata:data:EncryptionKey main",
  "strata:data:MonitoringRole main",
];

const named = (list: readonly string[], stack: string) =>
  list.map((line) => line.replace("strata-seed-", `strata-${stack}-`)).sort();

it.each([
  ["seed", SEED],
  ["local", COMPLETE],
  ["dev", [...SEED, ...CONTROLS]],
  ["staging", [...SEED, ...CONTROLS]],
  ["prod", COMPLETE],
])("makes exactly these resources in %s, under names that never change", async (stack, list) => {
  const { resources } = await run(stack);
  expect(identities(resources)).toEqual(named(list, stack));
});

it("knows every environment that has settings", () => {
  expect(environmentsOf(folder)).toEqual(["dev", "local", "prod", "seed", "staging"]);
});

it.each(["seed", "local"])("puts every AWS resource of %s into a component", async (stack) => {
  const { resources } = await run(stack);
  const orphans = resources.filter(
    ({ type, options }) => type.startsWith("aws:") && options.parent === undefined,
  );
  expect(orphans).toEqual([]);
});

it("publishes its contract", async () => {
  const { result } = await run("seed");
  expect(await valueOf(result.dataBucketName)).toBe("strata-seed-data-data-123456789012-us-east-1");
  expect(await valueOf(result.dbInstanceIdentifier)).toBe("strata-seed-data-main");
  expect(await valueOf(result.rdsEndpoint)).toBe("db.rds.amazonaws.com:3306");
  expect(await valueOf(result.dbMaxConnections)).toBe(61);
  expect(await valueOf(result.dbSecretArn)).toMatch(/^arn:aws:secretsmanager:/);
  expect(await valueOf(result.dbLogGroupNames)).toEqual([]);
  expect(await valueOf(result.kmsKeyArns)).toEqual([]);
});

it("publishes log groups and the key where there are any", async () => {
  const { result } = await run("prod");
  expect(await valueOf(result.dbLogGroupNames)).toEqual(
    ["audit", "error", "general", "slowquery"].map(
      (log) => `/aws/rds/instance/strata-prod-data-main/${log}`,
    ),
  );
  expect(await valueOf(result.kmsKeyArns)).toHaveLength(1);
  expect(await valueOf((await run("staging")).result.kmsKeyArns)).toEqual([]);
});

it("refers to network only", async () => {
  const { references } = await run("local");
  expect(references).toEqual(["organization/network/local"]);
});

describe("the seed", () => {
  it("encrypts both buckets and blocks public access, under the bucket", async () => {
    const { resources } = await run("seed");
    for (const role of ["data", "logs"]) {
      const one = (name: string) => resources.find((resource) => resource.name === name);
      const bucket = resources.find(({ type, name }) => type.endsWith(":Bucket") && name === role);
      const id = `strata-seed-data-${role}-123456789012-us-east-1`;
      expect(bucket?.inputs).toEqual({ bucket: id, forceDestroy: true });
      expect(one(`${role}-encryption`)?.inputs).toEqual({
        bucket: id,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      });
      expect(one(`${role}-public-access`)?.inputs).toEqual({
        bucket: id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
    }
  });

  it("has a database without any of what came later", async () => {
    const { resources } = await run("seed");
    const inputs = Object.keys(ofType(resources, "Instance")[0]?.inputs ?? {}).sort();
    expect(inputs.filter((key) => /Group|kms|monitoring|performance|Logs|max/i.test(key))).toEqual([
      "dbSubnetGroupName",
      "vpcSecurityGroupIds",
    ]);
  });
});

describe("buckets", () => {
  it.each(["dev", "staging", "prod"])("are reached over TLS only in %s", async (stack) => {
    const { resources } = await run(stack);
    const policies = ofType(resources, "BucketPolicy").map(({ inputs }) =>
      String(inputs["policy"]),
    );
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      expect(policy).toContain('"Bool":{"aws:SecureTransport":"false"}');
    }
  });

  it("log requests to the data bucket into the logs bucket, which lets S3 write them", async () => {
    const { resources } = await run("prod");
    const id = (role: string) => `strata-prod-data-${role}-777788889999-us-east-1`;
    expect(ofType(resources, "BucketLogging")[0]?.inputs).toEqual({
      bucket: id("data"),
      targetBucket: id("logs"),
      targetPrefix: "s3/",
    });
    const policy = resources.find(({ name }) => name === "logs-policy")?.inputs["policy"];
    expect(policy).toContain(`arn:aws:s3:::${id("logs")}/s3/*`);
    expect(policy).toContain(`arn:aws:s3:::${id("logs")}/alb/AWSLogs/777788889999/*`);
  });

  it("encrypt data with the key, and never logs, which AWS could not write then", async () => {
    const { resources } = await run("prod");
    const algorithm = (role: string) =>
      JSON.stringify(resources.find(({ name }) => name === `${role}-encryption`)?.inputs["rules"]);
    expect(algorithm("data")).toContain('"aws:kms"');
    expect(algorithm("logs")).toContain('"AES256"');
  });
});

describe("the database", () => {
  const instance = async (stack: string) => {
    const { resources } = await run(stack);
    return ofType(resources, "Instance")[0];
  };

  it.each(["local", "dev", "staging", "prod"])("is private and encrypted in %s", async (stack) => {
    expect((await instance(stack))?.inputs).toMatchObject({
      publiclyAccessible: false,
      storageEncrypted: true,
      parameterGroupName: `strata-${stack}-data-main`,
      iamDatabaseAuthenticationEnabled: true,
    });
  });

  it.each(["dev", "staging", "prod"])("demands TLS in %s", async (stack) => {
    const { resources } = await run(stack);
    expect(ofType(resources, "ParameterGroup")[0]?.inputs["parameters"]).toContainEqual({
      name: "require_secure_transport",
      value: "1",
    });
  });

  it("sends the logs that have a group, with an end to what they keep", async () => {
    const { resources } = await run("prod");
    expect((await instance("prod"))?.inputs["enabledCloudwatchLogsExports"]).toEqual([
      "audit",
      "error",
      "general",
      "slowquery",
    ]);
    const names = resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    for (const log of ["audit", "error", "general", "slowquery"]) {
      expect(names.indexOf(`LogGroup main-${log}`)).toBeLessThan(names.indexOf("Instance main"));
    }
    const groups = ofType(resources, "LogGroup").map(({ inputs }) => inputs["retentionInDays"]);
    expect(groups).toEqual([365, 365, 365, 365]);
  });

  it("lets its own monitoring alone use the role", async () => {
    const { resources } = await run("prod");
    const role = resources.find(({ name }) => name === "strata-prod-data-main-monitoring");
    expect(JSON.parse(String(role?.inputs["assumeRolePolicy"]))).toMatchObject({
      Statement: [
        {
          Principal: { Service: "monitoring.rds.amazonaws.com" },
          Condition: {
            StringEquals: { "aws:SourceAccount": "777788889999" },
            ArnLike: {
              "aws:SourceArn": "arn:aws:rds:us-east-1:777788889999:db:strata-prod-data-main",
            },
          },
        },
      ],
    });
  });

  it.each([
    ["dev", { backupRetentionPeriod: 1, deletionProtection: false, skipFinalSnapshot: true }],
    ["staging", { backupRetentionPeriod: 7, deletionProtection: true, skipFinalSnapshot: false }],
    ["prod", { backupRetentionPeriod: 30, deletionProtection: true, skipFinalSnapshot: false }],
  ])("is kept in %s as the environment needs it", async (stack, inputs) => {
    expect((await instance(stack))?.inputs).toMatchObject(inputs);
  });
});

it.each(["seed", "local", "dev", "staging"])("protects nothing in %s", async (stack) => {
  const { resources } = await run(stack);
  expect(resources.filter(({ options }) => options.protect === true)).toEqual([]);
});

it("protects in prod what holds data, and nothing else of its own accord", async () => {
  const { resources } = await run("prod");
  const kept = resources.filter(({ options }) => options.retainOnDelete === true);
  expect(kept.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort()).toEqual([
    "Bucket data",
    "Bucket logs",
    "Instance main",
    "Key main",
    "Vault strata-prod-data-main",
  ]);
});

it("fails before any resource exists when a setting is misspelt", async () => {
  await expect(change("local", { bakupDays: 3 })).rejects.toThrow(
    'Unrecognized key: "bakupDays", did you mean "backupDays"?',
  );
});

it.each(["seed", "local"])(
  "registers the same resources when Pulumi's own host runs the folder for %s",
  async (stack) => {
    const here = await run(stack);
    const there = await recordThroughHost(folder, worldOf(stack));
    expect(there.log).toEqual([]);
    expect(there.exitCode).toBe(0);
    expect(inputsByIdentity(there.resources)).toEqual(inputsByIdentity(here.resources));
    expect(Object.keys(there.outputs).sort()).toEqual(Object.keys(here.result).sort());
  },
);
