import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

const one = (title: string, rule: string, ...resources: LiteralResource[]): Mistake => ({
  title,
  rule,
  resources,
});

const ARN = "arn:aws:sns:us-east-1:777788889999:alarms";
const KEY = "arn:aws:kms:us-east-1:777788889999:key/11111111-2222-3333-4444-555555555555";

const topic = (props: object = {}): LiteralResource => ({
  type: "aws:sns/topic:Topic",
  name: "topic",
  props: { name: "alarms", ...props },
  identities: [ARN],
});
const policy = (statement: object = {}): LiteralResource => ({
  type: "aws:sns/topicPolicy:TopicPolicy",
  name: "policy",
  props: {
    arn: ARN,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sns:Publish",
          Resource: ARN,
          ...statement,
        },
      ],
    }),
  },
});
const subscription = (props: object): LiteralResource => ({
  type: "aws:sns/topicSubscription:TopicSubscription",
  name: "subscription",
  props: { topic: ARN, ...props },
});
const alarm: LiteralResource = {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name: "alarm",
  props: {
    name: "cpu",
    namespace: "AWS/RDS",
    metricName: "CPUUtilization",
    dimensions: { DBInstanceIdentifier: "main" },
    statistic: "Average",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 80,
    period: 300,
    evaluationPeriods: 2,
    alarmActions: [ARN],
  },
};
const budget: LiteralResource = {
  type: "aws:budgets/budget:Budget",
  name: "budget",
  props: {
    name: "account",
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: "100",
    limitUnit: "USD",
    notifications: [
      {
        notificationType: "ACTUAL",
        comparisonOperator: "GREATER_THAN",
        threshold: 80,
        thresholdType: "PERCENTAGE",
        subscriberSnsTopicArns: [ARN],
      },
    ],
  },
};
const events: LiteralResource = {
  type: "aws:rds/eventSubscription:EventSubscription",
  name: "events",
  props: { name: "events", snsTopic: ARN },
};
const key = (...statements: object[]): LiteralResource => ({
  type: "aws:kms/key:Key",
  name: "key",
  props: {
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::777788889999:root" },
          Action: "kms:*",
          Resource: "*",
        },
        ...statements,
      ],
    }),
  },
  identities: [KEY],
});

export const snsMistakes: MistakesOf = {
  service: "sns",
  mistakes: [
    one(
      "a topic policy for another topic",
      "sns-policy-resource",
      policy({ Resource: `${ARN}-old` }),
    ),
    one(
      "a topic policy with an action of SQS",
      "policy-action",
      policy({ Action: "sqs:SendMessage" }),
    ),
    one(
      "a topic policy with an action that there is not",
      "policy-action",
      policy({ Action: "sns:Send" }),
    ),
    one("a topic policy without a principal", "policy-grammar", policy({ Principal: undefined })),
    one("an alarm that may not publish to its topic", "sns-publisher", topic(), policy(), alarm),
    one("a budget that may not publish to its topic", "sns-publisher", topic(), policy(), budget),
    one(
      "a budget and a topic with the policy that it is born with",
      "sns-publisher",
      topic(),
      budget,
    ),
    one("events of RDS that may not be published", "sns-publisher", topic(), policy(), events),
    one(
      "an alarm to a topic with AWS's own key",
      "sns-topic-key",
      topic({ kmsMasterKeyId: "alias/aws/sns" }),
      alarm,
    ),
    one(
      "an alarm to a topic whose key is for people only",
      "sns-topic-key",
      key(),
      topic({ kmsMasterKeyId: KEY }),
      alarm,
    ),
    one(
      "an alarm to a topic whose key it may only decrypt with",
      "sns-topic-key",
      key({
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "kms:Decrypt",
        Resource: "*",
      }),
      topic({ kmsMasterKeyId: KEY }),
      alarm,
    ),
    one(
      "a topic with a key of another region",
      "sns-topic-name",
      topic({ kmsMasterKeyId: KEY.replace("us-east-1", "eu-west-1") }),
    ),
    one(
      "a topic with an alias that is none",
      "sns-topic-name",
      topic({ kmsMasterKeyId: "strata-alarms" }),
    ),
    one(
      "a display name of 120 characters",
      "sns-topic-name",
      topic({ displayName: "x".repeat(120) }),
    ),
    one(
      "an e-mail to a name",
      "sns-subscription",
      subscription({ protocol: "email", endpoint: "on-call" }),
    ),
    one(
      "an e-mail with mailto:",
      "sns-subscription",
      subscription({ protocol: "email", endpoint: "mailto:on call@example.com" }),
    ),
    one(
      "a call over TLS to an address without",
      "sns-subscription",
      subscription({ protocol: "https", endpoint: "http://example.com/alarm" }),
    ),
    one(
      "a queue by its address",
      "sns-subscription",
      subscription({
        protocol: "sqs",
        endpoint: "https://sqs.us-east-1.amazonaws.com/777788889999/alarms",
      }),
    ),
    one(
      "a function by its name",
      "sns-subscription",
      subscription({ protocol: "lambda", endpoint: "alarm-to-chat" }),
    ),
    one(
      "a telephone number without digits",
      "sns-subscription",
      subscription({ protocol: "sms", endpoint: "on-call-phone" }),
    ),
    one(
      "a topic by its name",
      "sns-subscription",
      subscription({ topic: "alarms", protocol: "email", endpoint: "on-call@example.com" }),
    ),
    one(
      "raw messages by e-mail",
      "sns-subscription",
      subscription({
        protocol: "email",
        endpoint: "on-call@example.com",
        rawMessageDelivery: true,
      }),
    ),
    one(
      "a FIFO topic by e-mail",
      "sns-subscription",
      subscription({ topic: `${ARN}.fifo`, protocol: "email", endpoint: "on-call@example.com" }),
    ),
    one(
      "a delivery stream without a role",
      "sns-subscription",
      subscription({
        protocol: "firehose",
        endpoint: "arn:aws:firehose:us-east-1:777788889999:deliverystream/alarms",
      }),
    ),
    one(
      "a filter whose value is no list",
      "sns-subscription",
      subscription({
        protocol: "email",
        endpoint: "on-call@example.com",
        filterPolicy: JSON.stringify({ severity: "high" }),
      }),
    ),
  ],
};
