import { resourceRule, stackRule, type StackProblem } from "../../rule.ts";
import { at, hasUnknown, listAt } from "../../unknown.ts";
import { isSet, namedBy, number, ofType, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { INSTANCE, mysqlLike, OPTION_GROUP, PARAMETER_GROUP } from "./database.ts";

export const rdsMonitoring = resourceRule({
  ...refusal,
  id: "rds-monitoring",
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
  types: [INSTANCE],
  fix: "Set monitoringInterval to 1, 5, 10, 15, 30 or 60 together with monitoringRoleArn, or neither.",
  check: ({ props }) => {
    const seconds = props["monitoringInterval"] ?? 0;
    const hasRole = isSet(props["monitoringRoleArn"]);
    if (seconds === 0 && hasRole) {
      return {
        property: "monitoringRoleArn",
        message: "is given, and nothing is monitored with it",
      };
    }
    if (typeof seconds !== "number" || seconds === 0 || hasRole) return undefined;
    return { property: "monitoringRoleArn", message: "is missing, and monitoring needs one" };
  },
});

/** Source: "Amazon RDS DB engine, Region, and instance class support for Performance Insights". */
const WITHOUT_INSIGHTS = /^db\.t\d+g?\.(micro|small)$/;
/** Days that the advanced mode of Database Insights keeps at least. */
const ADVANCED_DAYS = 465;

export const rdsInsights = resourceRule({
  ...refusal,
  id: "rds-insights",
  source:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html, " +
    "USER_DatabaseInsights.html",
  types: [INSTANCE],
  fix:
    "Take a class of medium or larger for Performance Insights, set performanceInsightsEnabled where you " +
    "set its key or retention, and 465 days for the mode advanced.",
  check: (resource) => {
    const { props } = resource;
    const enabled = props["performanceInsightsEnabled"] ?? false;
    const isOff = enabled === false;
    const instanceClass = text(props["instanceClass"]) ?? "";
    if (enabled === true && mysqlLike(resource) && WITHOUT_INSIGHTS.test(instanceClass)) {
      const message = `is on, and ${instanceClass} has no Performance Insights`;
      return { property: "performanceInsightsEnabled", message };
    }
    for (const property of ["performanceInsightsKmsKeyId", "performanceInsightsRetentionPeriod"]) {
      if (isOff && isSet(props[property]) && props[property] !== 0) {
        return { property, message: "is given, and Performance Insights is off" };
      }
    }
    if (props["databaseInsightsMode"] !== "advanced") return undefined;
    const days = number(props["performanceInsightsRetentionPeriod"] ?? 7);
    if (isOff || (days !== undefined && days < ADVANCED_DAYS)) {
      const message = `is advanced, which needs Performance Insights with at least ${ADVANCED_DAYS} days`;
      return { property: "databaseInsightsMode", message };
    }
    return undefined;
  },
});

const LOGS: Readonly<Record<string, readonly string[]>> = {
  mysql: ["audit", "error", "general", "iam-db-auth-error", "slowquery"],
  mariadb: ["audit", "error", "general", "slowquery"],
  postgres: ["iam-db-auth-error", "postgresql", "upgrade"],
};

export const rdsLogExports = resourceRule({
  ...refusal,
  id: "rds-log-exports",
  source:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html",
  types: [INSTANCE],
  fix: `For MySQL take some of ${LOGS["mysql"]?.join(", ")}.`,
  check: ({ props }) => {
    const engine = text(props["engine"])?.toLowerCase() ?? "";
    const allowed = LOGS[engine];
    if (allowed === undefined) return undefined;
    return listAt(props, "enabledCloudwatchLogsExports")
      .filter((log) => typeof log === "string" && !allowed.includes(log))
      .map((log) => ({
        property: "enabledCloudwatchLogsExports",
        message: `has "${String(log)}", and ${engine} has no such log`,
      }));
  },
});

/** Parameter of MySQL that must be on for a log to be written at all. */
const SWITCHES: Readonly<Record<string, string>> = {
  general: "general_log",
  slowquery: "slow_query_log",
};

export const rdsLogsWritten = stackRule({
  ...refusal,
  id: "rds-logs-written",
  source:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html",
  types: [INSTANCE],
  fix:
    "Turn general_log and slow_query_log on, with log_output FILE, in the parameter group of the database, " +
    "and add MARIADB_AUDIT_PLUGIN to its option group for audit.",
  checkStack: (resources) =>
    ofType(resources, INSTANCE).flatMap((instance): StackProblem[] => {
      const { props } = instance;
      if (mysqlLike(instance) !== "mysql") return [];
      const property = "enabledCloudwatchLogsExports";
      const logs = listAt(props, property);
      const silent = (log: string, why: string): StackProblem => ({
        resource: instance,
        property,
        message: `sends the ${log} log, which stays empty: ${why}`,
      });

      const options = namedBy(resources, instance, "optionGroupName", OPTION_GROUP);
      const lacksPlugin = options.some((group) => {
        if (hasUnknown(group.props["options"])) return false;
        const names = listAt(group.props, "options").map((one) => at(one, "optionName"));
        return !names.includes("MARIADB_AUDIT_PLUGIN");
      });
      const audit =
        logs.includes("audit") && (!isSet(props["optionGroupName"]) || lacksPlugin)
          ? [silent("audit", "no option group has MARIADB_AUDIT_PLUGIN")]
          : [];

      // RDS's own parameters have both switches off.
      const groups = namedBy(resources, instance, "parameterGroupName", PARAMETER_GROUP);
      const isDefault = !isSet(props["parameterGroupName"]);
      const values = groups.flatMap(({ props: { parameters } }) =>
        hasUnknown(parameters)
          ? []
          : [
              Object.fromEntries(
                listAt(parameters).map((one) => [at(one, "name"), at(one, "value")] as const),
              ),
            ],
      );
      const written = Object.entries(SWITCHES).flatMap(([log, parameter]) => {
        if (!logs.includes(log)) return [];
        const isOff = values.some((one) => ["0", 0, undefined].includes(one[parameter] as string));
        if (isDefault || isOff) return [silent(log, `${parameter} is off`)];
        const isTable = values.some((one) => one["log_output"] === "TABLE");
        return isTable ? [silent(log, "log_output is TABLE")] : [];
      });
      return [...audit, ...written];
    }),
});
