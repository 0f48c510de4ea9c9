import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "@strata/config";
import { webAclLogGroup } from "@strata/naming";

export interface WebAclLogArgs {
  readonly webAclArn: pulumi.Input<string>;
  readonly retentionDays: LogRetentionDays;
  /** Encrypts the log group. @default AWS's own key does */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
}

/** Every request that the web firewall looked at, and what it thought of it. Cost: about $0.50 per GB. */
export class WebAclLog extends pulumi.ComponentResource {
  constructor(name: string, args: WebAclLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:WebAclLog", name, {}, opts);

    const group = new aws.cloudwatch.LogGroup(
      name,
      {
        name: webAclLogGroup(pulumi.getStack()),
        retentionInDays: args.retentionDays,
        ...(args.kmsKeyArn !== undefined && { kmsKeyId: args.kmsKeyArn }),
      },
      { parent: this },
    );
    new aws.wafv2.WebAclLoggingConfiguration(
      name,
      {
        resourceArn: args.webAclArn,
        logDestinationConfigs: [group.arn],
        // Who reads logs must not be able to act as a user.
        redactedFields: ["authorization", "cookie"].map((header) => ({
          singleHeader: { name: header },
        })),
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}
