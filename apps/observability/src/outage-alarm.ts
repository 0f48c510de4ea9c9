import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

export interface OutageAlarmArgs {
  /** Names of alarms of which each means that users are not served. */
  readonly alarmNames: readonly pulumi.Input<string>[];
  /** Where the alarm is told. */
  readonly topicArns: readonly pulumi.Input<string>[];
}

/** The one alarm to be woken by: the service is down, whatever the reason. Cost: $0.50 a month. */
export class OutageAlarm extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: OutageAlarmArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:OutageAlarm", name, {}, opts);
    const tell = [...args.topicArns];

    const down = new aws.cloudwatch.CompositeAlarm(
      name,
      {
        alarmName: layerNames().fixed("alarm", name),
        alarmDescription: "The service is down: users get errors, or there are too few hosts",
        alarmRule: pulumi
          .all([...args.alarmNames])
          .apply((names) => names.map((one) => `ALARM("${one}")`).join(" OR ")),
        alarmActions: tell,
        okActions: tell,
      },
      { parent: this },
    );

    this.arn = down.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
