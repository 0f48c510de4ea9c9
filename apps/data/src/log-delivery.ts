import { albLogPrefix } from "@strata/naming";

import { accountId, bucketArn, localArn, type Statement } from "./policy-document.ts";

/** Folder of the logs bucket with the requests to the data bucket. */
export const accessLogPrefix = "s3/";

/**
 * Who writes into the logs bucket: the load balancers of this account, and S3 with the requests to another bucket.
 * Neither can use a key of ours, and no load balancer need exist yet.
 *
 * Source: Elastic Load Balancing user guide, "Access logs for your Application Load Balancer"; S3 user guide,
 * "Enabling Amazon S3 server access logging".
 *
 * @param logs name of the logs bucket
 * @param data name of the bucket whose requests are logged
 */
export function logDelivery(logs: string, data: string): Statement[] {
  return [
    {
      Sid: "LoadBalancers",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${bucketArn(logs)}/${albLogPrefix}/AWSLogs/${accountId()}/*`,
      Condition: {
        ArnLike: { "aws:SourceArn": localArn("elasticloadbalancing", "loadbalancer/*") },
      },
    },
    {
      Sid: "RequestsToTheDataBucket",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${bucketArn(logs)}/${accessLogPrefix}*`,
      Condition: {
        ArnLike: { "aws:SourceArn": bucketArn(data) },
        StringEquals: { "aws:SourceAccount": accountId() },
      },
    },
  ];
}
