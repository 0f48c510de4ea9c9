import { SecretsManager } from "@aws-sdk/client-secrets-manager";

import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { emulatedSubnets } from "../testing/emulated-subnets.ts";

const TOKEN = "aws:rds/instance:Instance";
const SEED = new Uint8Array(32).fill(7);
const key = (name: string) => `arn:aws:kms:us-east-1:123456789012:key/${name}`;
const unnamed = {
  engine: "mysql",
  engineVersion: "8.4",
  instanceClass: "db.t3.micro",
  allocatedStorage: 20,
  username: "strata",
  password: "not-so-secret",
  skipFinalSnapshot: true,
};
const minimal = { identifier: "strata-test-min", ...unnamed };
const managed = {
  identifier: "strata-test-main",
  engine: "mysql",
  engineVersion: "8.4",
  engineLifecycleSupport: "open-source-rds-extended-support-disabled",
  instanceClass: "db.t4g.micro",
  allocatedStorage: 20,
  maxAllocatedStorage: 100,
  storageType: "gp3",
  storageEncrypted: true,
  dbName: "app",
  username: "strata",
  manageMasterUserPassword: true,
  port: 3307,
  publiclyAccessible: false,
  multiAz: true,
  networkType: "IPV4",
  backupRetentionPeriod: 7,
  backupWindow: "01:00-02:00",
  maintenanceWindow: "Mon:03:00-Mon:04:00",
  copyTagsToSnapshot: true,
  autoMinorVersionUpgrade: true,
  iamDatabaseAuthenticationEnabled: true,
  enabledCloudwatchLogsExports: ["error", "slowquery"],
  databaseInsightsMode: "standard",
  caCertIdentifier: "rds-ca-rsa2048-g1",
  deletionProtection: false,
  skipFinalSnapshot: true,
  applyImmediately: true,
  tags: { Name: "main" },
};

