import type { Unwrap } from "@pulumi/pulumi";
import type { PlanArgs, PlanState } from "@pulumi/aws/backup/plan.js";

import { unlessGone } from "../api-error.ts";
import type { Property } from "../property.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isUnknown } from "../value.ts";
import { planDocument, ruleInputs } from "./plan-document.ts";
import { updateTags } from "./tags.ts";

type Inputs = Unwrap<PlanArgs>;
type State = Unwrap<PlanState>;

const GONE = "ResourceNotFoundException";

/** Source: AWS Backup API reference, CreateBackupPlan, UpdateBackupPlan, which makes a new version of the document. */
export const resource = defineResource<Inputs, State>({
  token: "aws:backup/plan:Plan",
  noun: "Backup Plan",
  tags: true,
  autoname: { property: "name", maxLength: 255 },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    rules: {
      kind: "set",
      required: true,
      of: {
        kind: "object",
        fields: {
          completionWindow: { kind: "number", default: 180 },
          copyActions: {
            kind: "set",
            of: {
              kind: "object",
              fields: {
                destinationVaultArn: { kind: "string", required: true },
                lifecycle: lifecycle(),
              },
            },
          },
          enableContinuousBackup: { kind: "boolean", default: false },
          lifecycle: lifecycle(),
          recoveryPointTags: { kind: "map" },
          ruleName: { kind: "string", required: true },
          scanActions: {
            kind: "set",
            of: {
              kind: "object",
              fields: {
                malwareScanner: { kind: "string", required: true },
                scanMode: { kind: "string", required: true },
              },
            },
          },
          schedule: { kind: "string" },
          scheduleExpressionTimezone: { kind: "string", default: "Etc/UTC" },
          startWindow: { kind: "number", default: 60 },
          targetLogicallyAirGappedBackupVaultArn: { kind: "string" },
          targetVaultName: { kind: "string", required: true },
        },
      },
    },
    advancedBackupSettings: {
      kind: "set",
      of: {
        kind: "object",
        fields: {
          backupOptions: { kind: "map", required: true },
          resourceType: { kind: "string", required: true },
        },
      },
    },
    scanSettings: {
      kind: "set",
      of: {
        kind: "object",
        fields: {
          malwareScanner: { kind: "string", required: true },
          resourceTypes: { kind: "set", required: true },
          scannerRoleArn: { kind: "string", required: true },
        },
      },
    },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    version: { kind: "string", output: true, recomputed: true },
  },
  validate: failures,

  async create(inputs, call) {
    const backup = await call.aws.backup();
    const made = await backup.createBackupPlan({
      BackupPlan: planDocument(inputs),
      BackupPlanTags: inputs.tagsAll,
    });
    return made.BackupPlanId ?? "";
  },

  async read(id, call) {
    const backup = await call.aws.backup();
    const found = await unlessGone(backup.getBackupPlan({ BackupPlanId: id }), GONE);
    const plan = found?.BackupPlan;
    if (found === undefined || plan === undefined) return undefined;
    const { Tags: tags } = await backup.listTags({ ResourceArn: found.BackupPlanArn });
    return {
      arn: found.BackupPlanArn,
      name: plan.BackupPlanName,
      rules: (plan.Rules ?? []).map(ruleInputs),
      // AWS Backup answers them beside the document.
      advancedBackupSettings: (found.AdvancedBackupSettings ?? []).map((one) => ({
        backupOptions: one.BackupOptions ?? {},
        resourceType: one.ResourceType ?? "",
      })),
      scanSettings: (plan.ScanSettings ?? []).map((one) => ({
        malwareScanner: one.MalwareScanner ?? "",
        resourceTypes: one.ResourceTypes ?? [],
        scannerRoleArn: one.ScannerRoleArn ?? "",
      })),
      version: found.VersionId,
      tags,
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const backup = await call.aws.backup();
    if (changed("rules", "advancedBackupSettings", "scanSettings")) {
      await backup.updateBackupPlan({ BackupPlanId: id, BackupPlan: planDocument(inputs) });
    }
    if (changed("tagsAll")) await updateTags(backup, before.arn, before.tagsAll, inputs.tagsAll);
  },

  /** While the plan has selections it stays: the official provider waits for those that are about to go. */
  async delete(id, _state, call) {
    const backup = await call.aws.backup();
    const deleted = call.untilReleased(
      () => backup.deleteBackupPlan({ BackupPlanId: id }),
      "InvalidRequestException",
    );
    await unlessGone(deleted, GONE);
  },
});

function lifecycle(): Property {
  return {
    kind: "object",
    fields: {
      coldStorageAfter: { kind: "number" },
      deleteAfter: { kind: "number" },
      optInToArchiveForSupportedResources: { kind: "boolean", computed: true },
    },
  };
}

/**
 * Source: AWS Backup API reference, BackupRuleInput; Lifecycle: "backups transitioned to cold storage must be stored in
 * cold storage for a minimum of 90 days".
 */
function failures({ rules }: Partial<Inputs>): CheckFailure[] {
  if (rules === undefined || isUnknown(rules)) return [];
  return rules.flatMap((rule, i) => {
    if (isUnknown(rule)) return [];
    const names = [
      ["ruleName", /^[a-zA-Z0-9_.-]{1,50}$/, "1 to 50 letters, digits, _ - and ."],
      ["targetVaultName", /^[a-zA-Z0-9_-]{2,50}$/, "2 to 50 letters, digits, _ and -"],
    ] as const;
    const found = names.flatMap(([name, pattern, words]) => {
      const value = rule[name];
      if (value === undefined || isUnknown(value) || pattern.test(value)) return [];
      const property = `rules[${i}].${name}`;
      return [{ property, reason: `"${property}" is ${words}, not "${value}"` }];
    });
    const { coldStorageAfter: cold, deleteAfter: end } = rule.lifecycle ?? {};
    if (isUnknown(cold) || isUnknown(end) || !cold || !end || end >= cold + 90) return found;
    const property = `rules[${i}].lifecycle.deleteAfter`;
    const reason = `"${property}" must be at least 90 days after "coldStorageAfter" (${cold}), not ${end}`;
    return [...found, { property, reason }];
  });
}
