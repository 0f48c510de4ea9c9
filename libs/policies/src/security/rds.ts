import type { PolicyResource } from "../resource.ts";
import { refersTo } from "../resource.ts";
import { resourceRule, stackRule } from "../rule.ts";
import { at, hasUnknown, isUnknown, listAt } from "../unknown.ts";
import { isMissing, isOff, numberOf, securityHub } from "./flag.ts";
import { ofType, partnersOf } from "./pairs.ts";

const INSTANCE = "aws:rds/instance:Instance";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
const OPTIONS = "aws:rds/optionGroup:OptionGroup";
const SELECTION = "aws:backup/selection:Selection";
const SUBSCRIPTION = "aws:rds/eventSubscription:EventSubscription";
const facts = { group: "security", enforcement: "mandatory" } as const;

export const rdsEncrypted = resourceRule({
  ...facts,
  id: "rds-encrypted",
  controls: ["RDS.3", "RDS.4", "CIS 2.2.1"],
  source: securityHub("RDS.3"),
  types: [INSTANCE],
  fix: "Set storageEncrypted to true; it can only be set when the database is made.",
  check: ({ props }) => off(props, "storageEncrypted", "stores data and snapshots in the open"),
});

export const rdsMultiAz = resourceRule({
  ...facts,
  id: "rds-multi-az",
  controls: ["RDS.5", "CIS 2.2.4"],
  source: securityHub("RDS.5"),
  types: [INSTANCE],
  fix: "Set multiAz to true.",
  check: ({ props }) => off(props, "multiAz", "is gone as long as its zone is"),
});

export const rdsMonitoring = resourceRule({
  ...facts,
  id: "rds-enhanced-monitoring",
  controls: ["RDS.6"],
  source: securityHub("RDS.6"),
  types: [INSTANCE],
  fix: "Set monitoringInterval to 60 and monitoringRoleArn.",
  check: ({ props }) =>
    isUnknown(props["monitoringInterval"]) || (numberOf(props["monitoringInterval"]) ?? 0) > 0
      ? undefined
      : { property: "monitoringInterval", message: "does not measure its operating system" },
});

export const rdsDeletionProtection = resourceRule({
  ...facts,
  id: "rds-deletion-protection",
  controls: ["RDS.8"],
  source: securityHub("RDS.8"),
  types: [INSTANCE],
  fix: "Set deletionProtection to true.",
  check: ({ props }) => off(props, "deletionProtection", "can be deleted by mistake"),
});

export const rdsLogs = stackRule({
  ...facts,
  id: "rds-logs",
  controls: ["RDS.9"],
  source: securityHub("RDS.9"),
  types: [INSTANCE],
  fix:
    "Export audit, error, general and slowquery, with general_log and slow_query_log 1 and log_output FILE in the " +
    "parameter group, and MARIADB_AUDIT_PLUGIN in the option group.",
  checkStack: (resources) =>
    mysqlDatabases(resources).flatMap((resource) => {
      if (hasUnknown(resource.props["enabledCloudwatchLogsExports"])) return [];
      const exported = listAt(resource.props, "enabledCloudwatchLogsExports");
      const missing = MYSQL_LOGS.filter((log) => !exported.includes(log));
      if (missing.length > 0) {
        const property = "enabledCloudwatchLogsExports";
        return [{ resource, property, message: `does not export ${missing.join(", ")}` }];
      }
      const off = LOG_PARAMETERS.filter(
        ([name, value]) => parameterOf(resource, resources, name, value) === false,
      ).map(([name]) => name);
      const hasPlugin = hasOption(resource, resources, "MARIADB_AUDIT_PLUGIN");
      const silent = [...off, ...(hasPlugin === false ? ["MARIADB_AUDIT_PLUGIN"] : [])];
      if (silent.length === 0) return [];
      return [
        { resource, message: `exports logs that MySQL does not write: ${silent.join(", ")}` },
      ];
    }),
});

