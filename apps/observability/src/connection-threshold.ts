/** Connections above which the alarm goes off; always below the maximum, so that it can. */
export function connectionThreshold(maxConnections: number, percent: number): number {
  return Math.max(0, Math.min(Math.floor((maxConnections * percent) / 100), maxConnections - 1));
}
