import * as z from "zod";

export { acceptsAll } from "./accepts-all.ts";

/**
 * Structure of one output: JSON data, in the words of JSON Schema. What is absent is not restricted, with one
 * exception: an object has the `properties` alone, unless `additionalProperties` says what else there is. A reader
 * does not mind more properties, unless its `additionalProperties` say what they must be; false: there must be none.
 *
 * Refinements such as a minimum or a pattern are left out: they are checked on the value.
 */
export interface OutputType {
  readonly type?: "string" | "number" | "integer" | "boolean" | "null" | "array" | "object";
  /** The only values there are. */
  readonly enum?: readonly Literal[];
  /** A value is one of these. */
  readonly anyOf?: readonly OutputType[];
  /** A value is all of these at once. */
  readonly allOf?: readonly OutputType[];
  /** The first items of a tuple. */
  readonly prefixItems?: readonly OutputType[];
  /** The other items of an array; false: there are none. */
  readonly items?: OutputType | false;
  /** Of a tuple only: how many items it has at least. */
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, OutputType>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: OutputType | false;
}

/** A value that a type can name. */
export type Literal = string | number | boolean | null;

/** Types of a contract's outputs, by key. */
export type OutputTypes = Readonly<Record<string, OutputType>>;

/**
 * Type of each output of a contract's shape.
 *
 * @throws Error naming the output whose schema describes no JSON value, such as a date, a transform or a recursive type
 */
export function typesOf(shape: Readonly<Record<string, z.ZodType>>): Record<string, OutputType> {
  return Object.fromEntries(
    Object.entries(shape).map(([key, schema]) => [key, typeOf(key, schema)]),
  );
}

function typeOf(key: string, schema: z.ZodType): OutputType {
  try {
    return reduced(
      z.toJSONSchema(schema, {
        // Of its own, so that a schema with an id is spelt out and not referred to.
        metadata: z.registry(),
        cycles: "throw",
        override: ({ zodSchema, jsonSchema }) => {
          // A plain object drops what it does not know, a strict one refuses it; JSON Schema calls both closed.
          const { def } = zodSchema._zod;
          if (def.type === "object" && (def as z.core.$ZodObjectDef).catchall === undefined) {
            delete jsonSchema.additionalProperties;
          }
        },
      }),
    );
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw new Error(`output "${key}" is no JSON value: ${reason}`, { cause: error });
  }
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The part of a JSON schema that is structure. */
function reduced(schema: JsonSchema | boolean): OutputType {
  if (schema === true) return {};
  if (schema === false || schema.not !== undefined) return { anyOf: [] };
  for (const keyword of ["$ref", "patternProperties"] as const) {
    if (schema[keyword] !== undefined) throw new Error(`${keyword} is not supported`);
  }
  const { type } = schema;
  if (Array.isArray(type)) return { anyOf: type.map((one) => reduced({ ...schema, type: one })) };
  if (schema.const !== undefined) return { enum: [schema.const as Literal] };
  if (schema.enum !== undefined) return { enum: schema.enum as Literal[] };
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return { anyOf: union.map(reduced) };
  if (schema.allOf !== undefined) return { allOf: schema.allOf.map(reduced) };
  if (type === "array") return reducedArray(schema);
  if (type === "object") return reducedObject(schema);
  return type === undefined ? {} : { type };
}

function reducedArray({ prefixItems, items, minItems = 0 }: JsonSchema): OutputType {
  const others = items === undefined ? {} : { items: rest(items as JsonSchema | boolean) };
  if (prefixItems === undefined) return { type: "array", ...others };
  return { type: "array", prefixItems: prefixItems.map(reduced), minItems, ...others };
}

function reducedObject(schema: JsonSchema): OutputType {
  const { additionalProperties, required = [] } = schema;
  const names = namesIn(schema.propertyNames);
  const properties = Object.fromEntries([
    ...Object.entries(schema.properties ?? {}).map(([name, one]) => [name, reduced(one)] as const),
    ...names.map((name) => [name, reduced(additionalProperties ?? true)] as const),
  ]);
  const others = names.length > 0 ? false : additionalProperties;
  return {
    type: "object",
    properties,
    ...(required.length === 0 ? {} : { required }),
    ...(others === undefined ? {} : { additionalProperties: rest(others) }),
  };
}

/** The names that the keys of a record are limited to; none if there is no such limit. */
function namesIn(propertyNames: JsonSchema | boolean | undefined): string[] {
  if (typeof propertyNames !== "object") return [];
  const { enum: some, const: one } = propertyNames;
  return (some ?? (one === undefined ? [] : [one])) as string[];
}

function rest(schema: JsonSchema | boolean): OutputType | false {
  return schema === false ? false : reduced(schema);
}
