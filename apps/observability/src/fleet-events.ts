import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface FleetEventsArgs {
  readonly groupName: pulumi.Input<string>;
  readonly topicArn: pulumi.Input<string>;
}

/** Tells when an instance starts or ends, and when that fails. Cost: none. */
export class FleetEvents extends pulumi.ComponentResource {
  constructor(name: string, args: FleetEventsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:FleetEvents", name, {}, opts);

    new aws.autoscaling.Notification(
      name,
      {
        groupNames: [args.groupName],
        notifications: [
          "autoscaling:EC2_INSTANCE_LAUNCH",
          "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
          "autoscaling:EC2_INSTANCE_TERMINATE",
          "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
        ],
        topicArn: args.topicArn,
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}
