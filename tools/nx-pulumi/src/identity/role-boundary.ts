import { project } from "@strata/config/project";

import type { Conditions } from "./actions/type-actions.ts";
import { LayerScope, type Deployment } from "./layer-scope.ts";
import { policyDocument, type PolicyDocument, type Statement } from "./policy-document.ts";

/**
 * The most that any role which the layer makes may be allowed: to use what layers have made for applications, never to
 * change infrastructure, an identity or a state. What such a role is really allowed, its own policies say. Copies of a
 * database, metrics of its host and sessions on instances are only for roles of a layer that can make such things.
 *
 * An application that needs another service gets it here: Service Authorization Reference, actions that read and
 * write data.
 */
export function roleBoundary(deployment: Deployment): PolicyDocument {
  const scope = new LayerScope(deployment);
  const { partition } = scope;
  const { layer, environment, region, accountId, resources } = deployment;
  const can = (type: string) => resources.types.includes(type);
  const arnOf: ArnOf = (service, what) =>
    `arn:${partition}:${service}:${region}:${accountId}:${what}`;
  const layers = [...new Set([layer, ...resources.reads])].sort();
  const buckets = layers
    .flatMap((one) => scope.names("bucket", one))
    .map((name) => `arn:${partition}:s3:::${name}`);
  const databases = layers
    .flatMap((one) => scope.names("dbInstance", one))
    .map((name) => `arn:${partition}:rds:${region}:${accountId}:db:${name}`);
  // What layers have made that has no name.
  const tagged = {
    "aws:ResourceTag/project": project.name,
    "aws:ResourceTag/environment": environment,
    "aws:ResourceTag/layer": layers,
  };
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
      Sid: "Keys",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      Resource: [arnOf("kms", "key/*")],
      Condition: { StringEquals: tagged },
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
    ...(can("aws:iam/instanceProfile:InstanceProfile") ? session(arnOf) : []),
    ...(can("aws:rds/instance:Instance") ? hostMetrics(arnOf) : []),
    ...(can("aws:backup/selection:Selection") ? copies(scope, arnOf, tagged) : []),
  ]);
}

/** ARN in the account: of `rds` and `db:name`. */
type ArnOf = (service: string, what: string) => string;

/** What the agent of Systems Manager does on an instance. IAM knows no resource of a session. */
function session(arnOf: ArnOf): Statement[] {
  const channels = [
    "CreateControlChannel",
    "CreateDataChannel",
    "OpenControlChannel",
    "OpenDataChannel",
  ];
  return [
    {
      Sid: "SessionChannels",
      Effect: "Allow",
      Action: channels.map((name) => `ssmmessages:${name}`),
      Resource: ["*"],
    },
    {
      Sid: "SessionInstance",
      Effect: "Allow",
      Action: ["ssm:UpdateInstanceInformation"],
      Resource: [arnOf("ec2", "instance/*")],
    },
  ];
}

/** What enhanced monitoring of RDS writes, into a group whose name AWS has chosen. */
function hostMetrics(arnOf: ArnOf): Statement[] {
  const group = arnOf("logs", "log-group:RDSOSMetrics");
  return [
    {
      Sid: "HostMetrics",
      Effect: "Allow",
      Action: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
        "logs:PutRetentionPolicy",
      ],
      Resource: [group, `${group}:*`],
    },
  ];
}

/** What AWS Backup does with a database of the layer: copies of its own, which have no name of a layer. */
function copies(scope: LayerScope, arnOf: ArnOf, tagged: Conditions[string]): Statement[] {
  const databases = scope.names("dbInstance").map((name) => arnOf("rds", `db:${name}`));
  const vaults = scope.names("backupVault").map((name) => arnOf("backup", `backup-vault:${name}`));
  return [
    {
      Sid: "BackupCopies",
      Effect: "Allow",
      Action: [
        "rds:AddTagsToResource",
        "rds:CopyDBSnapshot",
        "rds:CreateDBSnapshot",
        "rds:DeleteDBSnapshot",
        "rds:DescribeDBInstances",
        "rds:DescribeDBSnapshots",
        "rds:ListTagsForResource",
        "rds:ModifyDBSnapshotAttribute",
      ],
      Resource: [...databases, arnOf("rds", "snapshot:awsbackup:*")],
    },
    {
      Sid: "BackupVault",
      Effect: "Allow",
      Action: ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
      Resource: vaults,
    },
    {
      Sid: "BackupKey",
      Effect: "Allow",
      Action: ["kms:CreateGrant"],
      Resource: [arnOf("kms", "key/*")],
      Condition: {
        StringEquals: tagged,
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    },
  ];
}
