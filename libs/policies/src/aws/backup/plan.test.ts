import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { backupPlan } from "./plan.ts";

const plan = (...rules: unknown[]): LiteralResource => ({
  type: "aws:backup/plan:Plan",
  name: "plan",
  props: { rules },
});
const rule = (props: object = {}) => ({
  ruleName: "nightly",
  schedule: "cron(0 5 * * ? *)",
  startWindow: 60,
  completionWindow: 120,
  lifecycle: { coldStorageAfter: 30, deleteAfter: 120 },
  ...props,
});
const found = (...rules: unknown[]) => findingsFor(backupPlan, [plan(...rules)]);

it.each([
  {},
  { schedule: undefined },
  { schedule: "cron(0/15 5-7 ? * MON-FRI *)" },
  { schedule: "cron(0 5 L * ? *)" },
  { startWindow: undefined, completionWindow: undefined },
  { enableContinuousBackup: true, lifecycle: { deleteAfter: 35 } },
  { lifecycle: { deleteAfter: 1 } },
  { lifecycle: UNKNOWN },
  { startWindow: UNKNOWN, completionWindow: 60 },
])("passes %j", (props) => {
  expect(found(rule(props))).toEqual([]);
});

it("cannot tell what is not known yet", () => {
  for (const { props } of unknowns({ type: "", name: "", props: rule() })) {
    expect(found(props)).toEqual([]);
  }
  expect(found(UNKNOWN)).toEqual([]);
  expect(findingsFor(backupPlan, [{ ...plan(), props: { rules: UNKNOWN } }])).toEqual([]);
});

it.each([
  [
    { schedule: "rate(1 day)" },
    '(rules[0].schedule) is "rate(1 day)", which AWS Backup does not take',
  ],
  [{ schedule: "cron(60 5 * * ? *)" }, "(rules[0].schedule) is"],
  [{ schedule: "cron(0 5 ? * ? *)" }, "(rules[0].schedule) is"],
  [{ startWindow: 59 }, "(rules[0].startWindow) is 59 minutes: AWS Backup takes 60 or more"],
  [
    { completionWindow: 119 },
    "(rules[0].completionWindow) is 119 minutes: it ends less than an hour",
  ],
  [
    { lifecycle: { coldStorageAfter: 30, deleteAfter: 119 } },
    "(rules[0].lifecycle.deleteAfter) is 119",
  ],
  [
    { enableContinuousBackup: true, lifecycle: { deleteAfter: 36 } },
    "(rules[0].lifecycle.deleteAfter) is not 1 to 35",
  ],
])("fails %j", (props, finding) => {
  expect(found(rule(props))).toEqual([expect.stringContaining(finding)]);
});

it("fails a plan of nothing, and a name that two rules have", () => {
  expect(found()).toEqual(["plan (rules) is empty: the plan never runs"]);
  expect(found(rule(), rule())).toEqual(['plan (rules) has two rules "nightly"']);
});
