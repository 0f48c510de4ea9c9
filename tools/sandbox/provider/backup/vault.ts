import type { Unwrap } from "@pulumi/pulumi";
import type { VaultArgs, VaultState } from "@pulumi/aws/backup/vault.js";
import type { Backup } from "@aws-sdk/client-backup";

import { unlessGone } from "../api-error.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isUnknown } from "../value.ts";
import { updateTags } from "./tags.ts";

type Inputs = Unwrap<VaultArgs>;
type State = Unwrap<VaultState>;

/** AWS Backup says that access is denied where a vault is not there. */
const GONE = ["ResourceNotFoundException", "AccessDeniedException"];

/** Source: AWS Backup API reference, CreateBackupVault, DescribeBackupVault. The ID is the name. */
export const resource = defineResource<Inputs, State>({
  token: "aws:backup/vault:Vault",
  noun: "Backup Vault",
  tags: true,
  autoname: { property: "name", maxLength: 255 },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    forceDestroy: { kind: "boolean", default: false, local: true },
    kmsKeyArn: { kind: "string", computed: true, replaces: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    recoveryPoints: { kind: "number", output: true },
  },
  validate: failures,

  async create(inputs, call) {
    const backup = await call.aws.backup();
    const name = inputs.name ?? "";
    await backup.createBackupVault({
      BackupVaultName: name,
      BackupVaultTags: inputs.tagsAll,
      EncryptionKeyArn: inputs.kmsKeyArn,
    });
    return name;
  },

  async read(id, call) {
    const backup = await call.aws.backup();
    const vault = await unlessGone(backup.describeBackupVault({ BackupVaultName: id }), ...GONE);
    if (vault === undefined) return undefined;
    const { Tags: tags } = await backup.listTags({ ResourceArn: vault.BackupVaultArn });
    return {
      arn: vault.BackupVaultArn,
      kmsKeyArn: vault.EncryptionKeyArn,
      name: vault.BackupVaultName,
      recoveryPoints: vault.NumberOfRecoveryPoints,
      tags,
    };
  },

  async update(_id, { before, inputs, changed }, call) {
    const backup = await call.aws.backup();
    if (changed("tagsAll")) await updateTags(backup, before.arn, before.tagsAll, inputs.tagsAll);
  },

  /** AWS Backup keeps a vault that holds recovery points. */
  async delete(id, state, call) {
    const backup = await call.aws.backup();
    if (state.forceDestroy === true) await emptyVault(backup, id);
    await unlessGone(backup.deleteBackupVault({ BackupVaultName: id }), ...GONE);
  },
});

/** Source: AWS Backup API reference, CreateBackupVault, `backupVaultName`. */
function failures({ name }: Partial<Inputs>): CheckFailure[] {
  if (name === undefined || isUnknown(name) || /^[a-zA-Z0-9_-]{2,50}$/.test(name)) return [];
  const reason = `"name" is 2 to 50 letters, digits, hyphens and underscores, not "${name}"`;
  return [{ property: "name", reason }];
}

async function emptyVault(backup: Backup, BackupVaultName: string): Promise<void> {
  const vault = await unlessGone(backup.describeBackupVault({ BackupVaultName }), ...GONE);
  if ((vault?.NumberOfRecoveryPoints ?? 0) === 0) return;
  let NextToken: string | undefined;
  do {
    const page = await backup.listRecoveryPointsByBackupVault({ BackupVaultName, NextToken });
    for (const { RecoveryPointArn } of page.RecoveryPoints ?? []) {
      await backup.deleteRecoveryPoint({ BackupVaultName, RecoveryPointArn });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}
