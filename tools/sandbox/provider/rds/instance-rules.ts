import type { CheckFailure } from "../resource-type.ts";
import { isUnknown } from "../value.ts";
import type { Inputs } from "./instance-properties.ts";

type Rule = readonly [
  property: keyof Inputs & string,
  isRight: (value: string) => boolean,
  allowed: string,
];

const NAME =
  "letters, digits and hyphens, beginning with a letter, no hyphen at the end, no two side by side";

/** What the official provider checks of single values. Source: RDS API reference, CreateDBInstance. */
const RULES: readonly Rule[] = [
  [
    "identifier",
    (value) => isName(value) && value === value.toLowerCase() && value.length <= 63,
    `at most 63 lower case ${NAME}`,
  ],
  [
    "identifierPrefix",
    (value) => isName(value.replace(/-$/, "")) && value === value.toLowerCase(),
    `lower case ${NAME.replace(", no hyphen at the end", "")}`,
  ],
  ["finalSnapshotIdentifier", isName, NAME],
  [
    "backupWindow",
    (value) => /^\d{2}:\d{2}-\d{2}:\d{2}$/.test(value),
    'a time span "hh24:mi-hh24:mi" (UTC)',
  ],
  [
    "maintenanceWindow",
    (value) => /^[a-z]{3}:\d{2}:\d{2}-[a-z]{3}:\d{2}:\d{2}$/i.test(value),
    'a time span "ddd:hh24:mi-ddd:hh24:mi" (UTC)',
  ],
];

function isName(value: string): boolean {
  return /^[A-Za-z][0-9A-Za-z-]*$/.test(value) && !value.includes("--") && !value.endsWith("-");
}

/** Source: RDS API reference, CreateDBInstance: valid values. */
const CHOICES: { readonly [K in keyof Inputs & string]?: readonly unknown[] } = {
  databaseInsightsMode: ["standard", "advanced"],
  monitoringInterval: [0, 1, 5, 10, 15, 30, 60],
};

/** Of all engines: what fits one engine, RDS decides. */
const LOG_TYPES = [
  "agent",
  "alert",
  "audit",
  "diag.log",
  "error",
  "general",
  "iam-db-auth-error",
  "listener",
  "notify.log",
  "oemagent",
  "postgresql",
  "slowquery",
  "trace",
  "upgrade",
];

export function instanceFailures(inputs: Partial<Inputs>): CheckFailure[] {
  return [
    ...wrongTexts(inputs),
    ...wrongChoices(inputs),
    ...wrongLogTypes(inputs.enabledCloudwatchLogsExports),
    ...wrongRetentions(inputs),
  ];
}

function wrongChoices(inputs: Partial<Inputs>): CheckFailure[] {
  return Object.entries(CHOICES).flatMap(([property, allowed]) => {
    const value = inputs[property as keyof Inputs];
    if (value === undefined || isUnknown(value) || allowed.includes(value)) return [];
    const reason = `expected "${property}" to be one of ${allowed.join(", ")}, got "${String(value)}"`;
    return [{ property, reason }];
  });
}

function wrongLogTypes(types: Inputs["enabledCloudwatchLogsExports"]): CheckFailure[] {
  if (types === undefined || isUnknown(types)) return [];
  return types.flatMap((type, i) => {
    if (isUnknown(type) || LOG_TYPES.includes(type)) return [];
    const property = `enabledCloudwatchLogsExports[${i}]`;
    return [{ property, reason: `"${property}" is one of ${LOG_TYPES.join(", ")}; got "${type}"` }];
  });
}

function wrongRetentions(inputs: Partial<Inputs>): CheckFailure[] {
  const found: CheckFailure[] = [];
  const { backupRetentionPeriod: backups, performanceInsightsRetentionPeriod: insights } = inputs;
  if (typeof backups === "number" && (backups < 0 || backups > 35)) {
    const reason = `expected "backupRetentionPeriod" to be 0 to 35 days, got ${backups}`;
    found.push({ property: "backupRetentionPeriod", reason });
  }
  if (typeof insights === "number" && !isInsightsRetention(insights)) {
    const reason = `expected "performanceInsightsRetentionPeriod" to be 7, 731 or a multiple of 31, got ${insights}`;
    found.push({ property: "performanceInsightsRetentionPeriod", reason });
  }
  return found;
}

function isInsightsRetention(days: number): boolean {
  return days === 7 || days === 731 || (days > 0 && days <= 23 * 31 && days % 31 === 0);
}

function wrongTexts(inputs: Partial<Inputs>): CheckFailure[] {
  return RULES.flatMap(([property, isRight, allowed]) => {
    const value = inputs[property];
    if (typeof value !== "string" || isUnknown(value) || isRight(value)) return [];
    return [{ property, reason: `"${property}" is ${allowed}; got "${value}"` }];
  });
}

/**
 * What only a new instance needs, so that an imported one may leave it out. The official provider too checks it this
 * late.
 *
 * @throws Error listing all that is missing.
 */
export function requireForCreation(inputs: Inputs): void {
  const needed = ["allocatedStorage", "engine", "username"] as const;
  const missing = needed.filter((name) => inputs[name] === undefined);
  if (missing.length === 0) return;
  const list = missing.map((name) => `"${name}"`).join(", ");
  throw new Error(`required to make a new DB instance: ${list}`);
}
