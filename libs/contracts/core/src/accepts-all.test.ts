import fc from "fast-check";
import { z } from "zod";

import { acceptsAll } from "./accepts-all.ts";
import { typesOf, type OutputType } from "./contract-types.ts";

function typeOf(schema: z.ZodType): OutputType {
  return typesOf({ key: schema }).key ?? {};
}

const a = z.object({ a: z.string() });

it.each<[string, z.ZodType, z.ZodType]>([
  ["the same type", z.array(z.string()), z.array(z.string())],
  ["another pattern", z.string().startsWith("vpc-"), z.string().min(3)],
  ["another minimum", z.int().min(1), z.int().max(3)],
  ["another length", z.array(z.string()).min(2), z.array(z.string())],
  ["an integer for a number", z.number(), z.int()],
  ["one value for a text", z.string(), z.literal("x")],
  ["numbers for a number", z.number(), z.literal([1, 2.5])],
  ["fewer choices", z.enum(["a", "b"]), z.enum(["a"])],
  ["both values for a switch", z.literal([true, false]), z.boolean()],
  ["what is never null", z.string().nullable(), z.string()],
  ["one alternative", z.union([z.string(), z.int()]), z.int()],
  ["alternatives that are all of the type", z.number(), z.union([z.int(), z.literal(1.5)])],
  ["a new property", a, a.extend({ b: z.int() })],
  ["a new property far inside", z.array(z.object({ a })), z.array(z.object({ a: a.loose() }))],
  ["an optional property that is always there", a.partial(), a],
  ["an optional property that is gone", a.partial(), z.object({})],
  ["known names for a record", z.record(z.string(), z.string()), a],
  ["a strict object for a plain one", a, a.strict()],
  ["a tuple for a list", z.array(z.string()), z.tuple([z.string(), z.string()])],
  ["anything for anything", z.unknown(), z.array(z.unknown())],
  ["an intersection for one of its parts", a, z.intersection(a, z.object({ b: z.int() }))],
  ["what has no values", z.string(), z.never()],
])("takes %s", (_, reader, value) => {
  expect(acceptsAll(typeOf(reader), typeOf(value))).toBeUndefined();
});

it.each<[z.ZodType, z.ZodType, string]>([
  [z.int(), z.string(), "integer becomes string"],
  [z.int(), z.number(), "integer becomes number"],
  [z.string(), z.string().nullable(), "string becomes string or null"],
  [z.string(), z.unknown(), "string becomes anything"],
  [z.enum(["a", "b"]), z.string(), '"a" or "b" becomes string'],
  [z.enum(["a", "b"]), z.enum(["a", "c"]), '"a" or "b" becomes "a" or "c"'],
  [z.literal(true), z.boolean(), "true becomes boolean"],
  [z.string(), z.array(z.string()), "string becomes array"],
  [z.array(z.string()), z.string(), "array becomes string"],
  [z.array(z.string()), z.array(z.int()), "string becomes integer at []"],
  [
    z.array(z.object({ port: z.int() })),
    z.array(z.object({ port: z.string() })),
    "integer becomes string at [].port",
  ],
  [z.object({ a }), z.object({ a: z.object({}) }), '"a" is gone at a'],
  [a, z.object({ b: z.string() }), '"a" is gone'],
  [a, a.partial(), '"a" may be missing'],
  [a, z.looseObject({}), '"a" may be missing'],
  [a.partial(), z.looseObject({}), "string becomes anything at a"],
  [
    a.strict(),
    a.extend({ b: z.int() }),
    '"b" is new, and readers take no properties but those they know',
  ],
  [a.strict(), a.loose(), "object becomes object"],
  [a.catchall(z.int()), a.catchall(z.string()), "integer becomes string at *"],
  [z.record(z.string(), z.int()), a, "integer becomes string at a"],
  [z.tuple([z.string()]), z.array(z.string()), "[string] becomes array"],
  [z.tuple([z.string()]), z.tuple([z.string(), z.string()]), "[string] becomes [string, string]"],
  [z.tuple([z.string(), z.string()]), z.tuple([z.string()]), "[string, string] becomes [string]"],
  [z.tuple([z.string()], z.string()), z.array(z.string()), "[string, …] becomes array"],
  [z.tuple([z.string()]), z.tuple([z.int()]), "string becomes integer at [0]"],
  [
    z.tuple([z.string()], z.int()),
    z.tuple([z.string()], z.string()),
    "integer becomes string at []",
  ],
  [z.object({ a }).nullable(), z.object({ a: z.object({}) }).nullable(), '"a" is gone at a'],
  [z.intersection(z.string(), z.literal("a")), z.string(), '"a" becomes string'],
])("refuses %j for %j", (reader, value, why) => {
  expect(acceptsAll(typeOf(reader), typeOf(value))).toBe(why);
});

