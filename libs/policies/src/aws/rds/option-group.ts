import { resourceRule, type Problem } from "../../rule.ts";
import { at, listAt } from "../../unknown.ts";
import { text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { OPTION_GROUP } from "./database.ts";

/** Major versions of an engine that have an option. */
const MYSQL_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  MARIADB_AUDIT_PLUGIN: ["5.7", "8.0", "8.4"],
  MEMCACHED: ["5.7", "8.0"],
};

const AUDIT_SETTINGS = [
  "SERVER_AUDIT",
  "SERVER_AUDIT_EVENTS",
  "SERVER_AUDIT_EXCL_USERS",
  "SERVER_AUDIT_FILE_PATH",
  "SERVER_AUDIT_FILE_ROTATE_SIZE",
  "SERVER_AUDIT_FILE_ROTATIONS",
  "SERVER_AUDIT_INCL_USERS",
  "SERVER_AUDIT_LOGGING",
  "SERVER_AUDIT_QUERY_LOG_LIMIT",
];
const AUDIT_EVENTS = [
  "CONNECT",
  "QUERY",
  "QUERY_DCL",
  "QUERY_DDL",
  "QUERY_DML",
  "QUERY_DML_NO_SELECT",
];

export const rdsOption = resourceRule({
  ...refusal,
  id: "rds-option",
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.html",
  types: [OPTION_GROUP],
  fix:
    'For the audit log of MySQL take option MARIADB_AUDIT_PLUGIN, majorEngineVersion such as "8.4", and ' +
    `SERVER_AUDIT_EVENTS of ${AUDIT_EVENTS.join(", ")}.`,
  check: ({ props }) => {
    const major = text(props["majorEngineVersion"]);
    if (text(props["engineName"]) !== "mysql") return undefined;
    if (major !== undefined && !/^(5\.7|8\.0|8\.4)$/.test(major)) {
      const message = `is "${major}", which is no major version of MySQL in RDS`;
      return { property: "majorEngineVersion", message };
    }
    return listAt(props, "options").flatMap((option, index): Problem[] => {
      const name = text(at(option, "optionName"));
      if (name === undefined) return [];
      const property = `options[${index}]`;
      const versions = MYSQL_OPTIONS[name];
      if (versions === undefined || (major !== undefined && !versions.includes(major))) {
        return [{ property, message: `is ${name}, which MySQL ${major ?? ""} has not` }];
      }
      if (name !== "MARIADB_AUDIT_PLUGIN") return [];
      return listAt(option, "optionSettings").flatMap((setting) =>
        auditProblems(text(at(setting, "name")), text(at(setting, "value"))).map((message) => ({
          property,
          message,
        })),
      );
    });
  },
});

function auditProblems(name: string | undefined, value: string | undefined): string[] {
  if (name === undefined) return [];
  if (!AUDIT_SETTINGS.includes(name)) return [`has ${name}, which is no setting of the audit log`];
  if (name !== "SERVER_AUDIT_EVENTS" || value === undefined) return [];
  return value
    .split(",")
    .filter((event) => !AUDIT_EVENTS.includes(event.trim()))
    .map((event) => `audits "${event}", which is no event`);
}
