import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { accessLogPrefix } from "./log-delivery.ts";

export interface AccessLogArgs {
  /** Bucket whose requests are logged. */
  readonly bucketName: pulumi.Input<string>;
  /** Bucket that lets S3 write them. */
  readonly logsBucketName: pulumi.Input<string>;
}

/** Who asked for what in a bucket, in another bucket, within hours. Cost: what is stored. */
export class AccessLog extends pulumi.ComponentResource {
  constructor(name: string, args: AccessLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:AccessLog", name, {}, opts);

    new aws.s3.BucketLogging(
      `${name}-logging`,
      {
        bucket: args.bucketName,
        targetBucket: args.logsBucketName,
        targetPrefix: accessLogPrefix,
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
