import type { Unwrap } from "@pulumi/pulumi";
import type { PlanArgs } from "@pulumi/aws/backup/plan.js";
import type {
  BackupPlanInput,
  BackupRule,
  BackupRuleInput,
  Lifecycle,
  MalwareScanner,
  ScanMode,
} from "@aws-sdk/client-backup";

type Inputs = Unwrap<PlanArgs>;
type Rule = Inputs["rules"][number];

/** The document that AWS Backup keeps as one version of a plan. */
export function planDocument(inputs: Inputs): BackupPlanInput {
  const { advancedBackupSettings: advanced = [], scanSettings: scans = [] } = inputs;
  return {
    BackupPlanName: inputs.name,
    Rules: inputs.rules.map(ruleDocument),
    AdvancedBackupSettings: unlessEmpty(
      advanced.map(({ backupOptions, resourceType }) => ({
        BackupOptions: backupOptions,
        ResourceType: resourceType,
      })),
    ),
    ScanSettings: unlessEmpty(
      scans.map((one) => ({
        MalwareScanner: one.malwareScanner as MalwareScanner,
        ResourceTypes: one.resourceTypes,
        ScannerRoleArn: one.scannerRoleArn,
      })),
    ),
  };
}

function ruleDocument(rule: Rule): BackupRuleInput {
  return {
    RuleName: rule.ruleName,
    TargetBackupVaultName: rule.targetVaultName,
    TargetLogicallyAirGappedBackupVaultArn: rule.targetLogicallyAirGappedBackupVaultArn,
    ScheduleExpression: rule.schedule,
    ScheduleExpressionTimezone: rule.scheduleExpressionTimezone,
    StartWindowMinutes: rule.startWindow,
    CompletionWindowMinutes: rule.completionWindow,
    EnableContinuousBackup: rule.enableContinuousBackup,
    Lifecycle: lifecycleDocument(rule.lifecycle),
    RecoveryPointTags: rule.recoveryPointTags,
    CopyActions: unlessEmpty(
      (rule.copyActions ?? []).map(({ destinationVaultArn, lifecycle }) => ({
        DestinationBackupVaultArn: destinationVaultArn,
        Lifecycle: lifecycleDocument(lifecycle),
      })),
    ),
    ScanActions: unlessEmpty(
      (rule.scanActions ?? []).map(({ malwareScanner, scanMode }) => ({
        MalwareScanner: malwareScanner as MalwareScanner,
        ScanMode: scanMode as ScanMode,
      })),
    ),
  };
}

/** One rule of a plan as a program would write it. */
export function ruleInputs(rule: BackupRule): Rule {
  return {
    ruleName: rule.RuleName ?? "",
    targetVaultName: rule.TargetBackupVaultName ?? "",
    targetLogicallyAirGappedBackupVaultArn: rule.TargetLogicallyAirGappedBackupVaultArn,
    schedule: rule.ScheduleExpression,
    scheduleExpressionTimezone: rule.ScheduleExpressionTimezone,
    startWindow: rule.StartWindowMinutes,
    completionWindow: rule.CompletionWindowMinutes,
    enableContinuousBackup: rule.EnableContinuousBackup ?? false,
    lifecycle: lifecycleInputs(rule.Lifecycle),
    recoveryPointTags: rule.RecoveryPointTags,
    copyActions: rule.CopyActions?.map(({ DestinationBackupVaultArn: arn = "", Lifecycle }) => ({
      destinationVaultArn: arn,
      lifecycle: lifecycleInputs(Lifecycle),
    })),
    scanActions: rule.ScanActions?.map(({ MalwareScanner: scanner = "", ScanMode: mode = "" }) => ({
      malwareScanner: scanner,
      scanMode: mode,
    })),
  };
}

function lifecycleDocument(lifecycle: Rule["lifecycle"]): Lifecycle | undefined {
  return (
    lifecycle && {
      DeleteAfterDays: lifecycle.deleteAfter,
      MoveToColdStorageAfterDays: lifecycle.coldStorageAfter,
      OptInToArchiveForSupportedResources: lifecycle.optInToArchiveForSupportedResources,
    }
  );
}

function lifecycleInputs(lifecycle: Lifecycle | undefined): Rule["lifecycle"] {
  return (
    lifecycle && {
      coldStorageAfter: lifecycle.MoveToColdStorageAfterDays,
      deleteAfter: lifecycle.DeleteAfterDays,
      optInToArchiveForSupportedResources: lifecycle.OptInToArchiveForSupportedResources,
    }
  );
}

function unlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}
