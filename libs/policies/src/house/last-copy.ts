import { resourceRule } from "../rule.ts";

/** Input that lets data go without a copy, by type. */
const GONE: Readonly<Record<string, string>> = {
  "aws:backup/vault:Vault": "forceDestroy",
  "aws:rds/instance:Instance": "skipFinalSnapshot",
  "aws:s3/bucket:Bucket": "forceDestroy",
};

export const lastCopy = resourceRule({
  id: "last-copy",
  group: "house",
  enforcement: "mandatory",
  controls: ["REL09-BP03"],
  source: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/back-up-data.html",
  types: Object.keys(GONE),
  fix: "Set forceDestroy or skipFinalSnapshot to false: a mistake then ends with a refusal, or with a snapshot.",
  check: ({ type, props }) => {
    const property = GONE[type] ?? "";
    return props[property] === true
      ? { property, message: "loses all its data when it is deleted" }
      : undefined;
  },
});
