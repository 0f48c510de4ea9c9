import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { rdsWindow } from "./instance-window.ts";

const database = (backupWindow?: string, maintenanceWindow?: string): LiteralResource => ({
  type: "aws:rds/instance:Instance",
  name: "main",
  props: { backupWindow, maintenanceWindow },
});
const found = (...windows: [string?, string?]) => findingsFor(rdsWindow, [database(...windows)]);

it.each([
  [undefined, undefined],
  ["03:00-03:30", "Sun:05:00-Sun:06:00"],
  ["23:30-00:30", "mon:00:30-mon:01:00"],
  ["04:00-05:00", "sun:23:30-mon:00:30"],
])("passes backups at %s and maintenance at %s", (...windows) => {
  expect(found(...windows)).toEqual([]);
});

it("cannot tell what is not known yet", () => {
  for (const literal of unknowns(database("05:00-06:00", "sun:05:00-sun:06:00"))) {
    expect(findingsFor(rdsWindow, [literal])).toEqual([]);
  }
});

it.each([
  [
    "03:00-03:29",
    undefined,
    "main (backupWindow) is 29 minutes long, and RDS takes 30 minutes to 24 hours",
  ],
  ["3:00-4:00", undefined, 'main (backupWindow) is "3:00-4:00", no span of time'],
  [
    undefined,
    "sun:05:00-tue:05:00",
    "main (maintenanceWindow) is 2880 minutes long, and RDS takes 30 minutes to 24 hours",
  ],
  [
    undefined,
    "day:05:00-day:06:00",
    'main (maintenanceWindow) is "day:05:00-day:06:00", no span of time',
  ],
  [
    "23:30-00:30",
    "mon:00:00-mon:00:30",
    "main (backupWindow) overlaps with the maintenance window",
  ],
  [
    "23:30-00:30",
    "sun:23:45-mon:00:15",
    "main (backupWindow) overlaps with the maintenance window",
  ],
])("fails backups at %s and maintenance at %s", (backup, maintenance, finding) => {
  expect(found(backup, maintenance)).toEqual([finding]);
});
