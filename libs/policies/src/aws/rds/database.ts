import type { PolicyResource } from "../../resource.ts";
import { isSet, text } from "../inputs.ts";

export const INSTANCE = "aws:rds/instance:Instance";
export const PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";
export const OPTION_GROUP = "aws:rds/optionGroup:OptionGroup";

/** Whether it takes engine, user and storage from another database: a replica, or one made of a snapshot. */
export function isCopy({ props }: PolicyResource): boolean {
  return ["replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime", "s3Import"].some(
    (name) => isSet(props[name]),
  );
}

/** The engine, if it is known to be MySQL or MariaDB. */
export function mysqlLike({ props }: PolicyResource): "mysql" | "mariadb" | undefined {
  const engine = text(props["engine"])?.toLowerCase();
  return engine === "mysql" || engine === "mariadb" ? engine : undefined;
}

/** `8.4` of `8.4.3`: the version that parameter groups and option groups are made for. */
export function majorVersion(engine: string, version: string): string {
  const parts = version.split(".");
  return engine === "postgres" ? (parts[0] ?? "") : parts.slice(0, 2).join(".");
}
