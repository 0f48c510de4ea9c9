import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { layerNames, partitionOf } from "@strata/naming";

export interface AlarmTopicArgs {
  /** Who is written to. AWS asks each address first, and sends nothing until somebody agrees there. */
  readonly emails: readonly string[];
  /** Encrypts messages until they are delivered. @default AWS stores them as they are */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
}

/** Where everything goes that a person should know. Cost: none for the first 1,000 e-mails a month. */
export class AlarmTopic extends pulumi.ComponentResource {
  /** Known once the topic lets AWS's services publish. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:AlarmTopic", name, {}, opts);
    const names = layerNames();

    const topic = new aws.sns.Topic(
      names.base("topic", name),
      args.kmsKeyArn === undefined ? {} : { kmsMasterKeyId: args.kmsKeyArn },
      { parent: this },
    );
    const policy = new aws.sns.TopicPolicy(
      name,
      { arn: topic.arn, policy: publishersOf(topic.arn) },
      { parent: this },
    );
    for (const email of args.emails) {
      new aws.sns.TopicSubscription(
        `${name}-${email}`,
        { topic: topic.arn, protocol: "email", endpoint: email },
        { parent: this },
      );
    }

    this.arn = policy.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/**
 * Services of AWS, each only on behalf of this account, and nobody without TLS. Auto scaling is not among them: it
 * publishes with a role of the account.
 */
function publishersOf(topicArn: pulumi.Output<string>): pulumi.Output<string> {
  const { region, accountId } = environment(pulumi.getStack());
  const arn = (service: string, where: string, what: string) =>
    `arn:${partitionOf(region)}:${service}:${where}:${accountId}:${what}`;
  const allow = (sid: string, service: string, source: string) => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": source },
    },
  });
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      allow("Alarms", "cloudwatch", arn("cloudwatch", region, "alarm:*")),
      allow("Budgets", "budgets", arn("budgets", "", "*")),
      allow("Databases", "events.rds", arn("rds", region, "*")),
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