// RDS API reference: what ModifyDBInstance has is an update, what only CreateDBInstance has replaces. Checked against
// what terraform plans for the same changes.
it.each([
  ["identifier", { identifier: "strata-test-other" }, "update"],
  ["identifierPrefix", { identifier: undefined, identifierPrefix: "strata-" }, "update"],
  ["engine", { engine: "mariadb" }, "delete, then create"],
  ["engine, only its case", { engine: "MySQL" }, "nothing"],
  ["engineVersion", { engineVersion: "8.0" }, "update"],
  [
    "engineLifecycleSupport",
    { engineLifecycleSupport: "open-source-rds-extended-support" },
    "update",
  ],
  ["instanceClass", { instanceClass: "db.t4g.small" }, "update"],
  ["licenseModel", { licenseModel: "license-included" }, "update"],
  ["allocatedStorage", { allocatedStorage: 30 }, "update"],
  ["maxAllocatedStorage", { maxAllocatedStorage: 200 }, "update"],
  ["maxAllocatedStorage, gone", { maxAllocatedStorage: undefined }, "update"],
  ["storageType", { storageType: "io1" }, "update"],
  ["storageEncrypted", { storageEncrypted: false }, "delete, then create"],
  ["storageThroughput", { storageThroughput: 500 }, "update"],
  ["iops", { iops: 4000 }, "update"],
  ["kmsKeyId", { kmsKeyId: key("other") }, "delete, then create"],
  ["dedicatedLogVolume", { dedicatedLogVolume: true }, "update"],
  ["dbName", { dbName: "other" }, "delete, then create"],
  ["dbName, left out", { dbName: undefined }, "nothing"],
  ["username", { username: "other" }, "delete, then create"],
  ["password", { manageMasterUserPassword: undefined, password: "other1234" }, "update"],
  ["passwordWoVersion", { passwordWoVersion: 2 }, "update"],
  ["passwordWo alone", { manageMasterUserPassword: true, passwordWo: undefined }, "nothing"],
  ["manageMasterUserPassword", { manageMasterUserPassword: undefined }, "update"],
  ["masterUserSecretKmsKeyId", { masterUserSecretKmsKeyId: key("other") }, "update"],
  ["iamDatabaseAuthenticationEnabled", { iamDatabaseAuthenticationEnabled: false }, "update"],
  ["characterSetName", { characterSetName: "UTF8" }, "delete, then create"],
  ["ncharCharacterSetName", { ncharCharacterSetName: "UTF8" }, "delete, then create"],
  ["timezone", { timezone: "UTC" }, "delete, then create"],
  ["availabilityZone", { availabilityZone: "us-east-1c" }, "delete, then create"],
  ["multiAz", { multiAz: false }, "update"],
  ["dbSubnetGroupName", { dbSubnetGroupName: "other" }, "update"],
  ["vpcSecurityGroupIds", { vpcSecurityGroupIds: ["sg-1"] }, "update"],
  ["publiclyAccessible", { publiclyAccessible: true }, "update"],
  ["port", { port: 3308 }, "update"],
  ["networkType", { networkType: "DUAL" }, "update"],
  ["customerOwnedIpEnabled", { customerOwnedIpEnabled: true }, "update"],
  ["caCertIdentifier", { caCertIdentifier: "rds-ca-rsa4096-g1" }, "update"],
  ["parameterGroupName", { parameterGroupName: "other" }, "update"],
  ["optionGroupName", { optionGroupName: "other" }, "update"],
  ["customIamInstanceProfile", { customIamInstanceProfile: "AWSRDSCustom" }, "delete, then create"],
  ["backupRetentionPeriod", { backupRetentionPeriod: 1 }, "update"],
  ["backupWindow", { backupWindow: "04:00-05:00" }, "update"],
  ["backupTarget", { backupTarget: "outposts" }, "delete, then create"],
  ["copyTagsToSnapshot", { copyTagsToSnapshot: false }, "update"],
  ["maintenanceWindow", { maintenanceWindow: "tue:03:00-tue:04:00" }, "update"],
  ["maintenanceWindow, only its case", { maintenanceWindow: "mon:03:00-mon:04:00" }, "nothing"],
  ["autoMinorVersionUpgrade", { autoMinorVersionUpgrade: false }, "update"],
  ["deletionProtection", { deletionProtection: true }, "update"],
  ["enabledCloudwatchLogsExports", { enabledCloudwatchLogsExports: ["error"] }, "update"],
  ["monitoringInterval", { monitoringInterval: 60 }, "update"],
  ["monitoringRoleArn", { monitoringRoleArn: "arn:aws:iam::123456789012:role/m" }, "update"],
  ["databaseInsightsMode", { databaseInsightsMode: "advanced" }, "update"],
  ["performanceInsightsEnabled", { performanceInsightsEnabled: true }, "update"],
  ["performanceInsightsKmsKeyId", { performanceInsightsKmsKeyId: key("other") }, "update"],
  ["performanceInsightsRetentionPeriod", { performanceInsightsRetentionPeriod: 31 }, "update"],
  ["allowMajorVersionUpgrade", { allowMajorVersionUpgrade: true }, "update"],
  ["applyImmediately", { applyImmediately: false }, "update"],
  ["deleteAutomatedBackups", { deleteAutomatedBackups: false }, "update"],
  ["finalSnapshotIdentifier", { finalSnapshotIdentifier: "last" }, "update"],
  ["skipFinalSnapshot", { skipFinalSnapshot: false }, "update"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["nothing", {}, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, managed, { ...managed, ...change })).toBe(expected);
});

it("does not ask for a written-only password again until its version changes", async () => {
  const { password, ...rest } = minimal;
  const before = { ...rest, passwordWo: password, passwordWoVersion: 1 };
  expect(await decision(TOKEN, before, { ...before, passwordWo: "other1234" })).toBe("nothing");
  expect(await decision(TOKEN, before, { ...before, passwordWoVersion: 2 })).toBe("update");
});

