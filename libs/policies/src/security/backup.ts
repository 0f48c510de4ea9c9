import { resourceRule } from "../rule.ts";
import { isMissing, securityHub } from "./flag.ts";

export const backupVaultKey = resourceRule({
  id: "backup-vault-key",
  group: "security",
  enforcement: "mandatory",
  controls: ["Backup.1", "CKV_AWS_166"],
  source: securityHub("Backup.1"),
  types: ["aws:backup/vault:Vault"],
  fix: "Set kmsKeyArn.",
  check: ({ props }) =>
    isMissing(props["kmsKeyArn"])
      ? { property: "kmsKeyArn", message: "encrypts copies with a key that nobody here can revoke" }
      : undefined,
});
