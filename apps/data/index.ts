import { loadSettings } from "@strata/config";
import { dataContract } from "@strata/contract-data";
import { networkContract } from "@strata/contract-network";
import { layerProvider } from "@strata/tagging";

import { Database } from "./src/database.ts";
import { maxConnections } from "./src/instance-class.ts";
import { SecureBucket } from "./src/secure-bucket.ts";
import { dataSettings } from "./src/settings.ts";

/** Buckets and the MySQL database. */
export default function data() {
  const settings = loadSettings(dataSettings);
  const network = networkContract.read();
  const opts = { provider: layerProvider() };
  const { forceDestroyBuckets: forceDestroy, ...database } = settings;

  const dataBucket = new SecureBucket("data", { forceDestroy }, opts);
  const logsBucket = new SecureBucket("logs", { forceDestroy }, opts);
  const mysql = new Database(
    "main",
    {
      ...database,
      subnetIds: network.databaseSubnetIds,
      securityGroupId: network.dbSecurityGroupId,
    },
    opts,
  );

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
    dbLogGroupNames: [],
    kmsKeyArns: [],
  });
}
