import type { DBInstance, RDS } from "@aws-sdk/client-rds";

import { hasCode, unlessGone } from "../api-error.ts";
import { nameToUse, nameWithPrefix, prefixOf } from "../name-prefix.ts";
import { defineResource } from "../resource-type.ts";
import { tagRecord } from "../tag-list.ts";
import { properties, type Inputs, type State } from "./instance-properties.ts";
import { creation, modification } from "./instance-request.ts";
import { instanceFailures, requireForCreation } from "./instance-rules.ts";
import { updateTags } from "./tags.ts";

/** The API says `DBInstanceNotFound`, the SDK `DBInstanceNotFoundFault`. */
const GONE = "DBInstanceNotFound*";

/** Its id is the resource id (`db-…`), which a new identifier leaves as it is. Source: RDS API reference. */
export const resource = defineResource<Inputs, State>({
  token: "aws:rds/instance:Instance",
  noun: "RDS DB Instance",
  tags: true,
  autoname: {
    property: "identifier",
    maxLength: 63,
    separator: "",
    lowerCase: true,
    unlessGiven: "identifierPrefix",
  },
  properties,
  validate: instanceFailures,

  async create(inputs, call) {
    requireForCreation(inputs);
    const rds = await call.aws.rds();
    const identifier = nameToUse(inputs.identifier, inputs.identifierPrefix);
    const { DBInstance: made } = await rds.createDBInstance(creation(identifier, inputs));
    const id = made?.DbiResourceId ?? "";
    call.created(id);
    return id;
  },

  async read(id, call, prior) {
    const instance = await find(await call.aws.rds(), id);
    return instance === undefined ? undefined : stateOf(instance, prior);
  },

  async update(_id, change, call) {
    const { before, inputs, changed } = change;
    if (changed("port")) refusePort(before.port, inputs.port);
    const rds = await call.aws.rds();
    if (changed("tagsAll")) await updateTags(rds, before.arn, before.tagsAll, inputs.tagsAll);
    const request = modification(before.identifier ?? "", newIdentifier(change), change);
    if (request !== undefined) await rds.modifyDBInstance(request);
  },

  async delete(_id, state, call) {
    const rds = await call.aws.rds();
    const request = {
      DBInstanceIdentifier: state.identifier,
      DeleteAutomatedBackups: state.deleteAutomatedBackups ?? true,
      ...finalSnapshot(state),
    };
    try {
      await unlessGone(rds.deleteDBInstance(request), GONE);
    } catch (error) {
      // A protection that the program took away, which waits for the maintenance window or came from elsewhere.
      const lifted = state.deletionProtection !== true && state.applyImmediately === true;
      if (!lifted || !hasCode(error, "InvalidParameterCombination*")) throw error;
      await rds.modifyDBInstance({
        DBInstanceIdentifier: state.identifier,
        DeletionProtection: false,
        ApplyImmediately: true,
      });
      await unlessGone(rds.deleteDBInstance(request), GONE);
    }
  },

  /** By identifier (as documented) or by resource id. The provider assumes that no final snapshot is wanted. */
  async import(importId, call) {
    const rds = await call.aws.rds();
    const found = await unlessGone(
      rds.describeDBInstances({ DBInstanceIdentifier: importId }),
      GONE,
    );
    const instance = found?.DBInstances?.[0];
    return {
      id: instance?.DbiResourceId ?? importId,
      prior: {
        identifier: instance?.DBInstanceIdentifier,
        skipFinalSnapshot: true,
        deleteAutomatedBackups: true,
      },
    };
  },
});

/** Under whatever identifier: somebody may have given it another. */
async function find(rds: RDS, id: string): Promise<DBInstance | undefined> {
  const { DBInstances } = await rds.describeDBInstances({
    Filters: [{ Name: "dbi-resource-id", Values: [id] }],
  });
  return DBInstances?.[0];
}

