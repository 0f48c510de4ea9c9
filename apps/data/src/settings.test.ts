import { instanceClasses, maxConnections } from "./instance-class.ts";
import { dataSettings } from "./settings.ts";

const minimal = {
  mysqlVersion: "8.4",
  instanceClass: "db.t3.micro",
  storageGiB: 20,
  databaseName: "app",
  masterUsername: "strata",
};

it("keeps data unless it is told otherwise", () => {
  expect(dataSettings.parse(minimal)).toEqual({
    ...minimal,
    backupDays: 7,
    multiAz: false,
    deletionProtection: true,
    skipFinalSnapshot: false,
    applyImmediately: false,
    forceDestroyBuckets: false,
  });
});

it.each([
  ["mysqlVersion", 8.4, "quote the version"],
  ["mysqlVersion", "8.0", "expected 8.4"],
  ["instanceClass", "db.unknown", "expected one of"],
  ["storageGiB", 19, ">=20"],
  ["databaseName", "1app", "a letter first"],
  ["databaseName", "mysql", "a letter first"],
  ["masterUsername", "admin", "no reserved name"],
  ["backupDays", 0, ">=1"],
])("rejects %s = %j", (key, value, message) => {
  const issues = dataSettings.safeParse({ ...minimal, [key]: value }).error?.issues;
  expect(issues).toHaveLength(1);
  expect(issues?.[0]?.path).toEqual([key]);
  expect(issues?.[0]?.message).toContain(message);
});

it.each([
  ["db.t3.micro", 61],
  ["db.t3.small", 144],
  ["db.t4g.medium", 309],
  ["db.m7g.large", 640],
] as const)("estimates the connections of %s at %i", (instanceClass, connections) => {
  expect(maxConnections(instanceClass)).toBe(connections);
});

it("stays below the memory of the class divided by what a connection takes", () => {
  for (const instanceClass of instanceClasses) {
    expect(maxConnections(instanceClass)).toBeGreaterThan(50);
  }
  expect(maxConnections("db.t3.micro")).toBeLessThan(2 ** 30 / 12_582_880);
});
