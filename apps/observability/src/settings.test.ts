import { record } from "@strata/testing";

import { observabilitySettings } from "./settings.ts";

const minimal = { logRetentionDays: 30 };

it("fills in the thresholds of the seed, but goes off for one unhealthy host", () => {
  expect(observabilitySettings.parse(minimal)).toMatchObject({
    alarms: "core",
    rdsCpuPercent: 80,
    rdsConnectionsPercent: 80,
    alb5xxErrors: 10,
    albUnhealthyHosts: 0,
    alarmEmails: [],
    seedParity: false,
  });
});

it.each([
  ["a retention that CloudWatch does not know", { logRetentionDays: 31 }, "logRetentionDays"],
  ["a level that there is not", { alarms: "some" }, "alarms"],
  ["what is no address", { alarmEmails: ["nobody"] }, "alarmEmails.0"],
  ["an address twice", { alarmEmails: ["a@example.com", "a@example.com"] }, "alarmEmails"],
  ["a budget of nothing", { monthlyBudgetUsd: 0 }, "monthlyBudgetUsd"],
  ["an outage alarm with too little to judge from", { compositeAlarm: true }, "compositeAlarm"],
  ["a share above all", { rdsFreeStoragePercent: 101 }, "rdsFreeStoragePercent"],
])("rejects %s", (_, change, key) => {
  const { error } = observabilitySettings.safeParse({ ...minimal, ...change });
  expect(error?.issues.map(({ path }) => path.join("."))).toEqual([key]);
});

it.each([
  ["alarms", { alarms: "all" }],
  ["anomalyDetection", { anomalyDetection: true }],
  ["dashboard", { dashboard: true }],
  ["monthlyBudgetUsd", { monthlyBudgetUsd: 100 }],
  ["rdsEvents", { rdsEvents: true }],
  ["fleetNotifications", { fleetNotifications: true }],
  ["customerManagedKey", { customerManagedKey: true }],
  ["alarmEmails", { alarmEmails: ["a@example.com"] }],
])("rejects %s together with seedParity", async (key, change) => {
  const settings = { ...minimal, ...change, seedParity: true };
  const { result } = await record({ project: "observability", stack: "seed" }, () =>
    observabilitySettings.safeParse(settings),
  );
  expect(result.error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
    [key, "the seed has none: take it out, or seedParity"],
  ]);
});
