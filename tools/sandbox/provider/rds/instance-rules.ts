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

export function instanceFailures(inputs: Partial<Inputs>): CheckFailure[] {
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
