import type { PricedResource } from "./estimate.ts";
import { amount, fixed, unpriced, usage, type PriceLine } from "./price-line.ts";
import { DATABASE_GIB_MONTH, DATABASE_HOUR, HOURS_A_MONTH, MONTH, USAGE } from "./prices.ts";

/** A database: its hours, its storage, both twice with a standby, and the secret that RDS keeps for it. */
export function databaseLines({ props }: PricedResource): readonly PriceLine[] {
  const copies = props["multiAz"] === true ? 2 : 1;
  const { instanceClass, monitoringInterval } = props;
  const size = amount(props["allocatedStorage"]);
  const storageType = typeof props["storageType"] === "string" ? props["storageType"] : "gp3";
  const hour = DATABASE_HOUR[String(instanceClass)];
  const gib = DATABASE_GIB_MONTH[storageType];
  return [
    hour === undefined
      ? unpriced(`the table has no price of ${text(instanceClass)}`)
      : fixed(
          `${String(instanceClass)}, ${copies} × ${HOURS_A_MONTH} h`,
          hour * HOURS_A_MONTH * copies,
        ),
    gib === undefined || size === undefined
      ? unpriced(`the table has no price of its storage (${storageType})`)
      : fixed(`storage, ${copies} × ${size} GiB`, gib * size * copies),
    ...(props["manageMasterUserPassword"] === true ? [fixed("secret", MONTH.secret)] : []),
    ...((amount(monitoringInterval) ?? 0) > 0 ? [usage(USAGE.enhancedMonitoring)] : []),
    usage(USAGE.databaseBackup),
  ];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "an instance class that is not known";
}
