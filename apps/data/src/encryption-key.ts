import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { layerNames, partitionOf } from "@strata/naming";

import { accountId, localArn, policyDocument } from "./policy-document.ts";
import { stateful } from "./stateful.ts";

export interface EncryptionKeyArgs {
  /** Pulumi refuses to delete it. What it has encrypted is lost with it. */
  readonly isProtected: boolean;
}

/**
 * The key of everything that this layer keeps: database and its secret, data bucket, logs, backups. KMS makes new key
 * material every year and keeps the old. Cost: $1 a month, and $0.03 per 10,000 uses.
 */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:EncryptionKey", name, {}, opts);
    const names = layerNames();

    const key = new aws.kms.Key(
      name,
      {
        description: "Database, secret, data bucket, logs and backups",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: keyPolicy(),
        tags: names.tag(name),
      },
      { parent: this, ...stateful(args.isProtected) },
    );
    new aws.kms.Alias(
      name,
      { name: `alias/${names.fixed("kmsAlias", name)}`, targetKeyId: key.id },
      { parent: this },
    );

    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/**
 * Who may use the key. The account's own IAM policies decide for its people and roles, and without that statement
 * nobody could ever change the key again. RDS, Secrets Manager, S3 and AWS Backup use it for their caller.
 */
function keyPolicy(): pulumi.Output<string> {
  const { region } = environment(pulumi.getStack());
  return policyDocument([
    {
      Sid: "PoliciesOfThisAccount",
      Effect: "Allow",
      Principal: { AWS: `arn:${partitionOf(region)}:iam::${accountId()}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "LogsOfTheDatabase",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey*",
        "kms:ReEncrypt*",
      ],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": localArn("logs", "log-group:/aws/rds/instance/*"),
        },
      },
    },
  ]);
}
