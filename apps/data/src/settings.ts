import { retentionDays } from "@strata/config";
import { accepts } from "@strata/naming";
import { z } from "zod";

import { instanceClasses } from "./instance-class.ts";

/** What data can be told, per environment. What destroys data is off unless it is asked for. */
export const dataSettings = z.strictObject({
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
  /** Days that automatic backups are kept. */
  backupDays: retentionDays.default(7),
  /** A standby in a second zone; doubles the price. */
  multiAz: z.boolean().default(false),
  /** AWS refuses to delete the database while this is on. */
  deletionProtection: z.boolean().default(true),
  /** Delete the database without a last snapshot. */
  skipFinalSnapshot: z.boolean().default(false),
  /** Change the database at once instead of in the maintenance window. */
  applyImmediately: z.boolean().default(false),
  /** Delete buckets that still hold objects. */
  forceDestroyBuckets: z.boolean().default(false),
});
