import { UNKNOWN } from "@strata/policies";

/** Key of Pulumi's special objects, and the values of it that wrap another value. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Stand for a value that is not known yet; each for a value of another type. */
const UNKNOWNS: readonly unknown[] = [
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

/** A value as rules see it: what is unknown is theirs, secrets are plain. */
export function plainValue(value: unknown): unknown {
  if (UNKNOWNS.includes(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  const special = value as Readonly<Record<string, unknown>>;
  if (special[SIGNATURE] === SECRET) return plainValue(special["value"]);
  if (special[SIGNATURE] === OUTPUT) {
    return "value" in special ? plainValue(special["value"]) : UNKNOWN;
  }
  return plainValues(special);
}

/** The same for an object; without what the engine keeps in it for itself. */
export function plainValues(
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !name.startsWith("__"))
      .map(([name, value]) => [name, plainValue(value)]),
  );
}

/** A value to be shown: of secrets only that there is one, and nothing of what is not known yet. */
export function shownValue(value: unknown): unknown {
  if (UNKNOWNS.includes(value)) return undefined;
  if (Array.isArray(value)) return value.map(shownValue).filter((item) => item !== undefined);
  if (typeof value !== "object" || value === null) return value;
  const special = value as Readonly<Record<string, unknown>>;
  if (special[SIGNATURE] === SECRET) return SECRET_SHOWN;
  if (special[SIGNATURE] === OUTPUT) {
    return special["secret"] === true ? SECRET_SHOWN : shownValue(special["value"]);
  }
  return shownValues(special);
}

/** The same for an object; without what the engine keeps in it for itself. */
export function shownValues(
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, item]) => {
      const shown = name.startsWith("__") ? undefined : shownValue(item);
      return shown === undefined ? [] : [[name, shown]];
    }),
  );
}

const SECRET_SHOWN = "[secret]";

/** Texts that are secret, at any depth: no message may have one in it. */
export function secretTexts(value: unknown, isSecret = false): readonly string[] {
  if (typeof value === "string") return isSecret && value !== "" ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  const special = value as Readonly<Record<string, unknown>>;
  const hides = special[SIGNATURE] === SECRET || special["secret"] === true;
  return Object.entries(special).flatMap(([name, item]) =>
    name === SIGNATURE ? [] : secretTexts(item, isSecret || hides),
  );
}