it("does not take what every object inherits for a property", () => {
  const reader: OutputType = { type: "object", required: ["valueOf"] };
  expect(acceptsAll(reader, { type: "object", properties: {} })).toBe('"valueOf" is gone');
  const strict: OutputType = { type: "object", properties: {}, additionalProperties: false };
  expect(acceptsAll(strict, { type: "object", properties: { valueOf: {} } })).toMatch(
    /^"valueOf" is new/,
  );
});

/** A type as data, of which schema and values can be made. */
type Plan =
  | { readonly kind: "string" | "int" | "number" | "boolean" | "null" | "any" }
  | { readonly kind: "enum"; readonly of: readonly string[] }
  | { readonly kind: "array" | "nullable" | "record"; readonly item: Plan }
  | { readonly kind: "union" | "tuple"; readonly items: readonly Plan[] }
  | { readonly kind: "plain" | "strict" | "loose"; readonly fields: Fields };
type Fields = Readonly<Record<string, { readonly type: Plan; readonly optional: boolean }>>;

function schemaOf(plan: Plan): z.ZodType {
  switch (plan.kind) {
    case "string":
      return z.string();
    case "int":
      return z.int();
    case "number":
      return z.number();
    case "boolean":
      return z.boolean();
    case "null":
      return z.null();
    case "any":
      return z.unknown();
    case "enum":
      return z.enum(plan.of);
    case "array":
      return z.array(schemaOf(plan.item));
    case "nullable":
      return schemaOf(plan.item).nullable();
    case "record":
      return z.record(z.string(), schemaOf(plan.item));
    case "union":
      return z.union(plan.items.map(schemaOf));
    case "tuple":
      return z.tuple(plan.items.map(schemaOf) as [z.ZodType]);
    default: {
      const make = { plain: z.object, strict: z.strictObject, loose: z.looseObject }[plan.kind];
      const fields = Object.entries(plan.fields).map(([name, { type, optional }]) => {
        const schema = schemaOf(type);
        return [name, optional ? schema.optional() : schema];
      });
      return make(Object.fromEntries(fields) as Record<string, z.ZodType>);
    }
  }
}

const anything = fc.constantFrom<unknown>("x", "a", 1, 1.5, true, null, [], ["x"], {}, { a: 1 });

function valuesOf(plan: Plan): fc.Arbitrary<unknown> {
  switch (plan.kind) {
    case "string":
      return fc.constantFrom("x", "a", "b");
    case "int":
      return fc.integer({ min: 0, max: 3 });
    case "number":
      return fc.constantFrom(1, 1.5);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "any":
      return anything;
    case "enum":
      return fc.constantFrom(...plan.of);
    case "array":
      return fc.array(valuesOf(plan.item), { maxLength: 3 });
    case "nullable":
      return fc.oneof(valuesOf(plan.item), fc.constant(null));
    case "record":
      return fc.dictionary(fc.constantFrom("a", "b", "z"), valuesOf(plan.item));
    case "union":
      return fc.oneof(...plan.items.map(valuesOf));
    case "tuple":
      return fc.tuple(...plan.items.map(valuesOf));
    default: {
      const fields = Object.entries(plan.fields);
      const known = fc.record(
        Object.fromEntries(fields.map(([name, { type }]) => [name, valuesOf(type)])),
        { requiredKeys: fields.filter(([, { optional }]) => !optional).map(([name]) => name) },
      );
      if (plan.kind !== "loose") return known;
      return fc
        .tuple(fc.dictionary(fc.constantFrom("a", "b", "z"), anything), known)
        .map(([more, own]) => {
          const kept = Object.entries(more).filter(([name]) => !Object.hasOwn(plan.fields, name));
          return { ...Object.fromEntries(kept), ...own };
        });
    }
  }
}

