import { resourceRule } from "../../rule.ts";
import { text } from "../inputs.ts";
import { refusal } from "../refusal.ts";

export const backupVault = resourceRule({
  ...refusal,
  id: "backup-vault",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html",
  types: ["aws:backup/vault:Vault"],
  fix: "Take 2 to 50 letters, digits, - and _ for the name, and the ARN of a key in the region of the vault.",
  check: ({ props }, { region }) => {
    const name = text(props["name"]);
    if (name !== undefined && !/^[\w-]{2,50}$/.test(name)) {
      return { property: "name", message: "is no name that AWS Backup takes for a vault" };
    }
    const key = text(props["kmsKeyArn"]);
    if (key === undefined || key === "") return undefined;
    const [, where] = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/.+$/.exec(key) ?? [];
    if (where === region) return undefined;
    const message =
      where === undefined
        ? "is no ARN of a key"
        : `is a key of ${where}, and the vault in ${region}`;
    return { property: "kmsKeyArn", message };
  },
});