describe("against the emulator", () => {
  const rds = () => awsClients(emulatorAddress(), "us-east-1").rds();
  let subnetIds: string[] = [];
  let end = async () => {};
  const group = { DBSubnetGroupName: "strata-test-instances" };
  beforeAll(async () => {
    ({ subnetIds, end } = await emulatedSubnets(2));
    await (
      await rds()
    ).createDBSubnetGroup({ ...group, DBSubnetGroupDescription: "test", SubnetIds: subnetIds });
  });
  afterAll(async () => {
    await (await rds()).deleteDBSubnetGroup(group);
    await end();
  });
  const full = () => ({
    ...managed,
    dbSubnetGroupName: group.DBSubnetGroupName,
    vpcSecurityGroupIds: ["sg-12345678"],
  });

  /** moto keeps automated snapshots under the identifier that an instance had when it was made. */
  async function forgetBackups(DBInstanceIdentifier: string) {
    const client = await rds();
    const { DBSnapshots } = await client.describeDBSnapshots({ DBInstanceIdentifier });
    for (const { DBSnapshotIdentifier } of DBSnapshots ?? []) {
      await client.deleteDBSnapshot({ DBSnapshotIdentifier });
    }
  }

  it("reads back what it made (minimal), and a second look finds no difference", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    const state = await db.create(minimal);
    expect(state).toMatchObject({
      ...minimal,
      id: expect.stringMatching(/^db-[0-9A-Z]+$/),
      arn: "arn:aws:rds:us-east-1:123456789012:db:strata-test-min",
      address: expect.stringMatching(/^strata-test-min\..*\.rds\.amazonaws\.com$/),
      endpoint: `${String(state.address)}:3306`,
      port: 3306,
      resourceId: db.id,
      backupRetentionPeriod: 0,
      engineVersionActual: "8.4",
      publiclyAccessible: false,
      autoMinorVersionUpgrade: true,
      deleteAutomatedBackups: true,
      masterUserSecrets: [],
      status: "available",
    });
    expect(await db.refresh()).toEqual(state);
    expect((await db.diff(minimal)).differences).toEqual([]);
    await db.delete();
    expect(await db.refresh()).toBeUndefined();
    await db.delete();
  });

  it("reads back what it made (as a layer makes it), its password with AWS", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    const program = full();
    const state = await db.create(program);
    expect(state).toMatchObject({
      ...program,
      maintenanceWindow: "mon:03:00-mon:04:00",
      endpoint: `${String(state.address)}:3307`,
      masterUserSecrets: [
        {
          secretArn: expect.stringMatching(
            /^arn:aws:secretsmanager:us-east-1:123456789012:secret:/,
          ),
          secretStatus: "active",
          kmsKeyId: expect.stringMatching(/^arn:aws:kms:/),
        },
      ],
      tagsAll: { ...DEFAULT_TAGS, Name: "main" },
    });
    expect(await db.refresh()).toEqual(state);
    expect((await db.diff(program)).differences).toEqual([]);
    const secrets = new SecretsManager({ ...emulatorAddress(), region: "us-east-1" });
    const [{ secretArn: SecretId } = {}] = state.masterUserSecrets as { secretArn?: string }[];
    expect(await secrets.describeSecret({ SecretId })).toMatchObject({ OwningService: "rds" });
    await db.delete();
    // RDS User Guide, "Password management with Amazon RDS and AWS Secrets Manager": it is deleted with the instance.
    await expect(secrets.describeSecret({ SecretId })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("keeps the password secret", async () => {
    const provider = await emulatedProvider();
    const inputs = {
      ...minimal,
      identifier: "strata-test-secret",
      region: "us-east-1",
      tagsAll: {},
    };
    const { id, state, secrets } = await provider.create(TOKEN, "urn:test", inputs);
    expect(secrets).toEqual(expect.arrayContaining(["password", "passwordWo"]));
    await provider.delete(TOKEN, id, state);
  });

  it("makes identifiers of lower case", async () => {
    const provider = await emulatedProvider();
    const { inputs } = await provider.check(TOKEN, "MyDb", {}, unnamed, SEED, undefined);
    expect(inputs.identifier).toBe("mydb0707070");
  });

  it("names an instance without a separator, or by a prefix", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    expect((await db.create(unnamed)).identifier).toBe("sample0001020");
    expect((await db.diff(unnamed)).differences).toEqual([]);

    const prefixed = new Life(await emulatedProvider(), TOKEN);
    const byPrefix = { ...unnamed, identifierPrefix: "strata-" };
    expect((await prefixed.create(byPrefix)).identifier).toMatch(/^strata-[0-9a-f]{26}$/);
    await prefixed.refresh();
    expect((await prefixed.diff(byPrefix)).differences).toEqual([]);
    const other = { ...unnamed, identifierPrefix: "other-" };
    const renamed = String(prefixed.state.identifier);
    expect((await prefixed.update(other)).identifier).toMatch(/^other-[0-9a-f]{26}$/);
    await prefixed.delete();
    await db.delete();
    await forgetBackups(renamed);
  });

  it("updates in place, keeps its id under a new identifier, and sees what others changed", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    await db.create(full());
    const id = db.id;
    const changed = {
      ...full(),
      identifier: "strata-test-renamed",
      instanceClass: "db.t4g.small",
      allocatedStorage: 40,
      backupRetentionPeriod: 1,
      iamDatabaseAuthenticationEnabled: false,
      enabledCloudwatchLogsExports: ["slowquery", "audit"],
      engineLifecycleSupport: "open-source-rds-extended-support",
      multiAz: false,
      tags: { Owner: "data" },
    };
    const state = await db.update(changed);
    expect(state).toMatchObject({ ...changed, maintenanceWindow: "mon:03:00-mon:04:00", id });
    expect(state.endpoint).toMatch(/^strata-test-renamed\./);
    expect((await db.diff(changed)).differences).toEqual([]);

    await (
      await rds()
    ).modifyDBInstance({
      DBInstanceIdentifier: "strata-test-renamed",
      BackupRetentionPeriod: 5,
    });
    await db.refresh();
    expect((await db.diff(changed)).differences).toEqual([
      { path: "backupRetentionPeriod", kind: "update", replaces: false },
    ]);
    await db.delete();
    await forgetBackups("strata-test-main");
  });

  it("hands its password to AWS and takes it back", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    const { password, ...rest } = minimal;
    await db.create(minimal);
    const state = await db.update({ ...rest, manageMasterUserPassword: true });
    expect(state).toMatchObject({ password: undefined, masterUserSecrets: [{}] });
    expect(await db.update({ ...rest, password })).toMatchObject({ masterUserSecrets: [] });
    await db.delete();
  });

  it("does not call it a difference when RDS upgrades a minor version or grows the storage", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    const program = { ...minimal, maxAllocatedStorage: 100 };
    await db.create(program);
    const DBInstanceIdentifier = minimal.identifier;
    const client = await rds();
    await client.modifyDBInstance({
      DBInstanceIdentifier,
      EngineVersion: "8.4.7",
      AllocatedStorage: 50,
    });
    expect(await db.refresh()).toMatchObject({
      engineVersion: "8.4",
      engineVersionActual: "8.4.7",
      allocatedStorage: 50,
    });
    expect((await db.diff(program)).differences).toEqual([]);
    await client.modifyDBInstance({ DBInstanceIdentifier, EngineVersion: "8.40.1" });
    await db.refresh();
    const moved = await db.diff({ ...program, allocatedStorage: 60 });
    expect(moved.changed).toEqual(["engineVersion", "allocatedStorage"]);
    await db.delete();
  });

  it("takes a limit of what there is for no limit, and takes a limit away", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    const limited = { ...minimal, maxAllocatedStorage: 20 };
    expect((await db.create(limited)).maxAllocatedStorage).toBeUndefined();
    expect((await db.diff(limited)).differences).toEqual([]);
    const room = { ...minimal, maxAllocatedStorage: 50 };
    expect((await db.update(room)).maxAllocatedStorage).toBe(50);
    expect((await db.update(minimal)).maxAllocatedStorage).toBeUndefined();
    await db.delete();
  });

  it("is found under the identifier that somebody gave it, and gets its own back", async () => {
    const provider = await emulatedProvider();
    const db = new Life(provider, TOKEN);
    const { id } = await db.create(minimal);
    const other = new Life(provider, TOKEN);
    await (
      await rds()
    ).modifyDBInstance({
      DBInstanceIdentifier: minimal.identifier,
      NewDBInstanceIdentifier: "strata-test-renamed",
      ApplyImmediately: true,
    });
    const { id: otherId } = await other.create({ ...minimal, identifier: "strata-test-other" });
    expect(otherId).not.toBe(id);
    expect(await db.refresh()).toMatchObject({ id, identifier: "strata-test-renamed" });
    expect((await db.diff(minimal)).differences).toEqual([
      { path: "identifier", kind: "update", replaces: false },
    ]);
    await other.delete();
    expect(await other.refresh()).toBeUndefined();
    expect(await db.update(minimal)).toMatchObject({ id, identifier: minimal.identifier });
    await db.delete();
  });

  it("leaves a final snapshot unless told not to, and asks for its name", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    const kept = { ...minimal, skipFinalSnapshot: false };
    await db.create(kept);
    await expect(db.delete()).rejects.toThrow(
      /^deleting RDS DB Instance \(db-\w+\): "finalSnapshotIdentifier" is required when/,
    );
    await db.update({ ...kept, finalSnapshotIdentifier: "strata-test-last" });
    await db.delete();
    const client = await rds();
    const DBSnapshotIdentifier = "strata-test-last";
    const { DBSnapshots } = await client.describeDBSnapshots({ DBSnapshotIdentifier });
    expect(DBSnapshots).toHaveLength(1);
    await client.deleteDBSnapshot({ DBSnapshotIdentifier });
  });

  describe("shaped like production", () => {
    const groups = { parameterGroupName: "strata-test-pg", optionGroupName: "strata-test-og" };
    const programs = (keyArn: string) => {
      const watched = {
        ...minimal,
        identifier: "strata-test-prod",
        engineVersion: "8.4.6",
        instanceClass: "db.m7g.large",
        ...groups,
        password: undefined,
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: keyArn,
        storageEncrypted: true,
        kmsKeyId: keyArn,
        maxAllocatedStorage: 100,
        multiAz: true,
        monitoringInterval: 60,
        monitoringRoleArn: "arn:aws:iam::123456789012:role/monitoring",
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: keyArn,
        performanceInsightsRetentionPeriod: 465,
        databaseInsightsMode: "advanced",
        enabledCloudwatchLogsExports: ["error", "audit", "slowquery"],
        applyImmediately: true,
      };
      const plain = {
        ...watched,
        monitoringInterval: 0,
        monitoringRoleArn: undefined,
        performanceInsightsEnabled: false,
        performanceInsightsKmsKeyId: undefined,
        performanceInsightsRetentionPeriod: undefined,
        databaseInsightsMode: "standard",
        multiAz: false,
        maxAllocatedStorage: 200,
        enabledCloudwatchLogsExports: ["error"],
      };
      return { watched, plain };
    };
    let watched = programs("").watched;
    let plain = programs("").plain;
    beforeAll(async () => {
      const kms = await awsClients(emulatorAddress(), "us-east-1").kms();
      const { KeyMetadata } = await kms.createKey({});
      ({ watched, plain } = programs(KeyMetadata?.Arn ?? ""));
      const client = await rds();
      for (const suffix of ["", "-2"]) {
        await client.createDBParameterGroup({
          DBParameterGroupName: groups.parameterGroupName + suffix,
          DBParameterGroupFamily: "mysql8.4",
          Description: "test",
        });
        await client.createOptionGroup({
          OptionGroupName: groups.optionGroupName + suffix,
          EngineName: "mysql",
          MajorEngineVersion: "8.4",
          OptionGroupDescription: "test",
        });
      }
    });
    afterAll(async () => {
      const client = await rds();
      for (const suffix of ["", "-2"]) {
        const { parameterGroupName, optionGroupName } = groups;
        await client.deleteDBParameterGroup({ DBParameterGroupName: parameterGroupName + suffix });
        await client.deleteOptionGroup({ OptionGroupName: optionGroupName + suffix });
      }
    });

    it("reads back what it made, and a second look finds no difference", async () => {
      const db = new Life(await emulatedProvider(), TOKEN);
      const state = await db.create(watched);
      expect(state).toMatchObject({
        ...watched,
        masterUserSecrets: [{ kmsKeyId: watched.kmsKeyId }],
      });
      expect(await db.refresh()).toEqual(state);
      expect((await db.diff(watched)).differences).toEqual([]);
      const imported = await db.importBy("strata-test-prod");
      const {
        password: _kept,
        manageMasterUserPassword: _state,
        applyImmediately: _too,
        ...held
      } = watched;
      expect(imported?.inputs).toMatchObject(held);
      await db.delete();
    });

    it("gives up and takes on each in place, and sees what others changed", async () => {
      const db = new Life(await emulatedProvider(), TOKEN);
      const { id } = await db.create(watched);
      const { monitoringRoleArn: _kept, performanceInsightsKmsKeyId: _key, ...less } = plain;
      const { performanceInsightsRetentionPeriod: _days, ...given } = less;
      expect(await db.update(plain)).toMatchObject({ ...given, id });
      expect((await db.diff(plain)).differences).toEqual([]);
      const others = {
        ...watched,
        parameterGroupName: "strata-test-pg-2",
        optionGroupName: "strata-test-og-2",
      };
      expect(await db.update(others)).toMatchObject({ ...others, id });

      await (
        await rds()
      ).modifyDBInstance({
        DBInstanceIdentifier: watched.identifier,
        DatabaseInsightsMode: "standard",
        EnablePerformanceInsights: false,
        ApplyImmediately: true,
      });
      await db.refresh();
      const { changed } = await db.diff(others);
      expect([...changed].sort()).toEqual(["databaseInsightsMode", "performanceInsightsEnabled"]);
      await db.delete();
    });

    it.each([
      [
        { monitoringRoleArn: undefined },
        /InvalidParameterCombination\w*: A MonitoringRoleARN value/,
      ],
      [
        { performanceInsightsRetentionPeriod: 7 },
        /InvalidParameterCombination\w*: .*Advanced mode/,
      ],
      [
        { instanceClass: "db.t4g.small" },
        /InvalidParameterCombination\w*: Performance Insights not/,
      ],
      [{ performanceInsightsKmsKeyId: key("absent") }, /KMSKeyNotAccessible\w*: .*key\/absent/],
      [{ parameterGroupName: "absent" }, /DBParameterGroupNotFound\w*: /],
      [{ optionGroupName: "absent" }, /OptionGroupNotFound\w*: /],
    ])("fails with the words of RDS for %j, made and changed", async (change, message) => {
      const db = new Life(await emulatedProvider(), TOKEN);
      await expect(db.create({ ...watched, ...change })).rejects.toThrow(message);
      expect(db.exists).toBe(false);
      await db.create({ ...plain, monitoringRoleArn: undefined });
      await expect(db.update({ ...watched, ...change })).rejects.toThrow(message);
      await db.delete();
    });

    it("fails to give the secret of a managed password another key, as RDS does", async () => {
      const kms = await awsClients(emulatorAddress(), "us-east-1").kms();
      const other = (await kms.createKey({})).KeyMetadata?.Arn;
      const db = new Life(await emulatedProvider(), TOKEN);
      await db.create(watched);
      await expect(db.update({ ...watched, masterUserSecretKmsKeyId: other })).rejects.toThrow(
        /InvalidParameterCombination\w*: You can't change the KMS key/,
      );
      await db.delete();
    });

    it("takes the default groups by name", async () => {
      const db = new Life(await emulatedProvider(), TOKEN);
      const usual = {
        optionGroupName: "default:mysql-8-4",
        parameterGroupName: "default.mysql8.4",
      };
      expect(await db.create({ ...plain, ...usual })).toMatchObject(usual);
      expect(await db.update(plain)).toMatchObject(groups);
      expect(await db.update({ ...plain, ...usual })).toMatchObject(usual);
      await db.delete();
    });
  });

  it("is protected from deletion until the protection is taken away", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    await db.create({ ...minimal, deletionProtection: true });
    await expect(db.delete()).rejects.toThrow(/api error InvalidParameterCombination\w*: /);
    await db.update({ ...minimal, deletionProtection: false, applyImmediately: true });
    // Protected again by others: the program says that it shall not be.
    await (
      await rds()
    ).modifyDBInstance({ DBInstanceIdentifier: minimal.identifier, DeletionProtection: true });
    await db.delete();
    expect(await db.refresh()).toBeUndefined();
  });

  it("imports by identifier and by resource id, with inputs that ask for no change", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    await db.create(full());
    for (const importId of ["strata-test-main", db.id]) {
      const imported = await db.importBy(importId);
      expect(imported?.id).toBe(db.id);
      expect(imported?.state).toMatchObject({
        identifier: "strata-test-main",
        skipFinalSnapshot: true,
        deleteAutomatedBackups: true,
      });
      const inputs = { ...imported?.inputs, manageMasterUserPassword: true };
      expect((await db.diff(inputs)).differences).toEqual([]);
    }
    await db.delete();
    expect(await db.importBy("strata-test-main")).toBeUndefined();
  });

  it("says what the emulator cannot do", async () => {
    const db = new Life(await emulatedProvider(), TOKEN);
    await db.create(minimal);
    await expect(db.update({ ...minimal, port: 3310 })).rejects.toThrow(
      /the emulator cannot change the port of a DB instance \(3306 to 3310\)/,
    );
    await db.delete();
  });

  it("fails with code and message of the API", async () => {
    const provider = await emulatedProvider();
    const db = new Life(provider, TOKEN);
    await db.create(minimal);
    await expect(new Life(provider, TOKEN).create(minimal)).rejects.toThrow(
      /^creating RDS DB Instance: .* RDS: CreateDBInstance, .* error DBInstanceAlreadyExists\w*: /,
    );
    await db.delete();
  });
});

