import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "@strata/config";
import { layerNames } from "@strata/naming";

import type { DatabaseLog } from "./settings.ts";

export interface DatabaseLogsArgs {
  /** Which logs. */
  readonly logs: readonly DatabaseLog[];
  readonly retentionDays: LogRetentionDays;
  /** Key that encrypts them; CloudWatch's own without. */
  readonly kmsKeyArn?: pulumi.Input<string>;
}

/**
 * The log groups that RDS writes a database's logs to, made before the database: RDS would make them without an end
 * to what they keep. Named like the database. Cost: about $0.50 per GB.
 */
export class DatabaseLogs extends pulumi.ComponentResource {
  readonly logGroupNames: readonly pulumi.Output<string>[];
  /** The logs, known once their groups are there. */
  readonly ready: pulumi.Output<string[]>;

  constructor(name: string, args: DatabaseLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:DatabaseLogs", name, {}, opts);
    const identifier = layerNames().fixed("dbInstance", name);

    const groups = args.logs.map(
      (log) =>
        new aws.cloudwatch.LogGroup(
          `${name}-${log}`,
          {
            name: `/aws/rds/instance/${identifier}/${log}`,
            retentionInDays: args.retentionDays,
            ...(args.kmsKeyArn === undefined ? {} : { kmsKeyId: args.kmsKeyArn }),
          },
          { parent: this },
        ),
    );

    this.logGroupNames = groups.map((group) => group.name);
    this.ready = pulumi.all([...this.logGroupNames]).apply(() => [...args.logs]);
    this.registerOutputs({ logGroupNames: this.logGroupNames });
  }
}
