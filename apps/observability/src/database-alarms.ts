import * as pulumi from "@pulumi/pulumi";

import { alarm, type AlarmArgs } from "./alarm.ts";
import { isWatched, type AlarmLevel } from "./alarm-level.ts";
import {
  connectionThreshold,
  freeMemoryThreshold,
  freeStorageThreshold,
} from "./database-thresholds.ts";

export interface DatabaseAlarmsArgs {
  /** The identifier, not the resource id (`db-…`): CloudWatch knows the database by it. */
  readonly instanceIdentifier: pulumi.Input<string>;
  /** Connections that the database accepts; they also tell how much memory it has. */
  readonly maxConnections: pulumi.Input<number>;
  readonly allocatedStorageGiB: pulumi.Input<number>;
  readonly level: AlarmLevel;
  readonly cpuPercent: number;
  /** In percent of `maxConnections`. */
  readonly connectionsPercent: number;
  /** In percent of `allocatedStorageGiB`. */
  readonly freeStoragePercent: number;
  /** In percent of the memory of the instance class. */
  readonly freeMemoryPercent: number;
  /** Average time of a read, and of a write. */
  readonly latencyMilliseconds: number;
  /** Where the alarms are told. */
  readonly topicArns: readonly pulumi.Input<string>[];
}

/**
 * Tells when the database runs out of CPU, connections, storage or memory, or its disk is slow.
 * Cost: $0.20 a month for `core`, $0.40 for `standard`, $0.60 for `all`.
 */
export class DatabaseAlarms extends pulumi.ComponentResource {
  /** ARN of each alarm by what it watches. */
  readonly arns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: DatabaseAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:DatabaseAlarms", name, {}, opts);
    const watch = (what: string, { description, ...own }: Watched) => {
      const watched = { ...databaseMetric(args), ...own, alarmDescription: description };
      return alarm(`${name}-${what}`, args.topicArns, watched, this).arn;
    };

    const core = {
      rdsCpu: watch("cpu", {
        description: `CPU of the database above ${args.cpuPercent} % for ten minutes`,
        metricName: "CPUUtilization",
        threshold: args.cpuPercent,
        evaluationPeriods: 2,
      }),
      rdsConnections: watch("connections", {
        description: `Connections above ${args.connectionsPercent} % of what the database accepts`,
        metricName: "DatabaseConnections",
        threshold: pulumi
          .output(args.maxConnections)
          .apply((most) => connectionThreshold(most, args.connectionsPercent)),
        evaluationPeriods: 1,
      }),
    };
    const standard = isWatched("standard", args.level) && {
      rdsFreeStorage: watch("free-storage", {
        description: `Less than ${args.freeStoragePercent} % of the database's storage is free`,
        metricName: "FreeStorageSpace",
        comparisonOperator: "LessThanThreshold",
        threshold: pulumi
          .output(args.allocatedStorageGiB)
          .apply((allocated) => freeStorageThreshold(allocated, args.freeStoragePercent)),
        evaluationPeriods: 1,
      }),
      rdsFreeMemory: watch("free-memory", {
        description: `Less than ${args.freeMemoryPercent} % of the database's memory is free for 15 minutes`,
        metricName: "FreeableMemory",
        comparisonOperator: "LessThanThreshold",
        threshold: pulumi
          .output(args.maxConnections)
          .apply((most) => freeMemoryThreshold(most, args.freeMemoryPercent)),
        evaluationPeriods: 3,
      }),
    };
    const slow = (metricName: string, what: string) => ({
      description: `A ${what} takes more than ${args.latencyMilliseconds} ms for 15 minutes`,
      metricName,
      // CloudWatch has it in seconds.
      threshold: args.latencyMilliseconds / 1000,
      evaluationPeriods: 3,
    });
    const all = isWatched("all", args.level) && {
      rdsReadLatency: watch("read-latency", slow("ReadLatency", "read of the database")),
      rdsWriteLatency: watch("write-latency", slow("WriteLatency", "write of the database")),
    };

    this.arns = { ...core, ...standard, ...all };
    this.registerOutputs({ arns: this.arns });
  }
}

type Watched = Pick<AlarmArgs, "metricName" | "threshold" | "evaluationPeriods"> & {
  readonly description: string;
  readonly comparisonOperator?: string;
};

function databaseMetric({ instanceIdentifier }: DatabaseAlarmsArgs) {
  return {
    namespace: "AWS/RDS",
    dimensions: { DBInstanceIdentifier: instanceIdentifier },
    statistic: "Average",
    comparisonOperator: "GreaterThanThreshold",
    period: 300,
    // RDS reports each minute: no data means that something is wrong, and must not look like "ok".
    treatMissingData: "missing",
  };
}
