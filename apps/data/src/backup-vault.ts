import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import { accountId, localArn, policyDocument, type Statement } from "./policy-document.ts";
import { stateful } from "./stateful.ts";

export interface BackupVaultArgs {
  /** The database to copy. */
  readonly databaseArn: pulumi.Input<string>;
  /** Days that a copy is kept. */
  readonly keepDays: number;
  /** Key that encrypts the database and the copies; AWS's own without. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** Delete the vault even when it holds copies. */
  readonly forceDestroy: boolean;
  /** Pulumi refuses to delete the vault. */
  readonly isProtected: boolean;
}

/**
 * A copy of the database every night, kept apart from it: RDS deletes its automatic backups with the database.
 * Cost: about $0.095 per GB and month.
 */
export class BackupVault extends pulumi.ComponentResource {
  readonly vaultArn: pulumi.Output<string>;

  constructor(name: string, args: BackupVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:BackupVault", name, {}, opts);
    const names = layerNames();
    const tags = names.tag(name);

    const vault = new aws.backup.Vault(
      names.base("backupVault", name),
      {
        forceDestroy: args.forceDestroy,
        ...(args.kmsKeyArn === undefined ? {} : { kmsKeyArn: args.kmsKeyArn }),
        tags,
      },
      { parent: this, ...stateful(args.isProtected) },
    );
    const plan = new aws.backup.Plan(
      names.base("backupPlan", name),
      {
        rules: [
          {
            ruleName: "nightly",
            targetVaultName: vault.name,
            schedule: "cron(0 5 * * ? *)", // UTC
            startWindow: 60, // minutes
            completionWindow: 480,
            lifecycle: { deleteAfter: args.keepDays },
          },
        ],
        tags,
      },
      { parent: this },
    );
    const role = new aws.iam.Role(
      names.base("role", `${name}-backup`),
      { description: "Nightly copies of the database", assumeRolePolicy: trust() },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      names.base("rolePolicy", `${name}-backup`),
      { role: role.name, policy: policyDocument(copyStatements(args, vault.arn)) },
      { parent: this },
    );
    new aws.backup.Selection(
      names.base("backupSelection", name),
      { planId: plan.id, iamRoleArn: role.arn, resources: [args.databaseArn] },
      // Nothing refers to the policy, and without it the first copy fails.
      { parent: this, dependsOn: [policy] },
    );

    this.vaultArn = vault.arn;
    this.registerOutputs({ vaultArn: this.vaultArn });
  }
}

function trust(): pulumi.Output<string> {
  return policyDocument([
    {
      Sid: "Backup",
      Effect: "Allow",
      Principal: { Service: "backup.amazonaws.com" },
      Action: "sts:AssumeRole",
      // AWS does not document that Backup says for whom it asks; where it does, it must be this account.
      Condition: { StringEqualsIfExists: { "aws:SourceAccount": accountId() } },
    },
  ]);
}

/** The part of AWS's own AWSBackupServiceRolePolicyForBackup that one database needs. */
function copyStatements(
  { databaseArn, kmsKeyArn }: BackupVaultArgs,
  vaultArn: pulumi.Output<string>,
): Statement[] {
  const snapshots = localArn("rds", "snapshot:awsbackup:*");
  const statements: Statement[] = [
    {
      Sid: "Database",
      Effect: "Allow",
      Action: [
        "rds:AddTagsToResource",
        "rds:CreateDBSnapshot",
        "rds:DescribeDBInstances",
        "rds:ListTagsForResource",
      ],
      Resource: databaseArn,
    },
    {
      Sid: "Copies",
      Effect: "Allow",
      Action: [
        "rds:AddTagsToResource",
        "rds:CopyDBSnapshot",
        "rds:CreateDBSnapshot",
        "rds:DeleteDBSnapshot",
        "rds:DescribeDBSnapshots",
        "rds:ListTagsForResource",
        "rds:ModifyDBSnapshotAttribute",
      ],
      Resource: snapshots,
    },
    {
      Sid: "Vault",
      Effect: "Allow",
      Action: ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
      Resource: vaultArn,
    },
  ];
  if (kmsKeyArn === undefined) return statements;
  return [
    ...statements,
    { Sid: "DescribeKey", Effect: "Allow", Action: "kms:DescribeKey", Resource: kmsKeyArn },
    {
      Sid: "LendKey",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: kmsKeyArn,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
