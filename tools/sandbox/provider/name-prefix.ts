import type { CheckFailure } from "./resource-type.ts";
import { isUnknown, type Value } from "./value.ts";

let made = 0;

/**
 * A name that begins with `namePrefix`: the official provider appends 26 characters, the time to a tenth of a
 * millisecond and a counter in hex.
 */
export function nameWithPrefix(prefix: string): string {
  const time = new Date().toISOString().replace(/[^0-9]/g, "");
  made = (made + 1) % 0x1_0000_0000;
  return `${prefix}${time}0${made.toString(16).padStart(8, "0")}`;
}

/** The name to create under: the given or automatic one, else one made from the prefix. */
export function nameToUse(name: string | undefined, prefix: string | undefined): string {
  return name ?? nameWithPrefix(prefix ?? "");
}

/** `namePrefix` as recorded: the prefix that the name was made from, if it was. */
export function prefixOf(
  name: string | undefined,
  recorded: string | undefined,
): string | undefined {
  return recorded !== undefined && name?.startsWith(recorded) === true ? recorded : undefined;
}

/** `name` and `namePrefix` exclude each other, and the prefix leaves room for the 26 characters. */
export function prefixFailures(
  inputs: { readonly name?: unknown; readonly namePrefix?: unknown },
  maxLength: number,
): CheckFailure[] {
  const { name, namePrefix } = inputs as { name?: Value; namePrefix?: Value };
  if (namePrefix === undefined) return [];
  if (name !== undefined) {
    return [{ property: "namePrefix", reason: '"namePrefix" conflicts with "name": set one' }];
  }
  if (isUnknown(namePrefix) || String(namePrefix).length <= maxLength) return [];
  return [
    {
      property: "namePrefix",
      reason: `"namePrefix" cannot be longer than ${maxLength} characters`,
    },
  ];
}
