import type { Unwrap } from "@pulumi/pulumi";
import type { InstanceArgs, InstanceState } from "@pulumi/aws/rds/instance.js";

import type { ResourceType } from "../resource-type.ts";
import type { Value } from "../value.ts";

export type Inputs = Unwrap<InstanceArgs>;
export type State = Unwrap<InstanceState>;

const NOT_KEPT = "moto does not keep it";

/**
 * What the provider knows of a DB instance. Left out: replicas, restoring (`restoreToPointInTime`, `s3Import`,
 * `snapshotIdentifier`), directories (`domain…`), blue/green updates, and `latestRestorableTime`, which the emulator
 * answers with the present moment.
 *
 * Source: RDS API reference, CreateDBInstance and ModifyDBInstance: what only the first one has, replaces.
 */
export const properties = {
  identifier: { kind: "string", computed: true },
  identifierPrefix: { kind: "string", computed: true, conflictsWith: ["identifier"] },
  engine: { kind: "string", computed: true, replaces: true, equal: sameInLowerCase },
  // A prefix of the version is recorded as it was given (`8.4`), see `configuredVersion`.
  engineVersion: { kind: "string", computed: true },
  engineLifecycleSupport: { kind: "string", computed: true },
  instanceClass: { kind: "string", required: true },
  licenseModel: { kind: "string", computed: true },

  allocatedStorage: { kind: "number", computed: true, equal: sameOrGrown },
  maxAllocatedStorage: { kind: "number", equal: sameOrNoRoom },
  storageType: { kind: "string", computed: true },
  storageEncrypted: { kind: "boolean", replaces: true },
  storageThroughput: { kind: "number", computed: true },
  iops: { kind: "number", computed: true },
  kmsKeyId: { kind: "string", computed: true, replaces: true },
  dedicatedLogVolume: { kind: "boolean" },

  dbName: { kind: "string", computed: true, replaces: true },
  username: { kind: "string", computed: true, replaces: true },
  password: {
    kind: "string",
    local: true,
    secret: true,
    conflictsWith: ["manageMasterUserPassword", "passwordWo"],
  },
  // Write-only: only a new `passwordWoVersion` says that it changed.
  passwordWo: {
    kind: "string",
    local: true,
    secret: true,
    conflictsWith: ["manageMasterUserPassword"],
    equal: () => true,
  },
  passwordWoVersion: { kind: "number", local: true },
  manageMasterUserPassword: { kind: "boolean", local: true },
  masterUserSecretKmsKeyId: { kind: "string", computed: true },
  iamDatabaseAuthenticationEnabled: { kind: "boolean" },
  characterSetName: { kind: "string", computed: true, replaces: true },
  ncharCharacterSetName: {
    kind: "string",
    computed: true,
    replaces: true,
    simulated: NOT_KEPT,
  },
  timezone: { kind: "string", computed: true, replaces: true, simulated: NOT_KEPT },

  availabilityZone: { kind: "string", computed: true, replaces: true },
  multiAz: { kind: "boolean", computed: true },
  dbSubnetGroupName: { kind: "string", computed: true },
  vpcSecurityGroupIds: { kind: "set", computed: true },
  publiclyAccessible: { kind: "boolean", default: false },
  port: { kind: "number", computed: true },
  networkType: { kind: "string", computed: true },
  customerOwnedIpEnabled: { kind: "boolean", simulated: NOT_KEPT },
  caCertIdentifier: { kind: "string", computed: true },
  parameterGroupName: { kind: "string", computed: true },
  optionGroupName: { kind: "string", computed: true },
  customIamInstanceProfile: { kind: "string", replaces: true, simulated: NOT_KEPT },

  backupRetentionPeriod: { kind: "number", computed: true },
  backupWindow: { kind: "string", computed: true },
  backupTarget: { kind: "string", computed: true, replaces: true, simulated: NOT_KEPT },
  copyTagsToSnapshot: { kind: "boolean", default: false },
  maintenanceWindow: { kind: "string", computed: true, equal: sameInLowerCase },
  autoMinorVersionUpgrade: { kind: "boolean", default: true },
  deletionProtection: { kind: "boolean" },

  enabledCloudwatchLogsExports: { kind: "set" },
  monitoringInterval: { kind: "number", default: 0 },
  monitoringRoleArn: { kind: "string", computed: true },
  databaseInsightsMode: { kind: "string", computed: true },
  performanceInsightsEnabled: { kind: "boolean", default: false },
  performanceInsightsKmsKeyId: { kind: "string", computed: true },
  performanceInsightsRetentionPeriod: { kind: "number", computed: true },

  allowMajorVersionUpgrade: { kind: "boolean", local: true },
  applyImmediately: { kind: "boolean", computed: true, local: true },
  deleteAutomatedBackups: { kind: "boolean", default: true, local: true },
  finalSnapshotIdentifier: { kind: "string", local: true },
  skipFinalSnapshot: { kind: "boolean", default: false, local: true },

  region: { kind: "string", computed: true, replaces: true },
  tags: { kind: "map" },
  address: { kind: "string", output: true, recomputed: ["identifier", "identifierPrefix"] },
  arn: { kind: "string", output: true, recomputed: ["identifier", "identifierPrefix"] },
  endpoint: {
    kind: "string",
    output: true,
    recomputed: ["identifier", "identifierPrefix", "port"],
  },
  engineVersionActual: { kind: "string", output: true, recomputed: ["engineVersion"] },
  hostedZoneId: { kind: "string", output: true },
  masterUserSecrets: {
    kind: "list",
    of: { kind: "object" },
    output: true,
    recomputed: ["manageMasterUserPassword", "masterUserSecretKmsKeyId"],
  },
  replicas: { kind: "list", output: true },
  resourceId: { kind: "string", output: true },
  status: { kind: "string", output: true },
} as const satisfies ResourceType<Inputs, State>["properties"];

function sameInLowerCase(before: Value, after: Value): boolean {
  return String(before).toLowerCase() === String(after).toLowerCase();
}

/** Storage that may grow by itself is allowed to have grown. */
function sameOrGrown(before: Value, after: Value, beside: { readonly [name: string]: Value }) {
  const room = Number(beside.maxAllocatedStorage ?? 0);
  return before === after || (Number(before) > Number(after) && room > Number(after));
}

/** RDS answers no limit where the limit is what there is already. */
function sameOrNoRoom(before: Value, after: Value, beside: { readonly [name: string]: Value }) {
  const limited = before !== undefined && before !== 0;
  return before === after || (!limited && after === beside.allocatedStorage);
}
