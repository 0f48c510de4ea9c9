import { record } from "@strata/testing";

import { Database, type DatabaseArgs } from "./database.ts";

const args: DatabaseArgs = {
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupId: "sg-1",
  mysqlVersion: "8.4",
  instanceClass: "db.t3.micro",
  storageGiB: 20,
  databaseName: "app",
  masterUsername: "strata",
  backupDays: 7,
  multiAz: false,
  deletionProtection: true,
  skipFinalSnapshot: false,
  applyImmediately: false,
};

const database = (changes: Partial<DatabaseArgs> = {}) =>
  record({ project: "data" }, () => new Database("main", { ...args, ...changes }));

async function instanceInputs(changes: Partial<DatabaseArgs> = {}) {
  const { resources } = await database(changes);
  return resources.find(({ type }) => type === "aws:rds/instance:Instance")?.inputs;
}

it("is encrypted, private, and has no password in its inputs", async () => {
  expect(await instanceInputs()).toEqual({
    identifier: "strata-local-data-main",
    engine: "mysql",
    engineVersion: "8.4",
    engineLifecycleSupport: "open-source-rds-extended-support-disabled",
    autoMinorVersionUpgrade: true,
    instanceClass: "db.t3.micro",
    allocatedStorage: 20,
    storageType: "gp3",
    storageEncrypted: true,
    dbName: "app",
    username: "strata",
    manageMasterUserPassword: true,
    iamDatabaseAuthenticationEnabled: true,
    port: 3306,
    dbSubnetGroupName: "strata-local-data-main",
    vpcSecurityGroupIds: ["sg-1"],
    publiclyAccessible: false,
    multiAz: false,
    caCertIdentifier: "rds-ca-rsa2048-g1",
    backupRetentionPeriod: 7,
    copyTagsToSnapshot: true,
    applyImmediately: false,
    deletionProtection: true,
    skipFinalSnapshot: false,
    finalSnapshotIdentifier: "strata-local-data-main-final",
  });
});

it("names no final snapshot when there is none", async () => {
  expect(await instanceInputs({ skipFinalSnapshot: true })).not.toHaveProperty(
    "finalSnapshotIdentifier",
  );
});

it("is observed as it is told", async () => {
  const inputs = await instanceInputs({
    enabledLogs: ["error"],
    monitoring: { seconds: 60, roleArn: "arn:aws:iam::1:role/monitoring" },
    performanceInsights: true,
    maxStorageGiB: 100,
  });
  expect(inputs).toMatchObject({
    enabledCloudwatchLogsExports: ["error"],
    monitoringInterval: 60,
    monitoringRoleArn: "arn:aws:iam::1:role/monitoring",
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: 7,
    databaseInsightsMode: "standard",
    maxAllocatedStorage: 100,
  });
  expect(inputs).not.toHaveProperty("performanceInsightsKmsKeyId");
});

it("uses one key for storage, secret and Performance Insights", async () => {
  const kmsKeyArn = "arn:aws:kms:us-east-1:1:key/1";
  expect(await instanceInputs({ kmsKeyArn, performanceInsights: true })).toMatchObject({
    kmsKeyId: kmsKeyArn,
    masterUserSecretKmsKeyId: kmsKeyArn,
    performanceInsightsKmsKeyId: kmsKeyArn,
  });
  expect(await instanceInputs({ kmsKeyArn })).not.toHaveProperty("performanceInsightsKmsKeyId");
});

it("is kept by Pulumi when it is protected", async () => {
  const options = async (isProtected: boolean) => {
    const { resources } = await database({ isProtected });
    return resources.find(({ type }) => type === "aws:rds/instance:Instance")?.options;
  };
  expect(await options(true)).toMatchObject({ protect: true, retainOnDelete: true });
  expect((await options(false))?.protect).toBeUndefined();
});

it("parents every child to itself", async () => {
  const { result, resources } = await database();
  const children = resources.filter(({ type }) => type.startsWith("aws:"));
  expect(children.map(({ options }) => options.parent === result)).toEqual([true, true]);
});
