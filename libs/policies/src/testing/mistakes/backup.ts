import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

const one = (title: string, rule: string, ...resources: LiteralResource[]): Mistake => ({
  title,
  rule,
  resources,
});

const rule = (props: object = {}) => ({
  ruleName: "nightly",
  targetVaultName: "strata-vault",
  schedule: "cron(0 5 * * ? *)",
  startWindow: 60,
  completionWindow: 480,
  ...props,
});
const plan = (...rules: object[]): LiteralResource => ({
  type: "aws:backup/plan:Plan",
  name: "plan",
  props: { name: "strata-plan", rules },
});
const selection = (props: object): LiteralResource => ({
  type: "aws:backup/selection:Selection",
  name: "selection",
  props: {
    name: "strata-selection",
    planId: "11111111-2222-3333-4444-555555555555",
    iamRoleArn: "arn:aws:iam::777788889999:role/backup",
    resources: ["arn:aws:rds:us-east-1:777788889999:db:strata-prod-data-main"],
    ...props,
  },
});
const vault = (props: object): LiteralResource => ({
  type: "aws:backup/vault:Vault",
  name: "vault",
  props: { name: "strata-vault", ...props },
});

export const backupMistakes: MistakesOf = {
  service: "backup",
  mistakes: [
    one("a schedule of five fields", "backup-plan", plan(rule({ schedule: "cron(0 5 * * *)" }))),
    one("a schedule without cron()", "backup-plan", plan(rule({ schedule: "0 5 * * ? *" }))),
    one(
      "a schedule with both kinds of days",
      "backup-plan",
      plan(rule({ schedule: "cron(0 5 * * * *)" })),
    ),
    one("a schedule at 25 o'clock", "backup-plan", plan(rule({ schedule: "cron(0 25 * * ? *)" }))),
    one("a start window of half an hour", "backup-plan", plan(rule({ startWindow: 30 }))),
    one(
      "a completion window that ends with the start window",
      "backup-plan",
      plan(rule({ startWindow: 120, completionWindow: 120 })),
    ),
    one(
      "two backup rules of one name",
      "backup-plan",
      plan(rule(), rule({ schedule: "cron(0 17 * * ? *)" })),
    ),
    one(
      "continuous copies for 90 days",
      "backup-plan",
      plan(rule({ enableContinuousBackup: true, lifecycle: { deleteAfter: 90 } })),
    ),
    one(
      "continuous copies in cold storage",
      "backup-plan",
      plan(rule({ enableContinuousBackup: true, lifecycle: { coldStorageAfter: 7 } })),
    ),
    one("a plan without rules", "backup-plan", plan()),
    one("a selection of nothing", "backup-selection", selection({ resources: [] })),
    one(
      "a database by its name",
      "backup-selection",
      selection({ resources: ["strata-prod-data-main"] }),
    ),
    one("a role by its name", "backup-selection", selection({ iamRoleArn: "backup" })),
    one(
      "tags that are like something",
      "backup-selection",
      selection({ selectionTags: [{ type: "STRINGLIKE", key: "backup", value: "y*" }] }),
    ),
    one(
      "a vault with a key by its alias",
      "backup-vault",
      vault({ kmsKeyArn: "alias/strata-data" }),
    ),
    one(
      "a vault with a key of another region",
      "backup-vault",
      vault({ kmsKeyArn: "arn:aws:kms:eu-west-1:777788889999:key/1" }),
    ),
  ],
};
