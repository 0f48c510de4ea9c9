import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

/** A database that RDS takes, but for what differs. */
function database(props: object, made: Partial<LiteralResource> = {}): LiteralResource {
  return {
    type: "aws:rds/instance:Instance",
    name: "main",
    props: {
      identifier: "strata-prod-data-main",
      engine: "mysql",
      engineVersion: "8.4",
      instanceClass: "db.t4g.medium",
      allocatedStorage: 100,
      storageType: "gp3",
      storageEncrypted: true,
      dbName: "strata",
      username: "strata",
      manageMasterUserPassword: true,
      skipFinalSnapshot: true,
      ...props,
    },
    ...made,
  };
}

const parameterGroup = (props: object): LiteralResource => ({
  type: "aws:rds/parameterGroup:ParameterGroup",
  name: "parameters",
  props: { name: "strata-parameters", family: "mysql8.4", ...props },
});
const parameter = (props: object) => parameterGroup({ parameters: [props] });
const optionGroup = (props: object): LiteralResource => ({
  type: "aws:rds/optionGroup:OptionGroup",
  name: "options",
  props: { name: "strata-options", engineName: "mysql", majorEngineVersion: "8.4", ...props },
});
const option = (options: object) => optionGroup({ options: [options] });
const events = (props: object): LiteralResource => ({
  type: "aws:rds/eventSubscription:EventSubscription",
  name: "events",
  props: { snsTopic: "arn:aws:sns:us-east-1:777788889999:alarms", ...props },
});
const subnetGroup = (props: object): LiteralResource => ({
  type: "aws:rds/subnetGroup:SubnetGroup",
  name: "subnets",
  props: { name: "strata-subnets", subnetIds: ["subnet-a", "subnet-b"], ...props },
});

const one = (title: string, rule: string, ...resources: LiteralResource[]): Mistake => ({
  title,
  rule,
  resources,
});

const KEY = "arn:aws:kms:us-east-1:777788889999:key/11111111-2222-3333-4444-555555555555";
const ROLE = "arn:aws:iam::777788889999:role/monitoring";

