import { UNKNOWN } from "../unknown.ts";
import { findingsFor, type LiteralResource } from "../testing/findings-for.ts";
import * as rules from "./rds.ts";

const TYPE = "aws:rds/instance:Instance";
const mysql = { engine: "mysql", engineVersion: "8.4" };
const database = (props: object): LiteralResource => ({
  type: TYPE,
  name: "main",
  props,
  identities: ["arn:db"],
});
const {
  rdsAdmin,
  rdsBackup,
  rdsBackupPlan,
  rdsCa,
  rdsDeletionProtection,
  rdsEncrypted,
  rdsEvents,
  rdsIam,
  rdsInsights,
  rdsLogs,
  rdsManagedPassword,
  rdsMinorUpgrades,
  rdsMonitoring,
  rdsMultiAz,
  rdsNotExtendedSupport,
  rdsPort,
  rdsSecretKey,
  rdsTags,
  rdsTls,
} = rules;
const open = "open-source-rds-extended-support-disabled";

it.each([
  [rdsEncrypted, { storageEncrypted: true }],
  [rdsMultiAz, { multiAz: UNKNOWN }],
  [rdsMonitoring, { monitoringInterval: 60 }],
  [rdsMonitoring, { monitoringInterval: UNKNOWN }],
  [rdsDeletionProtection, { deletionProtection: true }],
  [rdsIam, { iamDatabaseAuthenticationEnabled: true }],
  [rdsBackup, { backupRetentionPeriod: 7 }],
  [rdsBackup, { replicateSourceDb: "main" }],
  [rdsMinorUpgrades, {}],
  [rdsTags, { copyTagsToSnapshot: true }],
  [rdsPort, { ...mysql, port: 3307 }],
  [rdsPort, { ...mysql, port: UNKNOWN }],
  [rdsAdmin, { username: "strata" }],
  [rdsCa, {}],
  [rdsCa, { caCertIdentifier: "rds-ca-rsa2048-g1" }],
  [rdsInsights, { performanceInsightsEnabled: true, performanceInsightsKmsKeyId: UNKNOWN }],
  [rdsNotExtendedSupport, { ...mysql, engineLifecycleSupport: open }],
  [rdsNotExtendedSupport, { engine: "aurora-mysql", engineVersion: "8.0" }],
  [rdsManagedPassword, { manageMasterUserPassword: true }],
  [rdsSecretKey, { manageMasterUserPassword: true, masterUserSecretKmsKeyId: UNKNOWN }],
] as const)("passes %j", (rule, props) => {
  expect(findingsFor(rule, [database(props)])).toEqual([]);
});

it.each([
  [rdsEncrypted, {}, "storageEncrypted"],
  [rdsMultiAz, { multiAz: false }, "multiAz"],
  [rdsMonitoring, {}, "monitoringInterval"],
  [rdsMonitoring, { monitoringInterval: 0 }, "monitoringInterval"],
  [rdsDeletionProtection, {}, "deletionProtection"],
  [rdsIam, {}, "iamDatabaseAuthenticationEnabled"],
  [rdsBackup, { backupRetentionPeriod: 6 }, "backupRetentionPeriod"],
  [rdsBackup, {}, "backupRetentionPeriod"],
  [rdsMinorUpgrades, { autoMinorVersionUpgrade: false }, "autoMinorVersionUpgrade"],
  [rdsTags, {}, "copyTagsToSnapshot"],
  [rdsPort, { ...mysql, port: 3306 }, "port"],
  [rdsPort, mysql, "port"],
  [rdsAdmin, { username: "admin" }, "username"],
  [rdsCa, { caCertIdentifier: "rds-ca-2019" }, "caCertIdentifier"],
  [rdsInsights, {}, "performanceInsightsEnabled"],
  [rdsInsights, { performanceInsightsEnabled: true }, "performanceInsightsKmsKeyId"],
  [
    rdsNotExtendedSupport,
    { ...mysql, engineVersion: "8.0.40", engineLifecycleSupport: open },
    "engineVersion",
  ],
  [rdsNotExtendedSupport, mysql, "engineLifecycleSupport"],
  [rdsManagedPassword, { password: "x" }, "manageMasterUserPassword"],
  [rdsSecretKey, { manageMasterUserPassword: true }, "masterUserSecretKmsKeyId"],
] as const)("fails %j", (rule, props, property) => {
  const found = findingsFor(rule, [database(props)]);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`main (${property}) `);
});