export const rdsIam = resourceRule({
  ...facts,
  id: "rds-iam",
  controls: ["RDS.10"],
  source: securityHub("RDS.10"),
  types: [INSTANCE],
  fix: "Set iamDatabaseAuthenticationEnabled to true.",
  check: ({ props }) =>
    off(props, "iamDatabaseAuthenticationEnabled", "knows passwords only, no IAM roles"),
});

export const rdsBackup = resourceRule({
  ...facts,
  id: "rds-backup",
  controls: ["RDS.11"],
  source: securityHub("RDS.11"),
  types: [INSTANCE],
  fix: "Set backupRetentionPeriod to 7 days or more.",
  check: ({ props }) => {
    const days = props["backupRetentionPeriod"];
    if (isUnknown(days) || !isMissing(props["replicateSourceDb"])) return undefined;
    const number = numberOf(days) ?? 0;
    return number < 7
      ? { property: "backupRetentionPeriod", message: `keeps backups for ${number} days only` }
      : undefined;
  },
});

export const rdsMinorUpgrades = resourceRule({
  ...facts,
  id: "rds-minor-upgrades",
  controls: ["RDS.13", "CIS 2.2.2"],
  source: securityHub("RDS.13"),
  types: [INSTANCE],
  fix: "Leave autoMinorVersionUpgrade on.",
  check: ({ props }) =>
    props["autoMinorVersionUpgrade"] === false
      ? { property: "autoMinorVersionUpgrade", message: "gets no security fixes" }
      : undefined,
});

export const rdsTags = resourceRule({
  ...facts,
  id: "rds-tags",
  controls: ["RDS.17"],
  source: securityHub("RDS.17"),
  types: [INSTANCE],
  fix: "Set copyTagsToSnapshot to true.",
  check: ({ props }) => off(props, "copyTagsToSnapshot", "makes snapshots that belong to nobody"),
});

export const rdsPort = resourceRule({
  ...facts,
  id: "rds-own-port",
  controls: ["RDS.23"],
  source: securityHub("RDS.23"),
  types: [INSTANCE],
  fix: "Take a port that is not the engine's default.",
  check: ({ props }) => {
    const port = props["port"];
    if (isUnknown(port)) return undefined;
    const usual = DEFAULT_PORTS.find(([engine]) => String(props["engine"]).startsWith(engine))?.[1];
    return usual !== undefined && (isMissing(port) || numberOf(port) === usual)
      ? { property: "port", message: `listens where everybody expects it, on ${usual}` }
      : undefined;
  },
});

export const rdsAdmin = resourceRule({
  ...facts,
  id: "rds-admin",
  controls: ["RDS.25"],
  source: securityHub("RDS.25"),
  types: [INSTANCE],
  fix: 'Take another username; "admin" and "postgres" are tried first.',
  check: ({ props }) =>
    ["admin", "postgres"].includes(String(props["username"]))
      ? { property: "username", message: "has the user name that everybody tries" }
      : undefined,
});

export const rdsBackupPlan = stackRule({
  ...facts,
  id: "rds-backup-plan",
  controls: ["RDS.26"],
  source: securityHub("RDS.26"),
  types: [INSTANCE],
  fix: "Name its ARN in a backup.Selection of a backup plan.",
  checkStack: (resources) =>
    ofType(resources, INSTANCE)
      .filter((database) => {
        const { partners, cannotTell } = partnersOf(
          database,
          ofType(resources, SELECTION),
          "resources",
        );
        return partners.length === 0 && !cannotTell;
      })
      .map((resource) => ({ resource, message: "is in no backup plan" })),
});

