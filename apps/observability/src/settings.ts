import { distinct, logRetentionDays, seedParity } from "@strata/config";
import { z } from "zod";

import { alarmLevels } from "./alarm-level.ts";

const percent = z.int().min(1).max(100);

/** What observability can be told, per environment. Every alarm goes off beyond its threshold, not at it. */
export const observabilitySettings = z
  .strictObject({
    /** Days that all log groups keep an event. */
    logRetentionDays,
    /** Length of a flow-log record: 60 or 600 seconds. A shorter one costs more. */
    flowLogAggregationSeconds: z.literal([60, 600]).default(600),
    /** `core` has four alarms, `standard` ten, `all` two more, and one for the NAT gateways. $0.10 a month each. */
    alarms: z.enum(alarmLevels).default("core"),
    /** Average CPU of the database over ten minutes, in percent. */
    rdsCpuPercent: percent.default(80),
    /** Connections, in percent of what the instance class takes. */
    rdsConnectionsPercent: percent.default(80),
    /** Free storage, in percent of what is allocated. */
    rdsFreeStoragePercent: percent.default(10),
    /** Free memory, in percent of what the instance class has. */
    rdsFreeMemoryPercent: percent.default(25),
    /** Average time of a read and of a write on the database's disk. */
    rdsLatencyMilliseconds: z.int().min(1).default(20),
    /** Hosts that may be unhealthy without an alarm. */
    albUnhealthyHosts: z.int().min(0).default(0),
    /** Answers with status 5xx in five minutes that raise no alarm. */
    alb5xxErrors: z.int().min(0).default(10),
    /** Time that 95 of 100 requests stay below. */
    albResponseMilliseconds: z.int().min(1).default(1000),
    /** Where alarms are sent. AWS writes to each address first, and sends nothing until somebody agrees there. */
    alarmEmails: z.array(z.email()).refine(distinct, "an address is listed twice").default([]),
    /** One more alarm, which says that users are hurt. $0.50 a month. */
    compositeAlarm: z.boolean().default(false),
    /** Goes off when there are fewer requests than at that time of other weeks. $0.30 a month. */
    anomalyDetection: z.boolean().default(false),
    /** Everything on one page. Free for the first three of an account, then $3 a month. */
    dashboard: z.boolean().default(false),
    /** Costs of a month that the account is expected to stay below. @default nobody is told of costs */
    monthlyBudgetUsd: z.int().min(1).optional(),
    /** Tells of failures, maintenance and changes of databases. */
    rdsEvents: z.boolean().default(false),
    /** Tells when the fleet starts or ends an instance, or fails to. */
    fleetNotifications: z.boolean().default(false),
    /** Encrypts log groups and messages with a key of this layer. About $1 a month. */
    customerManagedKey: z.boolean().default(false),
    /** Exactly the resources of the seed. */
    seedParity,
  })
  .superRefine((settings, context) => {
    const add = (path: keyof typeof settings, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (settings.compositeAlarm && settings.alarms === "core") {
      add("compositeAlarm", "needs more alarms to judge from: set alarms to standard or all");
    }
    if (settings.seedParity) checkSeed(settings, add);
  });

/** Checked settings. */
export type ObservabilitySettings = z.output<typeof observabilitySettings>;

/** What the seed did not have, in its state without. */
const SEED = {
  alarms: "core",
  compositeAlarm: false,
  anomalyDetection: false,
  dashboard: false,
  monthlyBudgetUsd: undefined,
  rdsEvents: false,
  fleetNotifications: false,
  customerManagedKey: false,
} as const satisfies Partial<ObservabilitySettings>;

function checkSeed(
  settings: ObservabilitySettings,
  add: (path: keyof ObservabilitySettings, message: string) => void,
): void {
  const message = "the seed has none: take it out, or seedParity";
  for (const [key, none] of Object.entries(SEED) as [keyof typeof SEED, unknown][]) {
    if (settings[key] !== none) add(key, message);
  }
  if (settings.alarmEmails.length > 0) add("alarmEmails", message);
}
