const GIB = 2 ** 30;

/** Memory for which MySQL accepts one connection by default: `{DBInstanceClassMemory/12582880}` (RDS user guide). */
const BYTES_PER_CONNECTION = 12_582_880;

/** Connections above which the alarm goes off; always below the maximum, so that it can. */
export function connectionThreshold(maxConnections: number, percent: number): number {
  return Math.max(0, Math.min(Math.floor((maxConnections * percent) / 100), maxConnections - 1));
}

/** Bytes of free storage below which the alarm goes off. */
export function freeStorageThreshold(allocatedGiB: number, percent: number): number {
  return Math.floor((allocatedGiB * GIB * percent) / 100);
}

/** Bytes of free memory below which the alarm goes off, from what the default number of connections tells of it. */
export function freeMemoryThreshold(maxConnections: number, percent: number): number {
  return Math.floor((maxConnections * BYTES_PER_CONNECTION * percent) / 100);
}
