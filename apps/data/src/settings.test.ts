import { hasInsights, instanceClasses, maxConnections } from "./instance-class.ts";
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
    databaseLogs: ["error", "slowquery"],
    databaseLogRetentionDays: 30,
    monitoringSeconds: 0,
    performanceInsights: false,
    backupDays: 7,
    backupVault: false,
    multiAz: false,
    deletionProtection: true,
    skipFinalSnapshot: false,
    applyImmediately: false,
    forceDestroyBuckets: false,
    versionedBuckets: true,
    noncurrentDays: 30,
    logsBucketDays: 90,
    customerManagedKey: false,
    protectStateful: false,
    seedParity: false,
  });
});

it.each([
  ["mysqlVersion", 8.4, "quote the version"],
  ["mysqlVersion", "8.0", "expected 8.4"],
  ["instanceClass", "db.unknown", "expected one of"],
  ["storageGiB", 19, ">=20"],
  ["maxStorageGiB", 21, "expected at least 22, a tenth more than storageGiB"],
  ["maxStorageGiB", 65537, "<=65536"],
  ["databaseName", "1app", "a letter first"],
  ["databaseName", "mysql", "a letter first"],
  ["masterUsername", "admin", "no reserved name"],
  ["databaseLogs", ["error", "error"], "a log is listed twice"],
  ["databaseLogRetentionDays", 31, "expected one of"],
  ["monitoringSeconds", 20, "expected one of 0|1|5|10|15|30|60"],
  ["performanceInsights", true, "RDS for MySQL has none on db.t3.micro"],
  ["backupDays", 0, ">=1"],
  ["noncurrentDays", 0, ">=1"],
  ["logsBucketDays", 0, ">=1"],
])("rejects %s = %j", (key, value, message) => {
  const issues = dataSettings.safeParse({ ...minimal, [key]: value }).error?.issues;
  expect(issues).toHaveLength(1);
  expect(issues?.[0]?.path).toEqual([key]);
  expect(issues?.[0]?.message).toContain(message);
});

const problems = (change: object) =>
  dataSettings
    .safeParse({ ...minimal, ...change })
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

it("lets storage grow by a tenth or more", () => {
  expect(problems({ maxStorageGiB: 22 })).toBeUndefined();
  // 100 * 1.1 is a little more than 110 in floating point.
  expect(problems({ storageGiB: 100, maxStorageGiB: 110 })).toBeUndefined();
  expect(problems({ storageGiB: 25, maxStorageGiB: 27 })).toEqual([
    "maxStorageGiB: expected at least 28, a tenth more than storageGiB",
  ]);
});

it("refuses to protect what may be destroyed, all at once", () => {
  expect(
    problems({ protectStateful: true, forceDestroyBuckets: true, deletionProtection: false }),
  ).toEqual([
    expect.stringMatching(/^forceDestroyBuckets: the buckets are protected/),
    expect.stringMatching(/^deletionProtection: protectStateful protects from Pulumi only/),
  ]);
  expect(problems({ protectStateful: true })).toBeUndefined();
});

it("refuses with the seed what the seed did not have, all at once", () => {
  const more = {
    maxStorageGiB: 100,
    monitoringSeconds: 60,
    performanceInsights: true,
    backupVault: true,
    customerManagedKey: true,
    protectStateful: true,
  };
  expect(problems({ seedParity: true, ...more, instanceClass: "db.m7g.large" })).toEqual(
    Object.keys(more).map((key) => `${key}: the seed has none: take it out, or seedParity`),
  );
});

it.each([
  ["db.t3.micro", false],
  ["db.t4g.small", false],
  ["db.t4g.medium", true],
  ["db.m7g.large", true],
] as const)("knows whether %s has Performance Insights: %s", (instanceClass, has) => {
  expect(hasInsights(instanceClass)).toBe(has);
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
