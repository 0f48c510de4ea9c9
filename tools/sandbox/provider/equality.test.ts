import fc from "fast-check";

import { isSame } from "./equality.ts";
import type { Property } from "./property.ts";
import { propertyWithValues } from "./testing/any-property.ts";
import { unknown, type Value } from "./value.ts";

it("asks for nothing with what is there", () => {
  fc.assert(
    fc.property(propertyWithValues(1), ([property, [value]]) => {
      expect(isSame(property, value, value)).toBe(true);
      expect(isSame(property, value, structuredClone(value))).toBe(true);
    }),
  );
});

it("never knows that an unknown value is what is there", () => {
  fc.assert(
    fc.property(propertyWithValues(1), ([property, [value]]) => {
      expect(isSame(property, value, unknown)).toBe(false);
    }),
  );
});

it("is symmetric where AWS chooses nothing", () => {
  const chosen = (property: Property): boolean =>
    property.computed === true ||
    (property.of !== undefined && chosen(property.of)) ||
    Object.values(property.fields ?? {}).some(chosen);
  fc.assert(
    fc.property(propertyWithValues(2), ([property, [a, b]]) => {
      fc.pre(!chosen(property));
      expect(isSame(property, a, b)).toBe(isSame(property, b, a));
    }),
  );
});

it("does not care how a set is ordered", () => {
  const shuffled = propertyWithValues(4).chain(([of, values]) =>
    fc.tuple(
      fc.constant<Property>({ kind: "set", of }),
      fc.constant(values),
      fc.shuffledSubarray(values, { minLength: values.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([property, before, after]) => {
      expect(isSame(property, before, after)).toBe(true);
    }),
  );
});

const text: Property = { kind: "string" };
const chosen: Property = { kind: "string", computed: true };
const rule: Property = { kind: "object", fields: { port: { kind: "number" }, note: chosen } };
const made: Property = {
  kind: "object",
  fields: { a: text, id: { kind: "string", output: true } },
};

it.each<[string, Property, Value, Value, boolean]>([
  ["leaving out what AWS chooses", chosen, "a", undefined, true],
  ["saying otherwise than AWS chose", chosen, "a", "b", false],
  ["leaving out anything else", text, "a", undefined, false],
  ["an empty value for nothing", text, undefined, "", true],
  ["false for nothing", { kind: "boolean" }, undefined, false, true],
  ["no element for nothing", { kind: "set" }, undefined, [], true],
  [
    "taking all elements away, even of what AWS chooses",
    { kind: "set", computed: true },
    ["a"],
    [],
    false,
  ],
  ["a number that came back as text", text, 8, "8", true],
  ["another order of a list", { kind: "list" }, ["a", "b"], ["b", "a"], false],
  ["another order of a set", { kind: "set" }, ["a", "b"], ["b", "a"], true],
  ["a word twice in a set", { kind: "set" }, ["a"], ["a", "a"], true],
  ["one element more", { kind: "set" }, ["a"], ["a", "b"], false],
  ["one element less", { kind: "set" }, ["a", "b"], ["a"], false],
  [
    "elements that AWS completed",
    { kind: "set", of: rule },
    [{ port: 1, note: "x" }],
    [{ port: 1 }],
    true,
  ],
  [
    "elements of which one fits twice",
    { kind: "set", of: rule },
    [
      { port: 1, note: "x" },
      { port: 1, note: "y" },
    ],
    [{ port: 1 }, { port: 1, note: "x" }],
    true,
  ],
  [
    "an object twice in a set",
    { kind: "set", of: rule },
    [{ port: 1 }],
    [{ port: 1 }, { port: 1 }],
    true,
  ],
  ["what only AWS fills in", made, { a: "x", id: "1" }, { a: "x" }, true],
  ["a key with an empty value", { kind: "map" }, {}, { a: "" }, false],
  ["a key with an empty value that goes", { kind: "map" }, { a: "" }, undefined, false],
  ["a key more in a map", { kind: "map" }, { b: "1" }, { b: "1", a: "" }, false],
  ["another layout of a document", { kind: "json" }, '{"a":1,"b":2}', '{ "b": 2, "a": 1 }', true],
  [
    "one action or a list of one",
    { kind: "json" },
    '{"Action":"s3:Get"}',
    '{"Action":["s3:Get"]}',
    true,
  ],
  ["another order of actions", { kind: "json" }, '{"A":["x","y"]}', '{"A":["y","x"]}', true],
  [
    "another order of statements",
    { kind: "json" },
    '[{"a":1},{"b":2}]',
    '[{"b":2},{"a":1}]',
    false,
  ],
  ["another document", { kind: "json" }, '{"a":1}', '{"a":2}', false],
  ["no document", { kind: "json" }, '{"a":1}', "{", false],
  ["what the property compares as equal", { ...text, equal: () => true }, "a", "b", true],
])("%s", (_what, property, before, after, same) => {
  expect(isSame(property, before, after)).toBe(same);
});

it("hands the other wanted properties to a comparison of its own", () => {
  const seen: unknown[] = [];
  const own: Property = {
    ...text,
    equal: (...args) => {
      seen.push(args);
      return true;
    },
  };
  const property: Property = { kind: "object", fields: { a: own, b: text } };
  isSame(property, { a: "1", b: "2" }, { a: "3", b: "2" });
  expect(seen).toEqual([["1", "3", { a: "3", b: "2" }]]);
});

describe("a block", () => {
  const block: Property = { kind: "object", block: true, fields: { note: text } };
  const action: Property = { kind: "object", fields: { allow: block, count: block } };

  it.each<[Value, Value, boolean]>([
    [{ allow: {} }, { allow: {} }, true],
    [{ allow: {} }, { count: {} }, false],
    [{ allow: {} }, {}, false],
    [{}, { allow: {} }, false],
    [undefined, { allow: {} }, false],
    [{ allow: {} }, undefined, false],
    [{ allow: { note: "" } }, { allow: {} }, true],
    [{}, undefined, true],
  ])("says something by its presence: %j, then %j", (before, after, same) => {
    expect(isSame(action, before, after)).toBe(same);
  });
});