export const rdsTls = stackRule({
  ...facts,
  id: "rds-tls",
  controls: ["RDS.39"],
  source: securityHub("RDS.39"),
  types: [INSTANCE],
  fix: "Set require_secure_transport to 1 in the parameter group.",
  checkStack: (resources) =>
    mysqlDatabases(resources)
      .filter(
        (one) => parameterOf(one, resources, "require_secure_transport", /^(1|on)$/i) === false,
      )
      .map((resource) => ({ resource, message: "takes connections without TLS" })),
});

export const rdsCa = resourceRule({
  ...facts,
  id: "rds-ca",
  controls: ["CKV_AWS_211"],
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
  types: [INSTANCE],
  fix: "Set caCertIdentifier to rds-ca-rsa2048-g1 or a newer one.",
  check: ({ props }) =>
    /^rds-ca-20(15|19)$/.test(String(props["caCertIdentifier"]))
      ? { property: "caCertIdentifier", message: "has a certificate that has ended" }
      : undefined,
});

export const rdsInsights = resourceRule({
  ...facts,
  id: "rds-performance-insights",
  controls: ["CKV_AWS_353", "CKV_AWS_354"],
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.html",
  types: [INSTANCE],
  fix: "Set performanceInsightsEnabled to true and performanceInsightsKmsKeyId.",
  check: ({ props }) => {
    const property = "performanceInsightsEnabled";
    if (isOff(props[property])) return { property, message: "does not say what makes its load" };
    return isMissing(props["performanceInsightsKmsKeyId"])
      ? { property: "performanceInsightsKmsKeyId", message: "keeps statements under AWS's own key" }
      : undefined;
  },
});

export const rdsNotExtendedSupport = resourceRule({
  ...facts,
  id: "rds-not-extended-support",
  controls: ["rds_instance_extended_support", "rds_instance_deprecated_engine_version"],
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
  types: [INSTANCE],
  fix: 'Take a supported version, and set engineLifecycleSupport to "open-source-rds-extended-support-disabled".',
  check: ({ props }) => {
    const { engine, engineVersion: version, engineLifecycleSupport: support } = props;
    if (isUnknown(version) || isUnknown(support)) return undefined;
    if (engine === "mysql" && /^(5\.|8\.0)/.test(String(version))) {
      return { property: "engineVersion", message: "is of a version that gets no fixes any more" };
    }
    const isOpenSource = engine === "mysql" || engine === "postgres";
    return isOpenSource && support !== "open-source-rds-extended-support-disabled"
      ? { property: "engineLifecycleSupport", message: "goes on as extended support, for money" }
      : undefined;
  },
});

export const rdsManagedPassword = resourceRule({
  ...facts,
  id: "rds-managed-password",
  controls: ["SecretsManager.1", "SecretsManager.2", "SecretsManager.4"],
  source: securityHub("SecretsManager.1"),
  types: [INSTANCE],
  fix: "Set manageMasterUserPassword to true: RDS makes the password and changes it every seven days.",
  check: ({ props }) => {
    if (!isMissing(props["replicateSourceDb"]) || isUnknown(props["manageMasterUserPassword"])) {
      return undefined;
    }
    return isOff(props["manageMasterUserPassword"])
      ? { property: "manageMasterUserPassword", message: "has a password that nobody rotates" }
      : undefined;
  },
});

export const rdsSecretKey = resourceRule({
  ...facts,
  id: "rds-secret-key",
  controls: ["CKV_AWS_149", "AVD-AWS-0098"],
  source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  types: [INSTANCE],
  fix: "Set masterUserSecretKmsKeyId.",
  check: ({ props }) =>
    props["manageMasterUserPassword"] === true && isMissing(props["masterUserSecretKmsKeyId"])
      ? { property: "masterUserSecretKmsKeyId", message: "keeps its password under AWS's own key" }
      : undefined,
});

