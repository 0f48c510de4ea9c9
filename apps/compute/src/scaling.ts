import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

export interface ScalingArgs {
  readonly groupName: pulumi.Input<string>;
  /** Average CPU of the fleet to stay near, in percent. @default CPU decides nothing */
  readonly cpuPercent?: number | undefined;
  /** Requests a minute for each instance to stay near. @default requests decide nothing */
  readonly requestsPerTarget?: number | undefined;
  /** What CloudWatch knows the requests by: `app/<name>/<id>/targetgroup/<name>/<id>`. */
  readonly requestsLabel: pulumi.Input<string>;
}

/**
 * Adds instances when one of the targets is passed, and removes them when all are far from it.
 * Cost: none, the alarms of the policies are AWS's own.
 */
export class Scaling extends pulumi.ComponentResource {
  constructor(name: string, args: ScalingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Scaling", name, {}, opts);
    const names = layerNames();
    const track = (what: string, target: Target) =>
      new aws.autoscaling.Policy(
        `${name}-${what}`,
        {
          name: names.fixed("scalingPolicy", `${name}-${what}`),
          autoscalingGroupName: args.groupName,
          policyType: "TargetTrackingScaling",
          targetTrackingConfiguration: target,
        },
        { parent: this },
      );

    if (args.cpuPercent !== undefined) {
      track("cpu", {
        targetValue: args.cpuPercent,
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
      });
    }
    if (args.requestsPerTarget !== undefined) {
      track("requests", {
        targetValue: args.requestsPerTarget,
        predefinedMetricSpecification: {
          predefinedMetricType: "ALBRequestCountPerTarget",
          resourceLabel: args.requestsLabel,
        },
      });
    }

    this.registerOutputs({});
  }
}

type Target = aws.types.input.autoscaling.PolicyTargetTrackingConfiguration;
