import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "@strata/config";
import { appLogGroup } from "@strata/naming";

export interface AppLogArgs {
  readonly retentionDays: LogRetentionDays;
}

/** Where the application writes, under a name that compute knows. Cost: about $0.50 per GB. */
export class AppLog extends pulumi.ComponentResource {
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: AppLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:AppLog", name, {}, opts);

    const group = new aws.cloudwatch.LogGroup(
      name,
      { name: appLogGroup(pulumi.getStack()), retentionInDays: args.retentionDays },
      { parent: this },
    );

    this.logGroupName = group.name;
    this.registerOutputs({ logGroupName: this.logGroupName });
  }
}
