/** Times as the official provider writes them, to the minute, in UTC: `2026-01-01_00:00`. */
const TIME = /^(\d{4}-\d{2}-\d{2})_(\d{2}:\d{2})$/;

export function isTime(text: string): boolean {
  return toTime(text) !== undefined;
}

export function toTime(text: string | undefined): Date | undefined {
  const [, day, minute] = TIME.exec(text ?? "") ?? [];
  if (day === undefined || minute === undefined) return undefined;
  const time = new Date(`${day}T${minute}:00Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

export function fromTime(time: Date | undefined): string | undefined {
  return time?.toISOString().slice(0, 16).replace("T", "_");
}
