import fc from "fast-check";

import { diff } from "./diff.ts";
import type { Properties } from "./property.ts";
import { defineResource, type AnyResourceType } from "./resource-type.ts";
import { propertyWithValues } from "./testing/any-property.ts";
import { unknown, type Values } from "./value.ts";

function typeWith(properties: Properties, more: Partial<AnyResourceType> = {}): AnyResourceType {
  return defineResource<object, Record<string, unknown>>({
    token: "aws:test/thing:Thing",
    noun: "Thing",
    properties,
    create: async () => "id",
    read: async () => ({}),
    delete: async () => {},
    ...more,
  });
}

it("finds nothing between a record and the program that made it", () => {
  fc.assert(
    fc.property(propertyWithValues(1), ([property, [value]]) => {
      const type = typeWith({ it: property });
      expect(diff(type, { it: value }, {}, { it: value })).toEqual({
        differences: [],
        changed: [],
        replaces: [],
        deleteBeforeReplace: false,
      });
    }),
  );
});

it("names a place inside each property that changed, and none of the others", () => {
  fc.assert(
    fc.property(propertyWithValues(2), propertyWithValues(1), ([a, [x, y]], [b, [z]]) => {
      const type = typeWith({ a, b });
      const { differences, changed } = diff(type, { a: x, b: z }, {}, { a: y, b: z });
      const roots = differences.map(({ path }) => path.replace(/[.[].*$/, ""));
      expect(new Set(roots)).toEqual(new Set(changed));
      expect(changed.filter((name) => name !== "a")).toEqual([]);
    }),
  );
});

const port: Properties = { port: { kind: "number" }, fixed: { kind: "string", replaces: true } };
const type = typeWith({
  text: { kind: "string" },
  key: { kind: "string", replaces: true },
  list: { kind: "list" },
  set: { kind: "set" },
  map: { kind: "map" },
  object: { kind: "object", fields: port },
  rules: { kind: "set", of: { kind: "object", fields: port } },
  ports: { kind: "list", of: { kind: "object", fields: port } },
  flag: { kind: "boolean" },
  out: { kind: "string", output: true },
});

it.each<[string, Values, Values, [string, string, boolean?][]]>([
  ["a value that comes", {}, { text: "a" }, [["text", "add"]]],
  ["a value that goes", { text: "a" }, {}, [["text", "delete"]]],
  ["a value that changes", { text: "a" }, { text: "b" }, [["text", "update"]]],
  ["a value that is not known yet", { text: "a" }, { text: unknown }, [["text", "update"]]],
  ["a key", { key: "a" }, { key: "b" }, [["key", "update", true]]],
  ["an element of a list", { list: ["a", "b"] }, { list: ["a", "c"] }, [["list[1]", "update"]]],
  ["an element at the end", { list: ["a"] }, { list: ["a", "b"] }, [["list[1]", "add"]]],
  ["an element added to a set", { set: ["a"] }, { set: ["b", "a"] }, [["set[0]", "add"]]],
  ["an element gone from a set", { set: ["a", "b"] }, { set: ["a"] }, [["set[1]", "delete"]]],
  ["an element exchanged", { set: ["a", "b"] }, { set: ["a", "c"] }, [["set[1]", "update"]]],
  ["a tag", { map: { a: "1" } }, { map: { a: "2" } }, [["map.a", "update"]]],
  [
    "a tag of two words",
    { map: { a: "1" } },
    { map: { a: "1", 'b "c"': "2" } },
    [['map["b \\"c\\""]', "add"]],
  ],
  ["the first tag", { map: {} }, { map: { a: "1" } }, [["map.a", "add"]]],
  ["the last element", { set: ["a"] }, { set: [] }, [["set[0]", "delete"]]],
  ["a flag that is turned off", { flag: true }, { flag: false }, [["flag", "update"]]],
  ["a field", { object: { port: 1 } }, { object: { port: 2 } }, [["object.port", "update"]]],
  [
    "a field that cannot be changed",
    { object: { port: 1, fixed: "a" } },
    { object: { port: 1, fixed: "b" } },
    [["object.fixed", "update", true]],
  ],
  [
    "an object that comes with a field that cannot be changed",
    {},
    { object: { fixed: "a" } },
    [["object", "add", true]],
  ],
  [
    "a field that cannot be changed, of an object without any",
    { object: {} },
    { object: { fixed: "a" } },
    [["object.fixed", "add", true]],
  ],
  [
    "a field inside a list",
    { ports: [{ port: 1 }, { port: 2 }] },
    { ports: [{ port: 1 }, { port: 3 }] },
    [["ports[1].port", "update"]],
  ],
  [
    "a rule of a set",
    { rules: [{ port: 1 }, { port: 2 }] },
    { rules: [{ port: 2 }, { port: 3 }] },
    [
      ["rules[1]", "add"],
      ["rules[0]", "delete"],
    ],
  ],
  ["an output, which is none", { out: "a" }, {}, []],
])("%s", (_what, state, news, expected) => {
  const { differences, replaces } = diff(type, state, {}, news);
  expect(differences).toEqual(
    expected.map(([path, kind, forced = false]) => ({ path, kind, replaces: forced })),
  );
  expect(replaces.length > 0).toBe(expected.some(([, , forced]) => forced === true));
});

it("compares with the last inputs what the record does not hold", () => {
  expect(diff(type, {}, { text: "a" }, { text: "a" }).changed).toEqual([]);
  expect(diff(type, { text: "b" }, { text: "a" }, { text: "a" }).changed).toEqual(["text"]);
});

it("lets a rule over the values decide on a replacement", () => {
  const ruled = typeWith({
    it: { kind: "string", replaces: (before, after, state) => after === state.other },
    other: { kind: "string", output: true },
  });
  const state = { it: "a", other: "c" };
  expect(diff(ruled, state, {}, { it: "b" }).replaces).toEqual([]);
  expect(diff(ruled, state, {}, { it: "c" }).replaces).toEqual(["it"]);
});

it("compares all tags of a resource that has tags", () => {
  const tagged = typeWith({ tags: { kind: "map" } }, { tags: true });
  const state = { tags: {}, tagsAll: { owner: "a" } };
  const { changed } = diff(tagged, state, {}, { tagsAll: { owner: "b" } });
  expect(changed).toEqual(["tagsAll"]);
});

// pulumi-terraform-bridge: a name that the program gives cannot be held by two at once; an automatic one can differ.
it.each([
  ["under a name of the program", {}, { name: "a", key: "b" }, true],
  ["under an automatic name", {}, { name: "a", key: "b", __defaults: ["name"] }, false],
  ["of what AWS allows once", { deleteBeforeReplace: true as const }, { key: "b" }, true],
  ["not at all", {}, { name: "a", key: "a" }, false],
])("deletes first for a replacement %s", (_what, more, news, first) => {
  const autoname = { property: "name", maxLength: 9 };
  const named = typeWith(
    { name: { kind: "string", computed: true }, key: { kind: "string", replaces: true } },
    { autoname, ...more },
  );
  const state = { name: "a", key: "a" };
  expect(diff(named, state, {}, news).deleteBeforeReplace).toBe(first);
});
