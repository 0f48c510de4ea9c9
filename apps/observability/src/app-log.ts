import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "@strata/config";
import { appLogGroup } from "@strata/naming";

export interface AppLogArgs {
  readonly retentionDays: LogRetentionDays;
  /** Encrypts the log group. @default AWS's own key does */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
}

/** Where the application writes, under a name that compute knows. Cost: about $0.50 per GB. */
export class AppLog extends pulumi.ComponentResource {
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: AppLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:AppLog", name, {}, opts);

    const group = new aws.cloudwatch.LogGroup(
      name,
      {
        name: appLogGroup(pulumi.getStack()),
        retentionInDays: args.retentionDays,
        ...(args.kmsKeyArn !== undefined && { kmsKeyId: args.kmsKeyArn }),
      },
      { parent: this },
    );

    this.logGroupName = group.name;
    this.registerOutputs({ logGroupName: this.logGroupName });
  }
}
