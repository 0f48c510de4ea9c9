import { z } from "zod";

import { typesOf } from "./contract-types.ts";

const string = { type: "string" };
const integer = { type: "integer" };

it.each<[string, z.ZodType, object]>([
  ["a text, whatever its pattern", z.string().startsWith("vpc-").min(3), string],
  ["a text of a known format", z.cidrv4(), string],
  ["an integer, whatever its bounds", z.int().min(1).max(65535), integer],
  ["a number", z.number().min(1), { type: "number" }],
  ["a switch", z.boolean(), { type: "boolean" }],
  ["a choice", z.enum(["a", "b"]), { enum: ["a", "b"] }],
  ["one value", z.literal("a"), { enum: ["a"] }],
  ["nothing", z.null(), { type: "null" }],
  ["anything", z.unknown(), {}],
  ["no value", z.never(), { anyOf: [] }],
  ["what may be null", z.string().nullable(), { anyOf: [string, { type: "null" }] }],
  ["alternatives", z.union([z.string(), z.int()]), { anyOf: [string, integer] }],
  ["a list, whatever its length", z.array(z.string()).min(2), { type: "array", items: string }],
  [
    "a tuple",
    z.tuple([z.string(), z.int()]),
    { type: "array", prefixItems: [string, integer], minItems: 2, items: false },
  ],
  [
    "a tuple with more items",
    z.tuple([z.string()], z.int()),
    { type: "array", prefixItems: [string], minItems: 1, items: integer },
  ],
  [
    "an object, which readers take with more properties",
    z.object({ a: z.string(), b: z.int().optional() }),
    { type: "object", properties: { a: string, b: integer }, required: ["a"] },
  ],
  [
    "a strict object, which they do not",
    z.strictObject({ a: z.string() }),
    { type: "object", properties: { a: string }, required: ["a"], additionalProperties: false },
  ],
  [
    "an open object",
    z.looseObject({}),
    { type: "object", properties: {}, additionalProperties: {} },
  ],
  [
    "a record",
    z.record(z.string().regex(/^a/), z.int()),
    { type: "object", properties: {}, additionalProperties: integer },
  ],
  [
    "a record of known names",
    z.record(z.enum(["a", "b"]), z.int()),
    {
      type: "object",
      properties: { a: integer, b: integer },
      required: ["a", "b"],
      additionalProperties: false,
    },
  ],
  [
    "an object with an id, in full",
    z.object({ a: z.string().meta({ id: "contract-types-test" }) }),
    { type: "object", properties: { a: string }, required: ["a"] },
  ],
])("describes %s", (_, schema, type) => {
  expect(typesOf({ key: schema })).toEqual({ key: type });
});

it("keeps the keys in their order", () => {
  expect(Object.keys(typesOf({ b: z.string(), a: z.int() }))).toEqual(["b", "a"]);
});

it("is JSON data", () => {
  const types = typesOf({ a: z.object({ b: z.array(z.int().nullable()) }), c: z.unknown() });
  expect(JSON.parse(JSON.stringify(types))).toStrictEqual(types);
});

const tree: z.ZodType = z.lazy(() => z.array(tree));

it.each<[string, z.ZodType]>([
  ["a date", z.date()],
  ["a big integer", z.bigint()],
  ["a map", z.map(z.string(), z.int())],
  ["a transform", z.string().transform((text) => text.length)],
  ["a recursive type", tree],
  ["a date far inside", z.array(z.object({ at: z.date() }))],
])("refuses %s, by the name of the output", (_, schema) => {
  expect(() => typesOf({ good: z.string(), bad: schema })).toThrow(
    /^output "bad" is no JSON value: /,
  );
});
