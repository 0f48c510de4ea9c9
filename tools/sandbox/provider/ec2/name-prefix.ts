import { randomBytes } from "node:crypto";

/** Digits that the official provider puts after a `namePrefix`: 18 of the time, 8 that differ. */
const SUFFIX_LENGTH = 26;

/** A name that begins with the prefix and that nothing else has. */
export function uniqueName(prefix: string): string {
  const time = new Date().toISOString().replace(/\D/g, "").padEnd(18, "0");
  return `${prefix}${time}${randomBytes(4).toString("hex")}`;
}

/** The prefix that a name was made from, as far as its end shows one; otherwise undefined. */
export function namePrefixOf(name: string | undefined): string | undefined {
  return new RegExp(`^(.*)[0-9a-f]{${SUFFIX_LENGTH}}$`).exec(name ?? "")?.[1];
}
