/**
 * Property values as the provider sees them: plain data, with `unknown` where the engine does not know a value
 * yet, and secrets unwrapped (which top-level properties were secret is kept beside them).
 */

/** A value that the engine will know only after something else was created. Appears in previews only. */
class Unknown {
  toJSON(): string {
    return UNKNOWN;
  }
}

/** The one unknown value; compare with `isUnknown`. */
export const unknown = new Unknown();

export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | Unknown
  | readonly Value[]
  | { readonly [key: string]: Value };
export type Values = { readonly [key: string]: Value };

/** Properties of one message: the values, and the names of the top-level properties that hold a secret. */
export interface Decoded {
  readonly values: Values;
  readonly secrets: ReadonlySet<string>;
}

// Sentinels of Pulumi's wire format (sdk/go/common/resource/sig).
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

export function isUnknown(value: unknown): value is Unknown {
  return value === unknown;
}

/** True if the value, or anything inside it, is unknown. */
export function holdsUnknown(value: Value): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isObject(value) && Object.values(value).some(holdsUnknown);
}

export function isObject(value: Value): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);
}

/** TypeScript's `Array.isArray` does not narrow readonly arrays. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** "", 0, false, [], {} and absent are one thing where a property is optional and AWS chooses nothing. */
export function isEmpty(value: Value): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) {
    return true;
  }
  if (isList(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isEmpty);
}

/** From the plain JSON of a protobuf Struct. */
export function decode(struct: Record<string, unknown> | undefined): Decoded {
  const secrets = new Set<string>();
  const values: Record<string, Value> = {};
  for (const [key, raw] of Object.entries(struct ?? {})) {
    values[key] = plain(raw, () => secrets.add(key));
  }
  return { values, secrets };
}

/** To the plain JSON of a protobuf Struct; the named top-level properties are marked secret. */
export function encode(values: Values, secrets: Iterable<string> = []): Record<string, unknown> {
  const secret = new Set(secrets);
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const wire = toWire(value);
      return [key, secret.has(key) ? { [SIGNATURE]: SECRET, value: wire } : wire];
    }),
  );
}

function plain(raw: unknown, onSecret: () => void): Value {
  if (raw === UNKNOWN) return unknown;
  if (Array.isArray(raw)) return raw.map((item) => plain(item, onSecret));
  if (typeof raw !== "object" || raw === null) return raw as Value;
  const object = raw as Record<string, unknown>;
  switch (object[SIGNATURE]) {
    case SECRET:
      onSecret();
      return plain(object.value, onSecret);
    case OUTPUT:
      if (object.secret === true) onSecret();
      return "value" in object ? plain(object.value, onSecret) : unknown;
    case RESOURCE:
      return object.id === "" ? unknown : plain(object.id, onSecret);
    default:
      return Object.fromEntries(
        Object.entries(object).map(([key, value]) => [key, plain(value, onSecret)]),
      );
  }
}

function toWire(value: Value): unknown {
  if (isUnknown(value)) return UNKNOWN;
  if (isList(value)) return value.map((item) => (item === undefined ? null : toWire(item)));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, toWire(item)]));
}