const { plan: plans } = fc.letrec<{ plan: Plan; fields: Fields }>((tie) => ({
  plan: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Plan>(
      ...(["string", "int", "number", "boolean", "null", "any"] as const).map((kind) => ({ kind })),
      { kind: "enum", of: ["a"] },
      { kind: "enum", of: ["a", "b"] },
    ),
    fc.record({ kind: fc.constantFrom("array", "nullable", "record"), item: tie("plan") }),
    fc.record({
      kind: fc.constantFrom("union", "tuple"),
      items: fc.array(tie("plan"), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ kind: fc.constantFrom("plain", "strict", "loose"), fields: tie("fields") }),
  ) as fc.Arbitrary<Plan>,
  fields: fc.dictionary(
    fc.constantFrom("a", "b"),
    fc.record({ type: tie("plan"), optional: fc.boolean() }),
    { maxKeys: 2 },
  ),
}));

/** A type, and what it has become: often almost the same, as contracts change. */
const changes = fc
  .tuple(plans, fc.array(fc.tuple(fc.nat(), plans), { maxLength: 2 }))
  .map(([before, edits]) => ({
    before,
    after: edits.reduce((plan, [place, replacement]) => edited(plan, place, replacement), before),
  }));

/** The plan with one of its parts replaced. */
function edited(plan: Plan, place: number, replacement: Plan): Plan {
  if (place % 3 === 0) return replacement;
  const next = Math.floor(place / 3);
  switch (plan.kind) {
    case "array":
    case "nullable":
    case "record":
      return { ...plan, item: edited(plan.item, next, replacement) };
    case "union":
    case "tuple": {
      const chosen = next % plan.items.length;
      return {
        ...plan,
        items: plan.items.map((item, i) => (i === chosen ? edited(item, next, replacement) : item)),
      };
    }
    case "plain":
    case "strict":
    case "loose": {
      const names = Object.keys(plan.fields);
      const name = names[next % Math.max(1, names.length)] ?? "a";
      const field = plan.fields[name] ?? { type: replacement, optional: true };
      const type = edited(field.type, next, replacement);
      const optional = place % 2 === 0 ? field.optional : !field.optional;
      return { ...plan, fields: { ...plan.fields, [name]: { type, optional } } };
    }
    default:
      return replacement;
  }
}

describe("of types made at random", () => {
  const runs = { numRuns: 2000, seed: 20260801 };

  it("takes every type for itself", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const type = typeOf(schemaOf(plan));
        expect(acceptsAll(type, type)).toBeUndefined();
      }),
      runs,
    );
  });

  it("takes a change only if the old schema takes every value of the new one", () => {
    let taken = 0;
    const cases = changes.chain(({ before, after }) =>
      fc.record({ before: fc.constant(before), after: fc.constant(after), value: valuesOf(after) }),
    );
    fc.assert(
      fc.property(cases, ({ before, after, value }) => {
        const [reader, producer] = [schemaOf(before), schemaOf(after)];
        if (acceptsAll(typeOf(reader), typeOf(producer)) !== undefined) return;
        taken++;
        const published = producer.parse(value);
        expect(reader.safeParse(published)).toMatchObject({ success: true });
      }),
      runs,
    );
    expect(taken).toBeGreaterThan(500);
  });

  it("refuses a change only if there is a value that the old schema refuses", () => {
    let refused = 0;
    fc.assert(
      fc.property(changes, ({ before, after }) => {
        const [reader, producer] = [schemaOf(before), schemaOf(after)];
        if (acceptsAll(typeOf(reader), typeOf(producer)) === undefined) return;
        refused++;
        const samples = fc.sample(valuesOf(after), { numRuns: 300, seed: 1 });
        const broken = samples.some((value) => !reader.safeParse(producer.parse(value)).success);
        expect(broken).toBe(true);
      }),
      { ...runs, numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});