it.each([
  [{ manageMasterUserPassword: true }, /"password" conflicts with "manageMasterUserPassword"/],
  [{ passwordWo: "x" }, /"password" conflicts with "passwordWo"/],
  [{ identifierPrefix: "x" }, /"identifierPrefix" conflicts with "identifier"/],
  [{ identifier: "Upper" }, /"identifier" is at most 63 lower case/],
  [{ identifier: "two--hyphens" }, /"identifier" is at most 63 lower case/],
  [{ finalSnapshotIdentifier: "1st" }, /"finalSnapshotIdentifier" is letters/],
  [{ backupWindow: "1-2" }, /"backupWindow" is a time span/],
  [{ maintenanceWindow: "03:00-04:00" }, /"maintenanceWindow" is a time span/],
  [{ monitoringInterval: 7 }, /"monitoringInterval" to be one of 0, 1, 5/],
  [{ databaseInsightsMode: "best" }, /"databaseInsightsMode" to be one of standard, advanced/],
  [
    { enabledCloudwatchLogsExports: ["slow"] },
    /"enabledCloudwatchLogsExports\[0\]" is one of agent/,
  ],
  [
    { performanceInsightsRetentionPeriod: 30 },
    /"performanceInsightsRetentionPeriod" to be 7, 731 or/,
  ],
  [{ backupRetentionPeriod: 36 }, /"backupRetentionPeriod" to be 0 to 35 days/],
  [{ allocatedStorage: undefined, engine: undefined }, /instance: "allocatedStorage", "engine"/],
  [{ instanceClass: undefined }, /Missing required property "instanceClass"/],
])("rejects %j before AWS does", async (change, message) => {
  const db = new Life(await emulatedProvider(), TOKEN);
  await expect(db.create({ ...minimal, ...change })).rejects.toThrow(message);
});
