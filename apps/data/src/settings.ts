import { distinct, logRetentionDays, retentionDays, seedParity } from "@strata/config";
import { accepts } from "@strata/naming";
import { z } from "zod";

import { hasInsights, instanceClasses } from "./instance-class.ts";

/** What MySQL can log, in the words of RDS. */
const DATABASE_LOGS = ["audit", "error", "general", "slowquery"] as const;

/** One of these logs. */
export type DatabaseLog = (typeof DATABASE_LOGS)[number];

/** What data can be told, per environment. What destroys data is off unless it is asked for. */
export const dataSettings = z
  .strictObject({
    /**
     * Quoted in YAML: without quotes, 8.4 arrives as a number. Only 8.4: MySQL 8.0 left standard support on
     * 2026-07-31, and extended support, which costs more than the instance, is switched off.
     */
    mysqlVersion: z
      .string("quote the version")
      .regex(/^8\.4(\.\d+)?$/, "expected 8.4 or 8.4.<minor>"),
    /** Size of the database; it also decides how many connections there can be. */
    instanceClass: z.enum(instanceClasses),
    /** RDS for MySQL on gp3: 20 to 65536. Storage can grow, never shrink. */
    storageGiB: z.int().min(20).max(65536),
    /** RDS makes the storage larger by itself, up to this; at least a tenth more than `storageGiB`. Off without. */
    maxStorageGiB: z.int().max(65536).optional(),
    databaseName: z
      .string()
      .refine(
        (name) => accepts("mysqlDatabase", name),
        "expected up to 64 letters, digits and _, a letter first",
      ),
    masterUsername: z
      .string()
      .refine(
        (name) => accepts("mysqlUser", name),
        "expected up to 16 letters and digits, a letter first, and no reserved name such as admin",
      ),
    /** Logs that RDS sends to CloudWatch. `audit` and `general` see every statement, and what stands in it. */
    databaseLogs: z
      .array(z.enum(DATABASE_LOGS))
      .refine(distinct, "a log is listed twice")
      .default(["error", "slowquery"]),
    /** Days that these logs are kept. */
    databaseLogRetentionDays: logRetentionDays.default(30),
    /** Seconds between two measurements by the operating system (enhanced monitoring); 0 is off. */
    monitoringSeconds: z.literal([0, 1, 5, 10, 15, 30, 60]).default(0),
    /** Which statements make the load, for the last seven days. Not for micro and small classes. */
    performanceInsights: z.boolean().default(false),
    /** Days that automatic backups are kept. */
    backupDays: retentionDays.default(7),
    /** A vault of AWS Backup with copies of the database, which its deletion does not take along. */
    backupVault: z.boolean().default(false),
    /** A standby in a second zone; doubles the price. */
    multiAz: z.boolean().default(false),
    /** AWS refuses to delete the database while this is on. */
    deletionProtection: z.boolean().default(true),
    /** Delete the database without a last snapshot. */
    skipFinalSnapshot: z.boolean().default(false),
    /** Change the database at once instead of in the maintenance window. */
    applyImmediately: z.boolean().default(false),
    /** Delete buckets that still hold objects, and a vault that still holds copies. */
    forceDestroyBuckets: z.boolean().default(false),
    /** Keep what is overwritten or deleted in a bucket, for `noncurrentDays`. */
    versionedBuckets: z.boolean().default(true),
    /** Days that a version is kept after another took its place. */
    noncurrentDays: z.int().min(1).max(3650).default(30),
    /** Days that logs are kept in the logs bucket. */
    logsBucketDays: z.int().min(1).max(3650).default(90),
    /** A KMS key of our own for database, secret, data bucket and vault, $1 a month; AWS's keys otherwise. */
    customerManagedKey: z.boolean().default(false),
    /**
     * Pulumi refuses to delete database, buckets, key and vault, and leaves them alone when they are taken out of the
     * program.
     */
    protectStateful: z.boolean().default(false),
    /** Exactly the resources of the seed. */
    seedParity,
  })
  .superRefine((settings, context) => {
    const add = (path: keyof typeof settings, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const { storageGiB, maxStorageGiB, instanceClass } = settings;

    // RDS user guide, "Managing capacity automatically": the limit is at least 10 % above the storage.
    if (maxStorageGiB !== undefined && maxStorageGiB < Math.ceil((storageGiB * 11) / 10)) {
      const least = Math.ceil((storageGiB * 11) / 10);
      add("maxStorageGiB", `expected at least ${least}, a tenth more than storageGiB`);
    }
    if (settings.performanceInsights && !hasInsights(instanceClass)) {
      add(
        "performanceInsights",
        `RDS for MySQL has none on ${instanceClass}: take db.t4g.medium or larger`,
      );
    }
    if (settings.protectStateful && settings.forceDestroyBuckets) {
      add(
        "forceDestroyBuckets",
        "the buckets are protected from deletion: take this out, or protectStateful",
      );
    }
    if (settings.protectStateful && !settings.deletionProtection) {
      add(
        "deletionProtection",
        "protectStateful protects from Pulumi only: leave this on, or take that out",
      );
    }
    if (settings.seedParity) {
      for (const path of NOT_IN_SEED) {
        const value = settings[path];
        if (value === undefined || value === false || value === 0) continue;
        add(path, "the seed has none: take it out, or seedParity");
      }
    }
  });

/** Checked settings. */
export type DataSettings = z.output<typeof dataSettings>;

const NOT_IN_SEED = [
  "maxStorageGiB",
  "monitoringSeconds",
  "performanceInsights",
  "backupVault",
  "customerManagedKey",
  "protectStateful",
] as const;
