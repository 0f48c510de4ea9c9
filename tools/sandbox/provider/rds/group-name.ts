import type { CheckFailure } from "../resource-type.ts";
import { isUnknown, type Value } from "../value.ts";

const ALLOWED =
  "lower case letters, digits, hyphens and periods, beginning with a letter, no hyphen at the end, no two side by side";

/**
 * Names of parameter and option groups: the official provider takes lower case only, because RDS stores that. Source:
 * RDS API reference, CreateDBParameterGroup, CreateOptionGroup.
 */
export function groupNameFailures(inputs: {
  readonly name?: unknown;
  readonly namePrefix?: unknown;
}): CheckFailure[] {
  const { name, namePrefix } = inputs as { name?: Value; namePrefix?: Value };
  return Object.entries({ name, namePrefix }).flatMap(([property, value]) => {
    if (value === undefined || isUnknown(value)) return [];
    if (isGroupName(String(value), property === "namePrefix")) return [];
    return [{ property, reason: `"${property}" is ${ALLOWED}; got "${String(value)}"` }];
  });
}

function isGroupName(value: string, isPrefix: boolean): boolean {
  const fits = value.length <= (isPrefix ? 255 - 26 : 255);
  const endsWell = isPrefix || !value.endsWith("-");
  return fits && endsWell && /^[a-z][0-9a-z.-]*$/.test(value) && !value.includes("--");
}
