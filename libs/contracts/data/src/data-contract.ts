import { defineContract } from "@strata/contracts";
import { z } from "zod";

const arn = z.string().startsWith("arn:");

/** What data promises. No secret is among it: a reader gets the address of the secret, never its value. */
export const dataContract = defineContract("data", {
  dataBucketName: z.string().min(3),
  dataBucketArn: arn,
  logsBucketName: z.string().min(3),
  logsBucketArn: arn,
  /** What CloudWatch calls the database (`DBInstanceIdentifier`), not the resource id. */
  dbInstanceIdentifier: z
    .string()
    .min(1)
    .refine(
      (id) => !/^db-[A-Z0-9]{10,}$/.test(id),
      "this is the resource id, expected the identifier",
    ),
  dbInstanceArn: arn,
  /** Immutable id (`db-ABC…`), for `rds-db:connect` permissions. */
  dbResourceId: z.string().startsWith("db-"),
  /** `address:port`. */
  rdsEndpoint: z.string().regex(/^.+:\d+$/, "expected address:port"),
  rdsAddress: z.string().min(1),
  dbPort: z.int().min(1).max(65535),
  dbName: z.string().min(1),
  dbInstanceClass: z.string().startsWith("db."),
  dbAllocatedStorageGiB: z.int().min(1),
  /** Connections that MySQL accepts with its default parameters on this instance class; an estimate. */
  dbMaxConnections: z.int().min(1),
  /** Secret with user name and password, made and rotated by RDS. */
  dbSecretArn: arn,
  /** Log groups that RDS writes the database's logs to. */
  dbLogGroupNames: z.array(z.string().startsWith("/aws/rds/instance/")),
  /** Keys that a reader of the data bucket or of the secret must be allowed to use; none where AWS's own encrypt. */
  kmsKeyArns: z.array(arn),
});
