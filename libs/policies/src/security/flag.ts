import { isUnknown } from "../unknown.ts";

/** Whether a switch is on; launch templates write it as a text. */
export function isOn(value: unknown): boolean {
  return value === true || value === "true";
}

/** Whether a switch is off, or left out, and that is known. */
export function isOff(value: unknown): boolean {
  return !isUnknown(value) && !isOn(value);
}

/** Whether nothing is said: left out, or empty. */
export function isMissing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === "";
}

/** The number; undefined where it is none, or not known yet. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** Page of a Security Hub control. @param control `RDS.2` */
export function securityHub(control: string): string {
  const [service = "", number = ""] = control.toLowerCase().split(".");
  return `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html#${service}-${number}`;
}
