import fc from "fast-check";

import type { Property } from "../property.ts";
import type { Value } from "../value.ts";

const word = fc.stringMatching(/^[a-z]{0,3}$/);

/** Any property of a table, with what an input of its kind may look like. */
export const anyProperty: fc.Arbitrary<Property> = fc.letrec<{ property: Property }>((tie) => ({
  property: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom<Property>(
      { kind: "string" },
      { kind: "string", computed: true },
      { kind: "number" },
      { kind: "boolean" },
      { kind: "json" },
      { kind: "map" },
    ),
    tie("property").map((of): Property => ({ kind: "list", of })),
    tie("property").map((of): Property => ({ kind: "set", of })),
    fc
      .dictionary(fc.constantFrom("a", "b", "c"), tie("property"), { noNullPrototype: true })
      .map((fields): Property => ({ kind: "object", fields })),
  ),
})).property;

/** A value that the property takes. */
export function valueFor(property: Property): fc.Arbitrary<Value> {
  const { of: element = { kind: "string" as const }, fields = {} } = property;
  switch (property.kind) {
    case "string":
      return word;
    case "number":
      return fc.integer({ min: 0, max: 3 });
    case "boolean":
      return fc.boolean();
    case "json":
      return fc.jsonValue({ maxDepth: 2 }).map((document) => JSON.stringify(document));
    case "map":
      return fc.dictionary(fc.constantFrom("k", "l", "a b"), word, { noNullPrototype: true });
    case "list":
    case "set":
      return fc.array(valueFor(element), { maxLength: 3 });
    case "object": {
      const arbitraries = Object.entries(fields).map(([name, field]) => [name, valueFor(field)]);
      return fc.record(Object.fromEntries(arbitraries) as Record<string, fc.Arbitrary<Value>>, {
        requiredKeys: [],
        noNullPrototype: true,
      });
    }
  }
}

/** A property with values that it takes. */
export function propertyWithValues(count: number): fc.Arbitrary<[Property, Value[]]> {
  return anyProperty.chain((property) =>
    fc.tuple(
      fc.constant(property),
      fc.array(valueFor(property), { minLength: count, maxLength: count }),
    ),
  );
}