export const rdsMistakes: MistakesOf = {
  service: "rds",
  mistakes: [
    one("a database name with a hyphen", "rds-database-name", database({ dbName: "my-app" })),
    one(
      "a database that is named like a word of SQL",
      "rds-database-name",
      database({ dbName: "order" }),
    ),
    one(
      "a database that is named like a schema of MySQL",
      "rds-database-name",
      database({ dbName: "mysql" }),
    ),
    one(
      "a master user of 17 letters",
      "rds-master-user",
      database({ username: "administratorssss" }),
    ),
    one("the master user of RDS itself", "rds-master-user", database({ username: "rdsadmin" })),
    one(
      "a master password with an @",
      "rds-master-password",
      database({ manageMasterUserPassword: undefined, password: "correct@horse" }),
    ),
    one(
      "a master password of seven characters",
      "rds-master-password",
      database({ manageMasterUserPassword: undefined, password: "sesame7" }),
    ),
    one(
      "no master password",
      "rds-master-password",
      database({ manageMasterUserPassword: undefined }),
    ),
    one(
      "a key for the secret of a password that RDS does not make",
      "rds-master-password",
      database({
        manageMasterUserPassword: undefined,
        password: "correct-horse-battery",
        masterUserSecretKmsKeyId: KEY,
      }),
    ),
    one("an engine that there is not", "rds-engine-version", database({ engine: "my-sql" })),
    one("a version that RDS has not", "rds-engine-version", database({ engineVersion: "9.1" })),
    one(
      "a version out of support without extended support",
      "rds-engine-version",
      database({
        engineVersion: "8.0",
        engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      }),
    ),
    one(
      "a word for extended support that RDS does not know",
      "rds-engine-version",
      database({ engineLifecycleSupport: "disabled" }),
    ),
    one(
      "the class of an EC2 instance",
      "rds-instance-class",
      database({ instanceClass: "t3.medium" }),
    ),
    one(
      "a class of a retired generation",
      "rds-instance-class",
      database({ instanceClass: "db.t2.medium" }),
    ),
    one(
      "a license that MySQL has not",
      "rds-license",
      database({ licenseModel: "license-included" }),
    ),
    one(
      "a certificate authority that has expired",
      "rds-certificate-authority",
      database({ caCertIdentifier: "rds-ca-2019" }),
    ),
    one("io1 without iops", "rds-storage", database({ storageType: "io1" })),
    one("iops on gp2", "rds-storage", database({ storageType: "gp2", iops: 3000 })),
    one("iops on a small gp3", "rds-storage", database({ iops: 12_000 })),
    one("throughput on a small gp3", "rds-storage", database({ storageThroughput: 500 })),
    one(
      "throughput on io1",
      "rds-storage",
      database({ storageType: "io1", iops: 3000, storageThroughput: 500 }),
    ),
    one("10 GiB of gp3", "rds-storage", database({ allocatedStorage: 10 })),
    one("a storage type of EC2 alone", "rds-storage", database({ storageType: "st1" })),
    one(
      "a limit of growth below the storage",
      "rds-storage",
      database({ maxAllocatedStorage: 50 }),
    ),
    one(
      "a limit of growth just above the storage",
      "rds-storage",
      database({ maxAllocatedStorage: 105 }),
    ),
    one(
      "a key for storage that is not encrypted",
      "rds-storage-key",
      database({ storageEncrypted: false, kmsKeyId: KEY }),
    ),
    one(
      "a key of another region",
      "rds-storage-key",
      database({ kmsKeyId: KEY.replace("us-east-1", "eu-west-1") }),
    ),
    one("a backup window of 15 minutes", "rds-window", database({ backupWindow: "03:00-03:15" })),
    one(
      "a backup window that ends at 24:00",
      "rds-window",
      database({ backupWindow: "23:00-24:00" }),
    ),
    one(
      "a maintenance window on a day that there is not",
      "rds-window",
      database({ maintenanceWindow: "fun:05:00-fun:06:00" }),
    ),
    one(
      "a backup window in the maintenance window",
      "rds-window",
      database({ backupWindow: "05:30-06:30", maintenanceWindow: "sun:05:00-sun:06:00" }),
    ),
    one("monitoring without a role", "rds-monitoring", database({ monitoringInterval: 60 })),
    one(
      "a monitoring role without monitoring",
      "rds-monitoring",
      database({ monitoringRoleArn: ROLE }),
    ),
    one(
      "Performance Insights on a micro",
      "rds-insights",
      database({ instanceClass: "db.t4g.micro", performanceInsightsEnabled: true }),
    ),
    one(
      "a key for Performance Insights that are off",
      "rds-insights",
      database({ performanceInsightsKmsKeyId: KEY }),
    ),
    one(
      "advanced insights that are kept for a week",
      "rds-insights",
      database({
        performanceInsightsEnabled: true,
        performanceInsightsRetentionPeriod: 7,
        databaseInsightsMode: "advanced",
      }),
    ),
    one(
      "a log of PostgreSQL from MySQL",
      "rds-log-exports",
      database({ enabledCloudwatchLogsExports: ["postgresql"] }),
    ),
    one(
      "an audit log without the plugin, which stays empty",
      "rds-logs-written",
      database({ enabledCloudwatchLogsExports: ["audit"] }),
    ),
    one(
      "a slow query log that is off, and stays empty",
      "rds-logs-written",
      parameter({ name: "slow_query_log", value: "0" }),
      database({
        enabledCloudwatchLogsExports: ["slowquery"],
        parameterGroupName: "strata-parameters",
      }),
    ),
    one(
      "a general log that goes to a table, and stays empty",
      "rds-logs-written",
      parameterGroup({
        parameters: [
          { name: "general_log", value: "1" },
          { name: "log_output", value: "TABLE" },
        ],
      }),
      database({
        enabledCloudwatchLogsExports: ["general"],
        parameterGroupName: "strata-parameters",
      }),
    ),
    one("port 80", "rds-port", database({ port: 80 })),
    one(
      "one zone for a database in several",
      "rds-zone",
      database({ multiAz: true, availabilityZone: "us-east-1a" }),
    ),
    one("a zone of another region", "rds-zone", database({ availabilityZone: "eu-west-1a" })),
    one(
      "a last snapshot without a name, so that the database cannot be deleted",
      "rds-final-snapshot",
      database({ skipFinalSnapshot: false }),
    ),
    one(
      "parameters of MySQL 8.0 for MySQL 8.4",
      "rds-group-family",
      parameterGroup({ family: "mysql8.0" }),
      database({ parameterGroupName: "strata-parameters" }),
    ),
    one(
      "RDS's own parameters of another engine",
      "rds-group-family",
      database({ parameterGroupName: "default.mariadb11.4" }),
    ),
    one(
      "options of MySQL 8.0 for MySQL 8.4",
      "rds-group-family",
      optionGroup({ majorEngineVersion: "8.0" }),
      database({ optionGroupName: "strata-options" }),
    ),
    one("a family with a hyphen", "rds-parameter-family", parameterGroup({ family: "mysql-8.4" })),
    one(
      "a parameter applied at once that MySQL reads at its start only",
      "rds-parameter",
      parameter({ name: "performance_schema", value: "1", applyMethod: "immediate" }),
    ),
    one(
      "a switch that is ON instead of 1",
      "rds-parameter",
      parameter({ name: "general_log", value: "ON" }),
    ),
    one(
      "a parameter that RDS keeps to itself",
      "rds-parameter",
      parameter({ name: "datadir", value: "/data" }),
    ),
    one(
      "a parameter that is misspelt",
      "rds-parameter",
      parameter({ name: "slow_querry_log", value: "1" }),
    ),
    one(
      "a parameter that MySQL 8.4 has no more",
      "rds-parameter",
      parameter({ name: "query_cache_size", value: "0" }),
    ),
    one(
      "a log output that there is not",
      "rds-parameter",
      parameter({ name: "log_output", value: "CLOUDWATCH" }),
    ),
    one("options for a minor version", "rds-option", optionGroup({ majorEngineVersion: "8.4.3" })),
    one("an option that there is not", "rds-option", option({ optionName: "AUDIT_LOG" })),
    one("memcached for MySQL 8.4", "rds-option", option({ optionName: "MEMCACHED" })),
    one(
      "an audited event that there is not",
      "rds-option",
      option({
        optionName: "MARIADB_AUDIT_PLUGIN",
        optionSettings: [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT,LOGIN" }],
      }),
    ),
    one(
      "a setting of the audit log that there is not",
      "rds-option",
      option({
        optionName: "MARIADB_AUDIT_PLUGIN",
        optionSettings: [{ name: "AUDIT_EVENTS", value: "CONNECT" }],
      }),
    ),
    one(
      "events that a snapshot does not have",
      "rds-event-categories",
      events({ sourceType: "db-snapshot", eventCategories: ["maintenance"] }),
    ),
    one(
      "events in capital letters",
      "rds-event-categories",
      events({ sourceType: "db-instance", eventCategories: ["Failure"] }),
    ),
    one(
      "sources of events without their kind",
      "rds-event-categories",
      events({ sourceIds: ["strata-prod-data-main"] }),
    ),
    one(
      "events to a FIFO topic",
      "rds-event-categories",
      events({ snsTopic: "arn:aws:sns:us-east-1:777788889999:alarms.fifo" }),
    ),
    one(
      "a subnet group of one subnet",
      "rds-subnet-group",
      subnetGroup({ subnetIds: ["subnet-a"] }),
    ),
    one(
      "a subnet group of one subnet, twice",
      "rds-subnet-group",
      subnetGroup({ subnetIds: ["subnet-a", "subnet-a"] }),
    ),
  ],
};
