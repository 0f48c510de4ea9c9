import { loadSettings } from "@strata/config";
import { dataContract } from "@strata/contract-data";
import { networkContract } from "@strata/contract-network";
import { layerNames } from "@strata/naming";
import { layerProvider } from "@strata/tagging";

import { AccessLog } from "./src/access-log.ts";
import { BackupVault } from "./src/backup-vault.ts";
import { Database } from "./src/database.ts";
import { DatabaseLogs } from "./src/database-logs.ts";
import { DatabaseOptions } from "./src/database-options.ts";
import { EncryptionKey } from "./src/encryption-key.ts";
import { maxConnections } from "./src/instance-class.ts";
import { logDelivery } from "./src/log-delivery.ts";
import { MonitoringRole } from "./src/monitoring-role.ts";
import { SecureBucket } from "./src/secure-bucket.ts";
import { dataSettings } from "./src/settings.ts";

/** Buckets and the MySQL database. */
export default function data() {
  const settings = loadSettings(dataSettings);
  const network = networkContract.read();
  const opts = { provider: layerProvider() };
  const names = layerNames();
  const { databaseLogs, noncurrentDays, versionedBuckets: isVersioned } = settings;
  const forceDestroy = settings.forceDestroyBuckets;
  const isProtected = settings.protectStateful;

  const key = settings.customerManagedKey
    ? new EncryptionKey("main", { isProtected }, opts)
    : undefined;
  const kms = key === undefined ? {} : { kmsKeyArn: key.arn };

  const { dataBucket, logsBucket } = settings.seedParity ? plainBuckets() : controlledBuckets();
  const { logs, ...tuning } = settings.seedParity ? {} : tunedDatabase();
  const mysql = new Database(
    "main",
    {
      ...settings,
      ...tuning,
      ...kms,
      isProtected,
      subnetIds: network.databaseSubnetIds,
      securityGroupId: network.dbSecurityGroupId,
    },
    opts,
  );
  if (settings.backupVault) {
    const keepDays = settings.backupDays;
    new BackupVault(
      "main",
      { databaseArn: mysql.arn, keepDays, forceDestroy, isProtected, ...kms },
      opts,
    );
  }

  return dataContract.publish({
    dataBucketName: dataBucket.bucketName,
    dataBucketArn: dataBucket.bucketArn,
    logsBucketName: logsBucket.bucketName,
    logsBucketArn: logsBucket.bucketArn,
    dbInstanceIdentifier: mysql.identifier,
    dbInstanceArn: mysql.arn,
    dbResourceId: mysql.resourceId,
    rdsEndpoint: mysql.endpoint,
    rdsAddress: mysql.address,
    dbPort: mysql.port,
    dbName: settings.databaseName,
    dbInstanceClass: settings.instanceClass,
    dbAllocatedStorageGiB: settings.storageGiB,
    dbMaxConnections: maxConnections(settings.instanceClass),
    dbSecretArn: mysql.secretArn,
    dbLogGroupNames: logs?.logGroupNames ?? [],
    kmsKeyArns: key === undefined ? [] : [key.arn],
  });

  /** As in the seed. */
  function plainBuckets() {
    const dataBucket = new SecureBucket("data", { forceDestroy }, opts);
    return { dataBucket, logsBucket: new SecureBucket("logs", { forceDestroy }, opts) };
  }

  function controlledBuckets() {
    const bucket = { forceDestroy, isProtected };
    const controls = { isVersioned, noncurrentDays };
    const dataBucket = new SecureBucket("data", { ...bucket, ...kms, controls }, opts);
    const allowed = logDelivery(names.bucket("logs"), names.bucket("data"));
    const expireDays = settings.logsBucketDays;
    // Without our key: load balancers and S3 could not write.
    const logsBucket = new SecureBucket(
      "logs",
      { ...bucket, controls: { ...controls, expireDays, allowed } },
      opts,
    );
    const { bucketName } = dataBucket;
    new AccessLog("data", { bucketName, logsBucketName: logsBucket.bucketName }, opts);
    return { dataBucket, logsBucket };
  }

  function tunedDatabase() {
    const retentionDays = settings.databaseLogRetentionDays;
    const logs = new DatabaseLogs("main", { logs: databaseLogs, retentionDays, ...kms }, opts);
    const options = new DatabaseOptions("main", { logs: databaseLogs }, opts);
    const seconds = settings.monitoringSeconds;
    return {
      logs,
      enabledLogs: logs.ready,
      parameterGroupName: options.parameterGroupName,
      ...(options.optionGroupName && { optionGroupName: options.optionGroupName }),
      ...(seconds > 0 && {
        monitoring: { seconds, roleArn: new MonitoringRole("main", opts).arn },
      }),
    };
  }
}