describe("groups of parameters and options", () => {
  const parameters = (...list: unknown[]) => ({
    type: "aws:rds/parameterGroup:ParameterGroup",
    name: "parameters",
    props: { name: "pg", parameters: list },
  });
  const options = (...names: string[]) => ({
    type: "aws:rds/optionGroup:OptionGroup",
    name: "options",
    props: { name: "og", options: names.map((optionName) => ({ optionName })) },
  });
  const logging = [
    { name: "general_log", value: "1" },
    { name: "slow_query_log", value: "1" },
    { name: "log_output", value: "FILE" },
  ];
  const groups = { parameterGroupName: "pg", optionGroupName: "og" };
  const all = { enabledCloudwatchLogsExports: ["audit", "error", "general", "slowquery"] };

  it("wants TLS in the parameter group", () => {
    const tls = { name: "require_secure_transport", value: "1" };
    const tuned = database({ ...mysql, ...groups });
    expect(findingsFor(rdsTls, [tuned, parameters(tls)])).toEqual([]);
    expect(findingsFor(rdsTls, [tuned, parameters({ ...tls, value: UNKNOWN })])).toEqual([]);
    expect(findingsFor(rdsTls, [tuned])).toEqual([]); // of another layer
    const expected = ["main takes connections without TLS"];
    expect(findingsFor(rdsTls, [tuned, parameters()])).toEqual(expected);
    expect(findingsFor(rdsTls, [tuned, parameters({ ...tls, value: "0" })])).toEqual(expected);
    expect(findingsFor(rdsTls, [database(mysql), parameters(tls)])).toEqual(expected);
    const usual = database({ ...mysql, parameterGroupName: "default.mysql8.4" });
    expect(findingsFor(rdsTls, [usual])).toEqual(expected);
  });

  it("wants all four logs, and that MySQL writes them", () => {
    const made = database({ ...mysql, ...groups, ...all });
    const plugin = options("MARIADB_AUDIT_PLUGIN");
    expect(findingsFor(rdsLogs, [made, parameters(...logging), plugin])).toEqual([]);
    expect(
      findingsFor(rdsLogs, [database({ ...mysql, enabledCloudwatchLogsExports: UNKNOWN })]),
    ).toEqual([]);
    expect(
      findingsFor(rdsLogs, [database({ ...mysql, enabledCloudwatchLogsExports: ["error"] })]),
    ).toEqual(["main (enabledCloudwatchLogsExports) does not export audit, general, slowquery"]);
    expect(findingsFor(rdsLogs, [made, parameters(...logging.slice(1)), options()])).toEqual([
      "main exports logs that MySQL does not write: general_log, MARIADB_AUDIT_PLUGIN",
    ]);
  });
});

it("wants a backup plan", () => {
  const selection = (resources: unknown) => ({
    type: "aws:backup/selection:Selection",
    name: "s",
    props: { resources },
  });
  expect(findingsFor(rdsBackupPlan, [database({}), selection(["arn:db"])])).toEqual([]);
  expect(findingsFor(rdsBackupPlan, [database({}), selection([UNKNOWN])])).toEqual([]);
  const expected = ["main is in no backup plan"];
  expect(findingsFor(rdsBackupPlan, [database({}), selection(["arn:other"])])).toEqual(expected);
  expect(findingsFor(rdsBackupPlan, [database({})])).toEqual(expected);
});

it("wants all four subscriptions or none", () => {
  const all = {
    "db-cluster": ["maintenance", "failure"],
    "db-instance": ["maintenance", "configuration change", "failure"],
    "db-parameter-group": ["configuration change"],
    "db-security-group": ["configuration change", "failure"],
  };
  const subscriptions = Object.entries(all).map(([sourceType, eventCategories]) => ({
    type: "aws:rds/eventSubscription:EventSubscription",
    name: sourceType,
    props: { sourceType, eventCategories },
  }));
  expect(findingsFor(rdsEvents, subscriptions)).toEqual([]);
  expect(findingsFor(rdsEvents, [database({})])).toEqual([]);
  expect(findingsFor(rdsEvents, subscriptions.slice(1))).toEqual([
    "db-instance and the others say nothing of db-cluster",
  ]);
  const cut = subscriptions.map((one) => ({
    ...one,
    props: { ...one.props, eventCategories: ["failure"] },
  }));
  expect(findingsFor(rdsEvents, cut)).toHaveLength(1);
});