export const rdsEvents = stackRule({
  ...facts,
  id: "rds-events",
  controls: ["RDS.19", "RDS.20", "RDS.21", "RDS.22"],
  source: securityHub("RDS.19"),
  types: [SUBSCRIPTION],
  fix:
    "Subscribe to all four: db-cluster (maintenance, failure), db-instance (maintenance, configuration change, " +
    "failure), db-parameter-group (configuration change), db-security-group (configuration change, failure). The " +
    "controls pass with none, too.",
  checkStack: (resources) => {
    const subscriptions = ofType(resources, SUBSCRIPTION);
    const [resource] = subscriptions;
    if (resource === undefined || subscriptions.some(({ props }) => hasUnknownEvents(props))) {
      return [];
    }
    const missing = Object.entries(EVENTS)
      .filter(([source, wanted]) => !subscriptions.some((one) => tells(one, source, wanted)))
      .map(([source]) => source);
    if (missing.length === 0) return [];
    return [{ resource, message: `and the others say nothing of ${missing.join(", ")}` }];
  },
});

const MYSQL_LOGS = ["audit", "error", "general", "slowquery"];
const LOG_PARAMETERS = [
  ["general_log", /^(1|on)$/i],
  ["slow_query_log", /^(1|on)$/i],
  ["log_output", /^file$/i],
] as const;
const DEFAULT_PORTS = [
  ["mysql", 3306],
  ["mariadb", 3306],
  ["aurora-mysql", 3306],
  ["postgres", 5432],
  ["aurora-postgresql", 5432],
  ["oracle", 1521],
  ["sqlserver", 1433],
] as const;
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  "db-cluster": ["maintenance", "failure"],
  "db-instance": ["maintenance", "configuration change", "failure"],
  "db-parameter-group": ["configuration change"],
  "db-security-group": ["configuration change", "failure"],
};

function off(props: PolicyResource["props"], property: string, message: string) {
  return isOff(props[property]) ? { property, message } : undefined;
}

function mysqlDatabases(resources: readonly PolicyResource[]): readonly PolicyResource[] {
  return ofType(resources, INSTANCE).filter(({ props }) => props["engine"] === "mysql");
}

/** Whether a parameter has a value; undefined where that cannot be told yet. */
function parameterOf(
  database: PolicyResource,
  resources: readonly PolicyResource[],
  name: string,
  value: RegExp,
): boolean | undefined {
  const group = groupOf(database, resources, PARAMETERS, "parameterGroupName");
  if (group === undefined || group === "unknown") return group === undefined ? false : undefined;
  if (hasUnknown(group.props["parameters"])) return undefined;
  return listAt(group.props, "parameters").some(
    (one) => at(one, "name") === name && value.test(String(at(one, "value"))),
  );
}

function hasOption(
  database: PolicyResource,
  resources: readonly PolicyResource[],
  name: string,
): boolean | undefined {
  const group = groupOf(database, resources, OPTIONS, "optionGroupName");
  if (group === undefined || group === "unknown") return group === undefined ? false : undefined;
  if (hasUnknown(group.props["options"])) return undefined;
  return listAt(group.props, "options").some((one) => at(one, "optionName") === name);
}

/** The group of a database. "unknown" also where it is not of this layer: what it says cannot be seen. */
function groupOf(
  database: PolicyResource,
  resources: readonly PolicyResource[],
  type: string,
  input: string,
): PolicyResource | "unknown" | undefined {
  const found = ofType(resources, type).find((one) => refersTo(database, input, one));
  if (found !== undefined) return found;
  const value = database.props[input];
  return isMissing(value) || /^default[.:]/.test(String(value)) ? undefined : "unknown";
}

function hasUnknownEvents(props: PolicyResource["props"]): boolean {
  return hasUnknown(props["eventCategories"]) || isUnknown(props["sourceType"]);
}

function tells({ props }: PolicyResource, source: string, wanted: readonly string[]): boolean {
  const type = props["sourceType"];
  if (props["enabled"] === false || (type !== source && !isMissing(type))) return false;
  const categories = listAt(props, "eventCategories");
  return categories.length === 0 || wanted.every((one) => categories.includes(one));
}
