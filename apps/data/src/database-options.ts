import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import type { DatabaseLog } from "./settings.ts";

export interface DatabaseOptionsArgs {
  /** Logs that MySQL writes. */
  readonly logs: readonly DatabaseLog[];
}

/** How MySQL is told to run: over TLS only, with the logs asked for. Cost: none. */
export class DatabaseOptions extends pulumi.ComponentResource {
  readonly parameterGroupName: pulumi.Output<string>;
  /** Only with an audit log, which MySQL has no parameter for. */
  readonly optionGroupName: pulumi.Output<string> | undefined;

  constructor(name: string, args: DatabaseOptionsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:DatabaseOptions", name, {}, opts);
    const names = layerNames();

    const parameters = new aws.rds.ParameterGroup(
      names.base("dbParameterGroup", name),
      {
        family: `mysql${MAJOR_VERSION}`,
        description: "TLS only, and logs to files",
        parameters: databaseParameters(args.logs),
        tags: names.tag(name),
      },
      { parent: this },
    );
    this.parameterGroupName = parameters.name;
    this.optionGroupName = args.logs.includes("audit")
      ? new aws.rds.OptionGroup(
          names.base("dbOptionGroup", name),
          {
            engineName: "mysql",
            majorEngineVersion: MAJOR_VERSION,
            optionGroupDescription: "Audit log",
            options: [{ optionName: "MARIADB_AUDIT_PLUGIN", optionSettings: AUDITED }],
            tags: names.tag(name),
          },
          { parent: this },
        ).name
      : undefined;
    this.registerOutputs({
      parameterGroupName: this.parameterGroupName,
      optionGroupName: this.optionGroupName,
    });
  }
}

/** The only one that settings allow. */
const MAJOR_VERSION = "8.4";

/** Who connects, and what changes tables and rights; every query would be what `general` already is. */
const AUDITED = [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT,QUERY_DDL,QUERY_DCL" }];

/** Seconds after which a query counts as slow. */
const SLOW_SECONDS = "1";

/** Parameters in the order of their names. All can be changed while MySQL runs. */
export function databaseParameters(logs: readonly DatabaseLog[]): Parameter[] {
  const onOff = (log: DatabaseLog) => (logs.includes(log) ? "1" : "0");
  return [
    { name: "general_log", value: onOff("general") },
    // To files: from there RDS sends them on; tables would fill the storage.
    { name: "log_output", value: "FILE" },
    { name: "long_query_time", value: SLOW_SECONDS },
    { name: "require_secure_transport", value: "1" },
    { name: "slow_query_log", value: onOff("slowquery") },
  ];
}

/** One setting of MySQL. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
}
