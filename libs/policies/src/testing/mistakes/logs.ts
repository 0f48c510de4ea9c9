import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

const one = (title: string, rule: string, ...resources: LiteralResource[]): Mistake => ({
  title,
  rule,
  resources,
});

const group = (props: object, name = "app"): LiteralResource => ({
  type: "aws:cloudwatch/logGroup:LogGroup",
  name,
  props: { name: "/aws/app/prod", ...props },
});
const ARN = "arn:aws:kms:us-east-1:777788889999:key/11111111-2222-3333-4444-555555555555";
const encrypted = group({ kmsKeyId: ARN });
/** A key that the account may use, and CloudWatch Logs as the statement says. */
const key = (statement?: object): LiteralResource => {
  const account = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::777788889999:root" },
    Action: "kms:*",
    Resource: "*",
  };
  const logs = {
    Effect: "Allow",
    Principal: { Service: "logs.us-east-1.amazonaws.com" },
    Action: [
      "kms:Encrypt*",
      "kms:Decrypt*",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:Describe*",
    ],
    Resource: "*",
    ...statement,
  };
  const Statement = statement === undefined ? [account] : [account, logs];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  return { type: "aws:kms/key:Key", name: "key", props: { policy }, identities: [ARN] };
};

export const logsMistakes: MistakesOf = {
  service: "logs",
  mistakes: [
    one("a log group in AWS's own namespace", "logs-name", group({ name: "aws/app/prod" })),
    one("two log groups of one name", "logs-name-once", group({}), group({}, "second")),
    one(
      "a class of log groups that there is not",
      "logs-class",
      group({ logGroupClass: "INFREQUENT" }),
    ),
    one("a key by its alias", "logs-key", group({ kmsKeyId: "alias/strata-logs" })),
    one("a key by its id", "logs-key", group({ kmsKeyId: "11111111-2222-3333-4444-555555555555" })),
    one(
      "a key of another region for logs",
      "logs-key",
      group({ kmsKeyId: ARN.replace("us-east-1", "eu-west-1") }),
    ),
    one("a key that CloudWatch Logs may not use", "logs-key-policy", key(), encrypted),
    one(
      "a key for CloudWatch Logs without its region",
      "logs-key-policy",
      key({ Principal: { Service: "logs.amazonaws.com" } }),
      encrypted,
    ),
    one(
      "a key that CloudWatch Logs may only decrypt with",
      "logs-key-policy",
      key({ Action: ["kms:Decrypt", "kms:DescribeKey"] }),
      encrypted,
    ),
    one(
      "a key for the streams of a group, and not for the group",
      "logs-key-policy",
      key({
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn":
              "arn:aws:logs:us-east-1:777788889999:log-group:/aws/app/prod:*",
          },
        },
      }),
      encrypted,
    ),
    one(
      "a key for other log groups",
      "logs-key-policy",
      key({
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn":
              "arn:aws:logs:us-east-1:777788889999:log-group:/aws/rds/*",
          },
        },
      }),
      encrypted,
    ),
  ],
};
