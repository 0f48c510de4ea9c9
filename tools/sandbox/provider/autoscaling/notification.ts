import type { Unwrap } from "@pulumi/pulumi";
import type { NotificationArgs, NotificationState } from "@pulumi/aws/autoscaling/notification.js";
import type { AutoScaling } from "@aws-sdk/client-auto-scaling";

import { hasCode } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";

type Inputs = Unwrap<NotificationArgs>;
type State = Unwrap<NotificationState>;

/**
 * Which events of groups go to a topic. Source: Auto Scaling API reference, PutNotificationConfiguration,
 * DescribeNotificationConfigurations. The ID is the topic; the provider has no import for it.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:autoscaling/notification:Notification",
  noun: "Auto Scaling Notification",
  properties: {
    groupNames: { kind: "set", required: true },
    notifications: { kind: "set", required: true },
    region: { kind: "string", computed: true, replaces: true },
    topicArn: { kind: "string", required: true, replaces: true },
  },

  async create(inputs, call) {
    const autoScaling = await call.aws.autoScaling();
    const { topicArn } = inputs;
    await put(autoScaling, topicArn, inputs.groupNames, inputs.notifications);
    return topicArn;
  },

  async read(topicArn, call, { groupNames }) {
    if (groupNames === undefined) return undefined;
    const autoScaling = await call.aws.autoScaling();
    const groups = new Set<string>();
    const types = new Set<string>();
    let NextToken: string | undefined;
    do {
      const page = await autoScaling.describeNotificationConfigurations({
        AutoScalingGroupNames: groupNames,
        NextToken,
      });
      for (const one of page.NotificationConfigurations ?? []) {
        if (one.TopicARN !== topicArn) continue;
        groups.add(one.AutoScalingGroupName ?? "");
        types.add(one.NotificationType ?? "");
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    // As with the provider: where all are gone, an update makes them again.
    return {
      groupNames: [...groups].sort(),
      notifications: [...types].sort() as State["notifications"],
      topicArn,
    };
  },

  async update(topicArn, { before, inputs, changed }, call) {
    const autoScaling = await call.aws.autoScaling();
    const kept = new Set(inputs.groupNames);
    await remove(
      autoScaling,
      topicArn,
      (before.groupNames ?? []).filter((name) => !kept.has(name)),
    );
    const had = new Set(changed("notifications") ? [] : before.groupNames);
    const added = inputs.groupNames.filter((name) => !had.has(name));
    await put(autoScaling, topicArn, added, inputs.notifications);
  },

  async delete(topicArn, { groupNames = [] }, call) {
    await remove(await call.aws.autoScaling(), topicArn, groupNames);
  },
});

async function put(
  autoScaling: AutoScaling,
  TopicARN: string,
  groups: readonly string[],
  NotificationTypes: Inputs["notifications"],
): Promise<void> {
  for (const AutoScalingGroupName of groups) {
    await autoScaling.putNotificationConfiguration({
      AutoScalingGroupName,
      TopicARN,
      NotificationTypes,
    });
  }
}

/** They end with their group, so that there may be nothing to delete. */
async function remove(
  autoScaling: AutoScaling,
  TopicARN: string,
  groups: readonly string[],
): Promise<void> {
  for (const AutoScalingGroupName of groups) {
    try {
      await autoScaling.deleteNotificationConfiguration({ AutoScalingGroupName, TopicARN });
    } catch (error) {
      const gone =
        hasCode(error, "ValidationError") && /not found|[Uu]nable to find/.test(String(error));
      if (!gone) throw error;
    }
  }
}
