import type {
  CreateDBInstanceCommandInput,
  ModifyDBInstanceCommandInput,
} from "@aws-sdk/client-rds";

import type { Change, WithTagsAll } from "../resource-type.ts";
import { tagList } from "../tag-list.ts";
import type { Inputs, State } from "./instance-properties.ts";

type Name = keyof Inputs & string;
type Creation = CreateDBInstanceCommandInput;
type Modification = ModifyDBInstanceCommandInput;

/** Properties that both calls have, under the API's names. */
const SHARED: { readonly [K in Name]?: keyof Creation & keyof Modification } = {
  allocatedStorage: "AllocatedStorage",
  autoMinorVersionUpgrade: "AutoMinorVersionUpgrade",
  backupRetentionPeriod: "BackupRetentionPeriod",
  backupWindow: "PreferredBackupWindow",
  caCertIdentifier: "CACertificateIdentifier",
  copyTagsToSnapshot: "CopyTagsToSnapshot",
  customerOwnedIpEnabled: "EnableCustomerOwnedIp",
  databaseInsightsMode: "DatabaseInsightsMode",
  dbSubnetGroupName: "DBSubnetGroupName",
  dedicatedLogVolume: "DedicatedLogVolume",
  deletionProtection: "DeletionProtection",
  engineLifecycleSupport: "EngineLifecycleSupport",
  engineVersion: "EngineVersion",
  iamDatabaseAuthenticationEnabled: "EnableIAMDatabaseAuthentication",
  instanceClass: "DBInstanceClass",
  iops: "Iops",
  licenseModel: "LicenseModel",
  maintenanceWindow: "PreferredMaintenanceWindow",
  manageMasterUserPassword: "ManageMasterUserPassword",
  masterUserSecretKmsKeyId: "MasterUserSecretKmsKeyId",
  maxAllocatedStorage: "MaxAllocatedStorage",
  monitoringInterval: "MonitoringInterval",
  monitoringRoleArn: "MonitoringRoleArn",
  multiAz: "MultiAZ",
  networkType: "NetworkType",
  optionGroupName: "OptionGroupName",
  parameterGroupName: "DBParameterGroupName",
  password: "MasterUserPassword",
  performanceInsightsEnabled: "EnablePerformanceInsights",
  performanceInsightsKmsKeyId: "PerformanceInsightsKMSKeyId",
  performanceInsightsRetentionPeriod: "PerformanceInsightsRetentionPeriod",
  publiclyAccessible: "PubliclyAccessible",
  storageThroughput: "StorageThroughput",
  storageType: "StorageType",
  vpcSecurityGroupIds: "VpcSecurityGroupIds",
};

const ON_CREATION: { readonly [K in Name]?: keyof Creation } = {
  ...SHARED,
  availabilityZone: "AvailabilityZone",
  backupTarget: "BackupTarget",
  characterSetName: "CharacterSetName",
  customIamInstanceProfile: "CustomIamInstanceProfile",
  dbName: "DBName",
  enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
  engine: "Engine",
  kmsKeyId: "KmsKeyId",
  ncharCharacterSetName: "NcharCharacterSetName",
  port: "Port",
  storageEncrypted: "StorageEncrypted",
  timezone: "Timezone",
  username: "MasterUsername",
};

/** RDS wants all of these where one changes. */
const STORAGE = ["allocatedStorage", "iops", "storageThroughput", "storageType"] as const;

/** RDS wants all of these where one changes. The mode of Database Insights depends on the others. */
const INSIGHTS = [
  "databaseInsightsMode",
  "performanceInsightsEnabled",
  "performanceInsightsKmsKeyId",
  "performanceInsightsRetentionPeriod",
] as const;

export function creation(identifier: string, inputs: WithTagsAll<Inputs>): Creation {
  const request: Partial<Creation> = parameters(ON_CREATION, inputs, () => true);
  return {
    ...request,
    DBInstanceIdentifier: identifier,
    DBInstanceClass: String(inputs.instanceClass),
    Engine: inputs.engine?.toLowerCase(),
    // Left out, RDS takes a day; the provider's default is none.
    BackupRetentionPeriod: inputs.backupRetentionPeriod ?? 0,
    MasterUserPassword: inputs.password ?? inputs.passwordWo,
    Tags: tagList(inputs.tagsAll),
  };
}

/** Undefined if nothing of the instance itself changed. */
export function modification(
  identifier: string,
  newIdentifier: string | undefined,
  { before, inputs, changed }: Change<WithTagsAll<Inputs>, State>,
): Modification | undefined {
  const together: readonly string[] = [
    ...(changed(...STORAGE) ? STORAGE : []),
    ...(changed(...INSIGHTS) ? INSIGHTS : []),
  ];
  const request: Partial<Modification> = parameters(
    SHARED,
    inputs,
    (name) => changed(name) || together.includes(name),
  );
  if (newIdentifier !== undefined) request.NewDBInstanceIdentifier = newIdentifier;
  if (changed("port")) request.DBPortNumber = inputs.port;
  if (changed("passwordWoVersion") && inputs.passwordWo !== undefined) {
    request.MasterUserPassword = inputs.passwordWo;
  }
  if (changed("manageMasterUserPassword")) {
    request.ManageMasterUserPassword = inputs.manageMasterUserPassword ?? false;
  }
  if (request.MasterUserSecretKmsKeyId !== undefined) request.ManageMasterUserPassword = true;
  // No room to grow is said by the size that there is.
  if (changed("maxAllocatedStorage") && (inputs.maxAllocatedStorage ?? 0) === 0) {
    request.MaxAllocatedStorage = inputs.allocatedStorage ?? before.allocatedStorage;
  }
  for (const name of ["deletionProtection", "iamDatabaseAuthenticationEnabled"] as const) {
    const parameter = SHARED[name];
    if (changed(name) && parameter !== undefined) {
      Object.assign(request, { [parameter]: inputs[name] ?? false });
    }
  }
  if (changed("enabledCloudwatchLogsExports")) {
    const was = before.enabledCloudwatchLogsExports ?? [];
    const wanted = inputs.enabledCloudwatchLogsExports ?? [];
    request.CloudwatchLogsExportConfiguration = {
      EnableLogTypes: wanted.filter((type) => !was.includes(type)),
      DisableLogTypes: was.filter((type) => !wanted.includes(type)),
    };
  }
  if (Object.keys(request).length === 0) return undefined;
  return {
    ...request,
    DBInstanceIdentifier: identifier,
    ApplyImmediately: inputs.applyImmediately ?? false,
    ...(changed("engineVersion")
      ? { AllowMajorVersionUpgrade: inputs.allowMajorVersionUpgrade }
      : {}),
  };
}

function parameters(
  names: { readonly [K in Name]?: string },
  inputs: Inputs,
  wanted: (name: Name) => boolean,
): object {
  const given = (Object.entries(names) as [Name, string][]).filter(
    ([name]) => inputs[name] !== undefined && wanted(name),
  );
  return Object.fromEntries(given.map(([name, parameter]) => [parameter, inputs[name]]));
}
