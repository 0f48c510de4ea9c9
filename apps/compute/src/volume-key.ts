import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { layerNames, partitionOf } from "@strata/naming";

/**
 * Key that encrypts the disks of the instances. Its policy lets auto scaling use it, through the role that AWS made
 * with the account's first group: without that, no instance would start.
 * Cost: $1 a month.
 */
export class VolumeKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:VolumeKey", name, {}, opts);
    const names = layerNames();

    const key = new aws.kms.Key(
      name,
      {
        description: "Disks of the web fleet",
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

function keyPolicy(): string {
  const { region, accountId } = environment(pulumi.getStack());
  const account = `arn:${partitionOf(region)}:iam::${accountId}`;
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
        Sid: "Disks",
        Effect: "Allow",
        Principal: { AWS: autoScaling },
        Action: [
          "kms:Decrypt",
          "kms:DescribeKey",
          "kms:Encrypt",
          "kms:GenerateDataKey*",
          "kms:ReEncrypt*",
        ],
        Resource: "*",
      },
      {
        Sid: "LendToEc2",
        Effect: "Allow",
        Principal: { AWS: autoScaling },
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ],
  });
}
