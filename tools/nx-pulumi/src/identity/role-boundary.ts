import { LayerScope, type Deployment } from "./layer-scope.ts";
import { policyDocument, type PolicyDocument } from "./policy-document.ts";

/**
 * The most that any role which the layer makes may be allowed: to use what layers have made for applications, never to
 * change infrastructure, an identity or a state. What such a role is really allowed, its own policies say.
 *
 * An application that needs another service gets it here: Service Authorization Reference, actions that read and
 * write data.
 */
export function roleBoundary(deployment: Deployment): PolicyDocument {
  const scope = new LayerScope(deployment);
  const { partition } = scope;
  const { layer, region, accountId, resources } = deployment;
  const layers = [...new Set([layer, ...resources.reads])].sort();
  const buckets = layers
    .flatMap((one) => scope.names("bucket", one))
    .map((name) => `arn:${partition}:s3:::${name}`);
  const databases = layers
    .flatMap((one) => scope.names("dbInstance", one))
    .map((name) => `arn:${partition}:rds:${region}:${accountId}:db:${name}`);
  return policyDocument([
    {
      Sid: "Buckets",
      Effect: "Allow",
      Action: [
        "s3:DeleteObject",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
      ],
      Resource: buckets,
    },
    {
      Sid: "DatabasePassword",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: [`arn:${partition}:secretsmanager:${region}:${accountId}:secret:rds!db-*`],
      // RDS sets it on the secrets that it manages.
      Condition: { ArnLike: { "aws:ResourceTag/aws:rds:primaryDBInstanceArn": databases } },
    },
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: scope
        .logGroups()
        .map((name) => `arn:${partition}:logs:${region}:${accountId}:log-group:${name}:*`),
    },
    {
      Sid: "Find",
      Effect: "Allow",
      Action: ["cloudwatch:PutMetricData", "logs:DescribeLogGroups"],
      Resource: ["*"],
    },
  ]);
}
