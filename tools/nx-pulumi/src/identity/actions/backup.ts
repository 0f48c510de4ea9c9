/*
 * Service Authorization Reference, "Actions, resources, and condition keys for AWS Backup" and "… AWS Backup Storage".
 * A vault has a name, a plan an id and tags. For what a vault asks of its key: AWS Backup developer guide, "API
 * permissions".
 */
import { lentKey } from "./kms.ts";
import { claimed, passRole, type ActionTable } from "./type-actions.ts";

const BACKUP = "arn:{partition}:backup:{region}:{account}:";
const PLAN = `${BACKUP}backup-plan:*`;
const VAULT = `${BACKUP}backup-vault:{backupVault}`;

export const backup: ActionTable = {
  "aws:backup/vault:Vault": {
    reads: [
      "backup:DescribeBackupVault",
      "backup:ListRecoveryPointsByBackupVault",
      "backup:ListTags",
      "kms:DescribeKey",
    ],
    grants: [
      {
        actions: [
          "backup:CreateBackupVault",
          "backup:DeleteBackupVault",
          "backup:TagResource",
          "backup:UntagResource",
        ],
        on: [VAULT],
        fence: "name",
      },
      // Room for the copies. IAM knows no resource for it.
      { actions: ["backup-storage:MountCapsule"], on: ["*"], fence: "name" },
      {
        // `forceDestroy`: the copies go first. A copy has the tags of what it is of.
        actions: ["backup:DeleteRecoveryPoint"],
        on: ["arn:{partition}:rds:{region}:*:snapshot:awsbackup:*"],
        fence: "own",
      },
      ...lentKey("backup"),
    ],
  },
  "aws:backup/plan:Plan": {
    reads: ["backup:GetBackupPlan", "backup:ListTags"],
    grants: [
      { actions: ["backup:CreateBackupPlan"], on: [PLAN], fence: "new" },
      claimed([PLAN], "backup:TagResource"),
      {
        actions: [
          "backup:DeleteBackupPlan",
          "backup:TagResource",
          "backup:UntagResource",
          "backup:UpdateBackupPlan",
        ],
        on: [PLAN],
        fence: "own",
      },
    ],
  },
  "aws:backup/selection:Selection": {
    reads: ["backup:GetBackupSelection"],
    grants: [
      {
        // Its resource is the plan.
        actions: ["backup:CreateBackupSelection", "backup:DeleteBackupSelection"],
        on: [PLAN],
        fence: "own",
      },
      passRole("backup.amazonaws.com"),
    ],
  },
};
