import { findingsFor } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as rules from "./notification.ts";

const notification = (props: object, madeOf: Record<string, string[]> = {}) => ({
  type: "aws:autoscaling/notification:Notification",
  name: "fleet",
  props: {
    groupNames: ["web"],
    notifications: ["autoscaling:EC2_INSTANCE_LAUNCH"],
    topicArn: "arn:aws:sns:us-east-1:777788889999:alarms",
    ...props,
  },
  madeOf,
});

it("passes a usual notification, whatever is not known of it", () => {
  for (const rule of Object.values(rules)) {
    for (const one of [notification({}), ...unknowns(notification({}))]) {
      expect(findingsFor(rule, [one])).toEqual([]);
    }
  }
});

it.each<[keyof typeof rules, object]>([
  ["autoscalingNotificationEvents", { notifications: ["EC2_INSTANCE_LAUNCH"] }],
  ["autoscalingNotificationEvents", { notifications: [] }],
  ["autoscalingNotificationEvents", { groupNames: [] }],
  ["autoscalingNotificationTopic", { topicArn: "alarms" }],
  ["autoscalingNotificationTopic", { topicArn: "arn:aws:sns:eu-west-1:777788889999:alarms" }],
  ["autoscalingNotificationTopic", { topicArn: "arn:aws:sns:us-east-1:777788889999:alarms.fifo" }],
])("%s fails %j", (rule, props) => {
  expect(findingsFor(rules[rule], [notification(props)])).toHaveLength(1);
});

it("fails a FIFO topic of the same layer", () => {
  const topic = (fifoTopic: unknown) => ({
    type: "aws:sns/topic:Topic",
    name: "alarms",
    props: { fifoTopic },
  });
  const one = notification({ topicArn: UNKNOWN }, { topicArn: ["alarms"] });
  expect(findingsFor(rules.autoscalingNotificationTopic, [topic(true), one])).toHaveLength(1);
  expect(findingsFor(rules.autoscalingNotificationTopic, [topic(false), one])).toEqual([]);
});
