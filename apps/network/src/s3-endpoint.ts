import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { layerNames, partitionOf } from "@strata/naming";

export interface S3EndpointArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Route tables from which S3 is reached through the endpoint. */
  readonly routeTableIds: readonly pulumi.Input<string>[];
}

/**
 * The way to S3 that needs no NAT gateway. It leads to buckets of this account and to the packages of Amazon Linux,
 * so nobody inside can carry data away to a bucket of another account. Cost: none.
 */
export class S3Endpoint extends pulumi.ComponentResource {
  readonly prefixListId: pulumi.Output<string>;

  constructor(name: string, args: S3EndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:network:S3Endpoint", name, {}, opts);
    const { region, accountId } = environment(pulumi.getStack());

    const endpoint = new aws.ec2.VpcEndpoint(
      name,
      {
        vpcId: args.vpcId,
        vpcEndpointType: "Gateway",
        serviceName: `com.amazonaws.${region}.s3`,
        routeTableIds: [...args.routeTableIds],
        policy: JSON.stringify(s3EndpointPolicy(region, accountId)),
        tags: layerNames().tag(name),
      },
      { parent: this },
    );

    this.prefixListId = endpoint.prefixListId;
    this.registerOutputs({ prefixListId: this.prefixListId });
  }
}

/**
 * What may pass. It only bounds: whether a caller may is for its own role to say.
 *
 * Source: VPC user guide, "Gateway endpoints for Amazon S3", and Amazon Linux 2023 user guide, "Deterministic upgrades
 * through versioned repositories", for the buckets of the packages.
 */
export function s3EndpointPolicy(region: string, accountId: string) {
  const s3 = `arn:${partitionOf(region)}:s3:::`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "BucketsOfThisAccount",
        Effect: "Allow",
        Principal: "*",
        Action: [
          "s3:AbortMultipartUpload",
          "s3:DeleteObject",
          "s3:GetBucketLocation",
          "s3:GetObject",
          "s3:ListBucket",
          "s3:ListMultipartUploadParts",
          "s3:PutObject",
        ],
        Resource: `${s3}*`,
        Condition: { StringEquals: { "aws:ResourceAccount": accountId } },
      },
      {
        Sid: "PackagesOfAmazonLinux",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `${s3}al2023-repos-${region}-*/*`,
      },
    ],
  };
}
