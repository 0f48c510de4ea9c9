/** How much is watched: the seed's four alarms, ten, or everything. Each has all of the one before. */
export const alarmLevels = ["core", "standard", "all"] as const;

/** How much is watched. */
export type AlarmLevel = (typeof alarmLevels)[number];

/** Whether an alarm of some level is among those of another. */
export function isWatched(alarm: AlarmLevel, level: AlarmLevel): boolean {
  return alarmLevels.indexOf(alarm) <= alarmLevels.indexOf(level);
}