function stateOf(db: DBInstance, prior: Partial<State>): Partial<State> {
  const { Address: address, Port: port, HostedZoneId: hostedZoneId } = db.Endpoint ?? {};
  const secret = db.MasterUserSecret;
  return {
    identifier: db.DBInstanceIdentifier,
    identifierPrefix: prefixOf(db.DBInstanceIdentifier, prior.identifierPrefix),
    engine: db.Engine,
    engineVersion: configuredVersion(prior.engineVersion, db.EngineVersion),
    engineVersionActual: db.EngineVersion,
    engineLifecycleSupport: db.EngineLifecycleSupport,
    instanceClass: db.DBInstanceClass,
    licenseModel: db.LicenseModel,
    allocatedStorage: db.AllocatedStorage,
    maxAllocatedStorage: db.MaxAllocatedStorage,
    storageType: db.StorageType,
    storageEncrypted: db.StorageEncrypted,
    storageThroughput: db.StorageThroughput,
    iops: db.Iops,
    kmsKeyId: db.KmsKeyId,
    dedicatedLogVolume: db.DedicatedLogVolume,
    dbName: db.DBName,
    username: db.MasterUsername,
    masterUserSecretKmsKeyId: secret?.KmsKeyId,
    masterUserSecrets:
      secret === undefined
        ? []
        : [
            {
              kmsKeyId: secret.KmsKeyId ?? "",
              secretArn: secret.SecretArn ?? "",
              secretStatus: secret.SecretStatus ?? "",
            },
          ],
    iamDatabaseAuthenticationEnabled: db.IAMDatabaseAuthenticationEnabled,
    characterSetName: db.CharacterSetName,
    availabilityZone: db.AvailabilityZone,
    multiAz: db.MultiAZ,
    dbSubnetGroupName: db.DBSubnetGroup?.DBSubnetGroupName,
    vpcSecurityGroupIds: (db.VpcSecurityGroups ?? []).map(
      (group) => group.VpcSecurityGroupId ?? "",
    ),
    publiclyAccessible: db.PubliclyAccessible,
    port,
    address,
    endpoint: address === undefined ? undefined : `${address}:${port ?? 0}`,
    hostedZoneId,
    networkType: db.NetworkType,
    caCertIdentifier: db.CACertificateIdentifier,
    parameterGroupName: db.DBParameterGroups?.[0]?.DBParameterGroupName,
    optionGroupName: db.OptionGroupMemberships?.[0]?.OptionGroupName,
    backupRetentionPeriod: db.BackupRetentionPeriod,
    backupWindow: db.PreferredBackupWindow,
    backupTarget: db.BackupTarget ?? "region",
    copyTagsToSnapshot: db.CopyTagsToSnapshot,
    maintenanceWindow: db.PreferredMaintenanceWindow,
    autoMinorVersionUpgrade: db.AutoMinorVersionUpgrade,
    deletionProtection: db.DeletionProtection,
    enabledCloudwatchLogsExports: db.EnabledCloudwatchLogsExports ?? [],
    monitoringInterval: db.MonitoringInterval,
    monitoringRoleArn: db.MonitoringRoleArn,
    databaseInsightsMode: db.DatabaseInsightsMode,
    performanceInsightsEnabled: db.PerformanceInsightsEnabled,
    performanceInsightsKmsKeyId: db.PerformanceInsightsKMSKeyId,
    performanceInsightsRetentionPeriod: db.PerformanceInsightsRetentionPeriod,
    arn: db.DBInstanceArn,
    replicas: db.ReadReplicaDBInstanceIdentifiers ?? [],
    resourceId: db.DbiResourceId,
    status: db.DBInstanceStatus,
    tags: tagRecord(db.TagList),
  };
}

/** A version that was given as a prefix stays as it was given while RDS keeps to it: `8.4` for `8.4.3`. */
function configuredVersion(
  configured: string | undefined,
  actual: string | undefined,
): string | undefined {
  return configured !== undefined && actual?.startsWith(`${configured}.`) === true
    ? configured
    : actual;
}

function newIdentifier(change: {
  readonly inputs: Inputs;
  changed(...names: readonly (keyof Inputs)[]): boolean;
}): string | undefined {
  if (change.changed("identifier")) return change.inputs.identifier;
  if (!change.changed("identifierPrefix")) return undefined;
  return nameWithPrefix(change.inputs.identifierPrefix ?? "");
}

function refusePort(before: number | undefined, after: number | undefined): void {
  throw new Error(
    `the emulator cannot change the port of a DB instance (${before} to ${after}), AWS can: ` +
      `replace the instance here (pulumi up --replace), or reset the sandbox`,
  );
}

/** @throws Error when a final snapshot is wanted and has no name. */
function finalSnapshot({ skipFinalSnapshot, finalSnapshotIdentifier }: State) {
  if (skipFinalSnapshot === true) return { SkipFinalSnapshot: true };
  if (finalSnapshotIdentifier !== undefined) {
    return { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: finalSnapshotIdentifier };
  }
  throw new Error(
    '"finalSnapshotIdentifier" is required when "skipFinalSnapshot" is false: set one of them and update first',
  );
}
