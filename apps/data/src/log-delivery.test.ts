import { record } from "@strata/testing";

import { logDelivery } from "./log-delivery.ts";

it("lets load balancers and S3 write, each in its folder and for this account only", async () => {
  const { result } = await record({ project: "data", stack: "prod" }, () => {
    return logDelivery("the-logs", "the-data");
  });
  expect(result).toEqual([
    {
      Sid: "LoadBalancers",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::the-logs/alb/AWSLogs/777788889999/*",
      Condition: {
        ArnLike: {
          "aws:SourceArn": "arn:aws:elasticloadbalancing:us-east-1:777788889999:loadbalancer/*",
        },
      },
    },
    {
      Sid: "RequestsToTheDataBucket",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::the-logs/s3/*",
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::the-data" },
        StringEquals: { "aws:SourceAccount": "777788889999" },
      },
    },
  ]);
});
