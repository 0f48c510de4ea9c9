import { resourceRule, stackRule } from "../../rule.ts";
import { listAt } from "../../unknown.ts";
import { ofType, text } from "../inputs.ts";
import { theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { noneOf, problemAt, unlike } from "../value-problem.ts";

const NOTIFICATION = "aws:autoscaling/notification:Notification";
const TOPIC = "aws:sns/topic:Topic";
const SOURCE =
  "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutNotificationConfiguration.html";
const EVENTS = [
  ...["LAUNCH", "LAUNCH_ERROR", "TERMINATE", "TERMINATE_ERROR"].map(
    (name) => `EC2_INSTANCE_${name}`,
  ),
  "TEST_NOTIFICATION",
].map((name) => `autoscaling:${name}`);

export const autoscalingNotificationEvents = resourceRule({
  id: "autoscaling-notification-events",
  ...refusal,
  source: SOURCE,
  types: [NOTIFICATION],
  fix: "List one event or more, as autoscaling:EC2_INSTANCE_LAUNCH, and one group or more.",
  check: ({ props }) => [
    ...listAt(props, "notifications").flatMap((_, i) =>
      noneOf(props, ["notifications", i], EVENTS),
    ),
    ...["notifications", "groupNames"]
      .filter((name) => Array.isArray(props[name]) && listAt(props, name).length === 0)
      .map((name) => problemAt([name], "is empty")),
  ],
});

export const autoscalingNotificationTopic = stackRule({
  id: "autoscaling-notification-topic",
  ...refusal,
  source: SOURCE,
  types: [NOTIFICATION],
  fix: "Give the ARN of a standard topic in the same region; Auto Scaling does not send to FIFO topics.",
  checkStack: (resources, context) =>
    ofType(resources, NOTIFICATION).flatMap((resource) => {
      const region = text(resource.props["region"]) ?? context.region;
      const form = new RegExp(`^arn:[\\w-]+:sns:${region}:\\d{12}:.+(?<!\\.fifo)$`);
      const topic = theOne(resource, "topicArn", resources, TOPIC);
      const path = ["topicArn"];
      const found = unlike(resource.props, path, form, `the ARN of a standard topic in ${region}`);
      const isFifo = topic?.props["fifoTopic"] === true && found.length === 0;
      const all = isFifo ? [problemAt(path, `is of ${topic.name}, a FIFO topic`)] : found;
      return all.map((problem) => ({ resource, ...problem }));
    }),
});
