import { resourceRule, type Problem } from "../../rule.ts";
import { text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { INSTANCE } from "./database.ts";

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** AWS's least, for both. */
const LEAST_MINUTES = 30;

/** Minutes since the beginning of the day or week, the end after the begin. */
type Span = readonly [number, number];

export const rdsWindow = resourceRule({
  ...refusal,
  id: "rds-window",
  source:
    "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html " +
    "(PreferredBackupWindow, PreferredMaintenanceWindow)",
  types: [INSTANCE],
  fix:
    'Write UTC times such as "03:00-04:00" and "sun:05:00-sun:06:00": 30 minutes or more each, one not in ' +
    "the other.",
  check: ({ props }) => {
    const found: Problem[] = [];
    const spanOf = (property: string, parse: (value: string) => Span | undefined) => {
      const value = text(props[property]);
      if (value === undefined || value === "") return undefined;
      const span = parse(value.toLowerCase());
      const minutes = span === undefined ? 0 : span[1] - span[0];
      if (span === undefined) found.push({ property, message: `is "${value}", no span of time` });
      else if (minutes < LEAST_MINUTES || minutes > DAY) {
        const message = `is ${minutes} minutes long, and RDS takes ${LEAST_MINUTES} minutes to 24 hours`;
        found.push({ property, message });
      }
      return span;
    };
    const backup = spanOf("backupWindow", daily);
    const maintenance = spanOf("maintenanceWindow", weekly);
    if (found.length > 0 || backup === undefined || maintenance === undefined) return found;
    return overlap(backup, maintenance)
      ? { property: "backupWindow", message: "overlaps with the maintenance window" }
      : undefined;
  },
});

function daily(value: string): Span | undefined {
  const [begin, end] = value.split("-").map(minutesOf);
  return begin === undefined || end === undefined ? undefined : inOrder(begin, end, DAY);
}

function weekly(value: string): Span | undefined {
  const [begin, end] = value.split("-").map((moment) => {
    const day = DAYS.indexOf(moment.slice(0, 3));
    const minutes = minutesOf(moment.slice(4));
    return day < 0 || minutes === undefined ? undefined : day * DAY + minutes;
  });
  return begin === undefined || end === undefined ? undefined : inOrder(begin, end, WEEK);
}

function inOrder(begin: number, end: number, circle: number): Span {
  return [begin, end < begin ? end + circle : end];
}

function minutesOf(time: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** A backup runs every day; the week is a circle, so its days are looked at twice. */
function overlap(backup: Span, maintenance: Span): boolean {
  return Array.from({ length: 15 }, (_, day) => day - 1).some(
    (day) => backup[0] + day * DAY < maintenance[1] && maintenance[0] < backup[1] + day * DAY,
  );
}
