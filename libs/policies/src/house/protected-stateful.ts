import { resourceRule } from "../rule.ts";

/** Environments whose data nobody can make again. */
const KEPT = ["prod"];

export const protectedStateful = resourceRule({
  id: "protected-stateful",
  group: "house",
  enforcement: "mandatory",
  controls: [],
  source: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
  types: [
    "aws:backup/vault:Vault",
    "aws:dynamodb/table:Table",
    "aws:efs/fileSystem:FileSystem",
    "aws:kms/key:Key",
    "aws:rds/cluster:Cluster",
    "aws:rds/instance:Instance",
    "aws:s3/bucket:Bucket",
    "aws:secretsmanager/secret:Secret",
  ],
  fix: "Set protect and retainOnDelete (protectStateful in the layer's settings).",
  check: ({ options }, { environment }) => {
    if (!KEPT.includes(environment.name)) return undefined;
    const missing = (["protect", "retainOnDelete"] as const).filter((name) => !options[name]);
    return missing.length === 0
      ? undefined
      : `holds what cannot be made again, and has no ${missing.join(" and ")}`;
  },
});
