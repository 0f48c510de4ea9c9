import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ports } from "@strata/config";
import { layerNames } from "@strata/naming";

import type { InstanceClass } from "./instance-class.ts";
import { stateful } from "./stateful.ts";

export interface DatabaseArgs {
  /** Subnets in at least two zones, without a way in from the internet. */
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupId: pulumi.Input<string>;
  /** Major version such as "8.4": RDS installs minor versions by itself. */
  readonly mysqlVersion: string;
  readonly instanceClass: InstanceClass;
  readonly storageGiB: number;
  /** Up to which RDS makes the storage larger by itself. */
  readonly maxStorageGiB?: number | undefined;
  readonly databaseName: string;
  /** Set once; a change replaces the database. */
  readonly masterUsername: string;
  readonly backupDays: number;
  readonly multiAz: boolean;
  readonly deletionProtection: boolean;
  readonly skipFinalSnapshot: boolean;
  readonly applyImmediately: boolean;
  /**
   * Pulumi refuses to delete the database.
   * @default false
   */
  readonly isProtected?: boolean;
  /** Key for storage, secret and Performance Insights; AWS's own without. A change replaces the database. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** RDS's own parameters without. */
  readonly parameterGroupName?: pulumi.Input<string>;
  readonly optionGroupName?: pulumi.Input<string>;
  /** Logs that RDS sends to CloudWatch; none without. */
  readonly enabledLogs?: pulumi.Input<string[]>;
  /** Measures the operating system every so many seconds; not without. */
  readonly monitoring?: { readonly seconds: number; readonly roleArn: pulumi.Input<string> };
  /**
   * Find out which statements make the load, for the last seven days.
   * @default false
   */
  readonly performanceInsights?: boolean;
}

/** What Performance Insights keeps without cost. */
const FREE_INSIGHTS_DAYS = 7;

/**
 * An encrypted, private MySQL database whose password is made and rotated by RDS, in Secrets Manager.
 * Cost: db.t3.micro about $15 a month with 20 GiB, twice that with `multiAz`, and $0.40 for the secret.
 */
export class Database extends pulumi.ComponentResource {
  readonly identifier: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly resourceId: pulumi.Output<string>;
  readonly address: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly endpoint: pulumi.Output<string>;
  readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Database", name, {}, opts);
    const names = layerNames();

    const subnetGroup = new aws.rds.SubnetGroup(
      names.base("dbSubnetGroup", name),
      { description: "Private subnets for databases", subnetIds: args.subnetIds },
      { parent: this },
    );
    const instance = new aws.rds.Instance(
      name,
      {
        identifier: names.fixed("dbInstance", name),
        engine: "mysql",
        engineVersion: args.mysqlVersion,
        engineLifecycleSupport: "open-source-rds-extended-support-disabled",
        autoMinorVersionUpgrade: true,
        instanceClass: args.instanceClass,
        allocatedStorage: args.storageGiB,
        ...(args.maxStorageGiB === undefined ? {} : { maxAllocatedStorage: args.maxStorageGiB }),
        storageType: "gp3",
        storageEncrypted: true,
        dbName: args.databaseName,
        username: args.masterUsername,
        manageMasterUserPassword: true,
        iamDatabaseAuthenticationEnabled: true,
        port: ports.database,
        dbSubnetGroupName: subnetGroup.name,
        vpcSecurityGroupIds: [args.securityGroupId],
        publiclyAccessible: false,
        multiAz: args.multiAz,
        caCertIdentifier: "rds-ca-rsa2048-g1",
        backupRetentionPeriod: args.backupDays,
        copyTagsToSnapshot: true,
        applyImmediately: args.applyImmediately,
        deletionProtection: args.deletionProtection,
        skipFinalSnapshot: args.skipFinalSnapshot,
        // RDS demands the name with the last snapshot, and refuses it without.
        ...(args.skipFinalSnapshot
          ? {}
          : { finalSnapshotIdentifier: names.fixed("dbSnapshot", `${name}-final`) }),
        ...observation(args),
        ...keys(args),
        ...(args.parameterGroupName && { parameterGroupName: args.parameterGroupName }),
        ...(args.optionGroupName && { optionGroupName: args.optionGroupName }),
      },
      { parent: this, ...stateful(args.isProtected ?? false) },
    );

    this.identifier = instance.identifier;
    this.arn = instance.arn;
    this.resourceId = instance.resourceId;
    this.address = instance.address;
    this.port = instance.port;
    this.endpoint = instance.endpoint;
    this.secretArn = instance.masterUserSecrets.apply(managedSecret);
    this.registerOutputs({
      identifier: this.identifier,
      arn: this.arn,
      resourceId: this.resourceId,
      address: this.address,
      port: this.port,
      endpoint: this.endpoint,
      secretArn: this.secretArn,
    });
  }
}

function observation({ enabledLogs, monitoring, performanceInsights }: DatabaseArgs) {
  return {
    ...(enabledLogs === undefined ? {} : { enabledCloudwatchLogsExports: enabledLogs }),
    ...(monitoring === undefined
      ? {}
      : { monitoringInterval: monitoring.seconds, monitoringRoleArn: monitoring.roleArn }),
    ...(performanceInsights
      ? {
          databaseInsightsMode: "standard",
          performanceInsightsEnabled: true,
          performanceInsightsRetentionPeriod: FREE_INSIGHTS_DAYS,
        }
      : {}),
  };
}

function keys({ kmsKeyArn, performanceInsights }: DatabaseArgs) {
  if (kmsKeyArn === undefined) return {};
  return {
    kmsKeyId: kmsKeyArn,
    masterUserSecretKmsKeyId: kmsKeyArn,
    ...(performanceInsights ? { performanceInsightsKmsKeyId: kmsKeyArn } : {}),
  };
}

/** RDS lists at most one secret of a master user; none would break the contract, which says so. */
function managedSecret(secrets: readonly { readonly secretArn: string }[]): string {
  return secrets[0]?.secretArn ?? "";
}
