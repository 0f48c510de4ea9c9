/** Memory of each instance class in GiB (RDS user guide, "Hardware specifications for DB instance classes"). */
const MEMORY_GIB = {
  "db.t3.micro": 1,
  "db.t3.small": 2,
  "db.t3.medium": 4,
  "db.t3.large": 8,
  "db.t4g.micro": 1,
  "db.t4g.small": 2,
  "db.t4g.medium": 4,
  "db.t4g.large": 8,
  "db.m6g.large": 8,
  "db.m6g.xlarge": 16,
  "db.m6i.large": 8,
  "db.m6i.xlarge": 16,
  "db.m7g.large": 8,
  "db.m7g.xlarge": 16,
  "db.r6g.large": 16,
  "db.r6g.xlarge": 32,
  "db.r7g.large": 16,
  "db.r7g.xlarge": 32,
} as const;

/** An instance class that the layer knows the memory of. */
export type InstanceClass = keyof typeof MEMORY_GIB;

/** Every instance class that can be set. */
export const instanceClasses = Object.keys(MEMORY_GIB) as [InstanceClass, ...InstanceClass[]];

const GIB = 2 ** 30;
/** Default `max_connections` of MySQL: `{DBInstanceClassMemory/12582880}` (RDS user guide, "Quotas"). */
const BYTES_PER_CONNECTION = 12_582_880;

/**
 * Connections that MySQL accepts with the default parameters, estimated with care.
 *
 * `DBInstanceClassMemory` is less than the memory of the class: the system and RDS take a share that AWS
 * does not state. 256 MiB and 3 % fit what is seen, about 60 connections on a micro and 640 on a large,
 * and err on the low side, so that a threshold below it can always be reached.
 */
export function maxConnections(instanceClass: InstanceClass): number {
  const memory = MEMORY_GIB[instanceClass] * GIB;
  return Math.floor((memory * 0.97 - GIB / 4) / BYTES_PER_CONNECTION);
}

/**
 * Whether Performance Insights runs on the class: not with MySQL on micro and small (RDS user guide, "Amazon RDS DB
 * engine, Region, and instance class support for Performance Insights").
 */
export function hasInsights(instanceClass: InstanceClass): boolean {
  return !/^db\.t\d+g?\.(micro|small)$/.test(instanceClass);
}
