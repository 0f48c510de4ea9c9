import type { Literal, OutputType } from "./contract-types.ts";

/**
 * Whether a reader that was built against one type can take every value of another: the other may be narrower, and its
 * objects may have more properties.
 *
 * @param reader the type that the reader knows
 * @param value the type that is published now
 * @returns undefined if it can, else what has changed, for example `string becomes number at [].port`
 */
export function acceptsAll(reader: OutputType, value: OutputType): string | undefined {
  const found = refusal(reader, value, "");
  if (found === undefined) return undefined;
  return found.path === "" ? found.what : `${found.what} at ${found.path}`;
}

/** What a reader cannot take, and where in the value it is. */
interface Refusal {
  readonly path: string;
  readonly what: string;
}

function refusal(reader: OutputType, value: OutputType, path: string): Refusal | undefined {
  const alternatives = alternativesOf(value);
  const found = first(alternatives, (one) => refusalOfOne(reader, one, path));
  if (found === undefined || alternatives.length === 1 || found.path !== path) return found;
  return changed(reader, value, path);
}

/** A type without a union at its top, for each that a value can have. */
function alternativesOf(value: OutputType): readonly OutputType[] {
  if (value.anyOf !== undefined) return value.anyOf.flatMap(alternativesOf);
  if (value.type === "boolean") return [{ enum: [false] }, { enum: [true] }];
  return value.enum?.map((one) => ({ enum: [one] })) ?? [value];
}

function refusalOfOne(reader: OutputType, value: OutputType, path: string): Refusal | undefined {
  if (reader.allOf !== undefined) {
    return first(reader.allOf, (one) => refusal(one, value, path));
  }
  if (value.allOf?.some((one) => refusal(reader, one, path) === undefined)) return undefined;
  if (reader.anyOf !== undefined) {
    if (reader.anyOf.some((one) => refusal(one, value, path) === undefined)) return undefined;
    const alike = reader.anyOf.filter(({ type }) => type !== undefined && type === value.type);
    const [only] = alike;
    return only !== undefined && alike.length === 1
      ? refusal(only, value, path)
      : changed(reader, value, path);
  }
  if (!hasKindOf(reader, value)) return changed(reader, value, path);
  if (reader.type === "array") return refusalOfItems(reader, value, path);
  return reader.type === "object" ? refusalOfProperties(reader, value, path) : undefined;
}

/** Whether the reader can take the value as far as it can be seen from the outside. */
function hasKindOf(reader: OutputType, value: OutputType): boolean {
  const literal = value.enum?.[0];
  if (reader.enum !== undefined) return literal !== undefined && reader.enum.includes(literal);
  if (reader.type === undefined) return true;
  const type = literal === undefined ? value.type : typeOfLiteral(literal);
  return type === reader.type || (type === "integer" && reader.type === "number");
}

function typeOfLiteral(literal: Literal): OutputType["type"] {
  if (literal === null) return "null";
  if (Number.isInteger(literal)) return "integer";
  return typeof literal as "string" | "number" | "boolean";
}

function refusalOfItems(reader: OutputType, value: OutputType, path: string): Refusal | undefined {
  const [known, given] = [reader.prefixItems ?? [], value.prefixItems ?? []];
  const { items: others = {} } = reader;
  const { items: more = {} } = value;
  const tooFew = (value.minItems ?? 0) < (reader.minItems ?? 0);
  const longest = more === false ? given.length : Infinity;
  if (tooFew || (others === false && longest > known.length)) return changed(reader, value, path);
  const places = Math.min(longest, Math.max(known.length, given.length));
  return (
    first([...Array(places).keys()], (place) =>
      refusal(
        known[place] ?? anyUnless(others),
        given[place] ?? anyUnless(more),
        `${path}[${place}]`,
      ),
    ) ?? (more === false ? undefined : refusal(anyUnless(others), more, `${path}[]`))
  );
}

function refusalOfProperties(
  reader: OutputType,
  value: OutputType,
  path: string,
): Refusal | undefined {
  const { properties: known = {}, additionalProperties: others } = reader;
  const { properties: given = {}, additionalProperties: more = false, required = [] } = value;
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);

  const missing = reader.required?.find((name) => !required.includes(name));
  if (missing !== undefined) {
    const may = Object.hasOwn(given, missing) || more !== false;
    return { path, what: `"${missing}" ${may ? "may be missing" : "is gone"}` };
  }
  const added = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (others === false && added !== undefined) {
    return { path, what: `"${added}" is new, and readers take no properties but those they know` };
  }
  if (others === false && more !== false) return changed(reader, value, path);
  return (
    first(Object.entries(known), ([name, type]) => {
      const now = Object.hasOwn(given, name) ? given[name] : more;
      return now === undefined || now === false ? undefined : refusal(type, now, at(name));
    }) ??
    first(Object.entries(given), ([name, type]) =>
      Object.hasOwn(known, name) ? undefined : refusal(anyUnless(others), type, at(name)),
    ) ??
    (more === false ? undefined : refusal(anyUnless(others), more, at("*")))
  );
}

/** The type of what else there is; anything if nothing is said of it. Where there must be nothing, nothing asks. */
function anyUnless(others: OutputType | false | undefined): OutputType {
  return others === undefined || others === false ? {} : others;
}

function changed(reader: OutputType, value: OutputType, path: string): Refusal {
  return { path, what: `${described(reader)} becomes ${described(value)}` };
}

/** A type in few words. */
function described(type: OutputType): string {
  if (type.anyOf !== undefined) return [...new Set(type.anyOf.map(described))].join(" or ");
  if (type.allOf !== undefined) return type.allOf.map(described).join(" and ");
  if (type.enum !== undefined) return type.enum.map((one) => JSON.stringify(one)).join(" or ");
  if (type.prefixItems !== undefined) {
    return `[${type.prefixItems.map(described).join(", ")}${type.items === false ? "" : ", …"}]`;
  }
  return type.type ?? "anything";
}

function first<T>(all: readonly T[], find: (one: T) => Refusal | undefined): Refusal | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
