import fc from "fast-check";

import { digestOf, digestOfValue } from "./digest.ts";

it("is short, hexadecimal and stable", () => {
  expect(digestOf("strata")).toMatch(/^[0-9a-f]{20}$/);
  expect(digestOf("strata")).toBe(digestOf(Buffer.from("strata")));
});

it("of a value does not depend on the order of keys, nor on keys without a value", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(digestOfValue({ ...turned, nothing: undefined })).toBe(digestOfValue(value));
    }),
  );
});

it("of two values is the same only if they are", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
      expect(digestOfValue(a) === digestOfValue(b)).toBe(same);
    }),
  );
});

it.each([
  ["a list and an object", [1], { 0: 1 }],
  ["a text and a number", "1", 1],
  ["null and the text", null, "null"],
  ["another order in a list", [1, 2], [2, 1]],
])("tells %s apart", (_, a, b) => {
  expect(digestOfValue(a)).not.toBe(digestOfValue(b));
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)])
    .concat([["object", "{}"]]);
}
