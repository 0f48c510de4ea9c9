import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

/** What an alarm watches, and when it goes off. */
export type AlarmArgs = Omit<
  aws.cloudwatch.MetricAlarmArgs,
  "name" | "alarmActions" | "okActions" | "insufficientDataActions"
>;

/**
 * One alarm. It tells the topics when it goes off, and again when all is well.
 *
 * @param name logical name; the name in AWS has project, environment and layer in front
 * @param topicArns none in the seed
 */
export function alarm(
  name: string,
  topicArns: readonly pulumi.Input<string>[],
  args: AlarmArgs,
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm {
  const tell = [...topicArns];
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      ...args,
      name: layerNames().fixed("alarm", name),
      ...(tell.length > 0 && { alarmActions: tell, okActions: tell }),
    },
    { parent },
  );
}
