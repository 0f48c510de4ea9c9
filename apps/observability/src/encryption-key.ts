import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { appLogGroup, flowLogGroup, layerNames, partitionOf, webAclLogGroup } from "@strata/naming";

/**
 * Key for the log groups and for messages of the topic. Without its policy, an alarm would go off and nobody would hear
 * of it: no service may use AWS's own key for topics.
 * Cost: $1 a month.
 */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:EncryptionKey", name, {}, opts);
    const names = layerNames();

    const key = new aws.kms.Key(
      name,
      {
        description: "Log groups and alarm messages",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: keyPolicy(),
        tags: names.tag(name),
      },
      { parent: this },
    );
    new aws.kms.Alias(
      name,
      { name: `alias/${names.fixed("kmsAlias", name)}`, targetKeyId: key.keyId },
      { parent: this },
    );

    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** The only ones that the key may be used for. */
const LOG_GROUPS = [appLogGroup, flowLogGroup, webAclLogGroup];

function keyPolicy(): string {
  const stack = pulumi.getStack();
  const { region, accountId } = environment(stack);
  const partition = partitionOf(region);
  const account = `arn:${partition}:iam::${accountId}`;
  const autoScaling = `${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        // Policies of the account decide; without this, nobody could change the key any more.
        Sid: "Account",
        Effect: "Allow",
        Principal: { AWS: `${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "Logs",
        Effect: "Allow",
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: [
          "kms:Decrypt*",
          "kms:Describe*",
          "kms:Encrypt*",
          "kms:GenerateDataKey*",
          "kms:ReEncrypt*",
        ],
        Resource: "*",
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn": LOG_GROUPS.map(
              (group) => `arn:${partition}:logs:${region}:${accountId}:log-group:${group(stack)}`,
            ),
          },
        },
      },
      {
        // Without a condition on the source, which not all of them state; the topic's policy says who may publish.
        Sid: "Messages",
        Effect: "Allow",
        Principal: {
          Service: [
            "budgets.amazonaws.com",
            "cloudwatch.amazonaws.com",
            "events.rds.amazonaws.com",
          ],
        },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
      },
      {
        // Auto scaling publishes with the role that AWS made with the account's first group.
        Sid: "MessagesOfTheFleet",
        Effect: "Allow",
        Principal: { AWS: autoScaling },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
      },
    ],
  });
}
