import { resourceRule, type Problem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { isSet, number, repeated, text, texts } from "../inputs.ts";
import { refusal } from "../refusal.ts";

/** AWS's own, where a rule has none. Minutes. */
const START = 480;
const COMPLETION = 10_080;

export const backupPlan = resourceRule({
  ...refusal,
  id: "backup-plan",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html",
  types: ["aws:backup/plan:Plan"],
  fix:
    'Write a schedule such as "cron(0 5 * * ? *)", a startWindow of 60 minutes or more, a completionWindow ' +
    "at least an hour longer, and 90 days more for deleteAfter than for coldStorageAfter.",
  check: ({ props }) => {
    const rules = listAt(props, "rules");
    if (Array.isArray(props["rules"]) && rules.length === 0) {
      return { property: "rules", message: "is empty: the plan never runs" };
    }
    const names = texts(rules.map((rule) => at(rule, "ruleName")));
    return [
      ...repeated(names).map((name) => ({ property: "rules", message: `has two rules "${name}"` })),
      ...rules.flatMap((rule, index): Problem[] =>
        ruleProblems(rule).map(([name, message]) => ({
          property: `rules[${index}].${name}`,
          message,
        })),
      ),
    ];
  },
});

function ruleProblems(rule: unknown): readonly (readonly [string, string])[] {
  if (isUnknown(rule)) return [];
  const found: (readonly [string, string])[] = [];
  const schedule = text(at(rule, "schedule"));
  if (schedule !== undefined && !isCron(schedule)) {
    found.push(["schedule", `is "${schedule}", which AWS Backup does not take`]);
  }
  const start = windowOf(at(rule, "startWindow"), START);
  const completion = windowOf(at(rule, "completionWindow"), COMPLETION);
  if (start !== undefined && start < 60) {
    found.push(["startWindow", `is ${start} minutes: AWS Backup takes 60 or more`]);
  } else if (start !== undefined && completion !== undefined && completion < start + 60) {
    const message = `is ${completion} minutes: it ends less than an hour after the start window`;
    found.push(["completionWindow", message]);
  }
  const cold = number(at(rule, "lifecycle", "coldStorageAfter")) ?? 0;
  const end = number(at(rule, "lifecycle", "deleteAfter")) ?? 0;
  if (cold > 0 && end > 0 && end < cold + 90) {
    found.push(["lifecycle.deleteAfter", `is ${end}: copies stay 90 days in cold storage`]);
  }
  if (at(rule, "enableContinuousBackup") === true) {
    if (cold > 0)
      found.push(["lifecycle.coldStorageAfter", "is given, and continuous copies stay warm"]);
    if (end > 35 || (end === 0 && !isSet(at(rule, "lifecycle", "deleteAfter")))) {
      found.push([
        "lifecycle.deleteAfter",
        "is not 1 to 35 days, which continuous copies are kept",
      ]);
    }
  }
  return found;
}

function windowOf(value: unknown, preset: number): number | undefined {
  return isSet(value) ? number(value) : preset;
}

const FIELD = /^[\dA-Za-z*?/,#LW-]+$/;

/** Six fields, and "?" for one of the two kinds of days. */
function isCron(schedule: string): boolean {
  const [, inner] = /^cron\((.+)\)$/.exec(schedule) ?? [];
  const fields = inner?.trim().split(/\s+/) ?? [];
  if (fields.length !== 6 || !fields.every((field) => FIELD.test(field))) return false;
  const [minute = "", hour = "", day = "", , weekday = ""] = fields;
  const isTime = isBelow(minute, 60) && isBelow(hour, 24);
  return isTime && [day, weekday].filter((field) => field === "?").length === 1;
}

function isBelow(field: string, end: number): boolean {
  return (field.match(/\d+/g) ?? []).every((one) => Number(one) < end);
}
