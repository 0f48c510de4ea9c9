import assert from "node:assert/strict";
import { inspect } from "node:util";

import * as pulumi from "@pulumi/pulumi";

import { canBeKey, received } from "./received.ts";

const made: string[] = [];

function two() {
  return received(
    ["one", "two"],
    (key) => {
      made.push(key);
      return { key };
    },
    (key) => {
      throw new Error(`no ${key}`);
    },
  );
}

beforeEach(() => {
  made.length = 0;
});

it("makes a value when it is first accessed, once", () => {
  const object = two();
  expect(object.one).toBe(object.one);
  expect(made).toEqual(["one"]);
});

it.each(["three", "One", "value", "length", "catch", "size"])("refuses the name %j", (name) => {
  const object = two();
  expect(() => object[name]).toThrow(`no ${name}`);
});

it("refuses a name that is taken out", () => {
  const take = () => {
    const { one, tow } = two();
    return [one, tow];
  };
  expect(take).toThrow("no tow");
});

it("can be listed, searched, printed and awaited, and nothing of it is made", async () => {
  const object = two();
  expect(Object.keys(object)).toEqual(["one", "two"]);
  expect("one" in object).toBe(true);
  expect("three" in object).toBe(false);
  expect(Object.hasOwn(object, "three")).toBe(false);
  expect(inspect(object)).toBe("{ one: [Getter], two: [Getter] }");
  expect(inspect(object, { showProxy: true })).toContain("one: [Getter]");
  expect(await Promise.resolve(object)).toBe(object);
  expect(String(object)).toBe("[object Object]");
  expect(object.constructor).toBe(Object);
  expect(pulumi.Output.isInstance(object)).toBe(false);
  expect(pulumi.Resource.isInstance(object)).toBe(false);
  expect(made).toEqual([]);
});

it("can be spread, serialized, compared, and handed to Pulumi", async () => {
  const all = { one: { key: "one" }, two: { key: "two" } };
  expect({ ...two() }).toEqual(all);
  expect(JSON.parse(JSON.stringify(two()))).toEqual(all);
  expect(two()).toEqual(all);
  expect(two()).toMatchObject({ one: { key: "one" } });
  expect(two()).not.toEqual({ ...all, two: 2 });
  expect(() => expect(two()).toBe(3)).toThrow("Object.is equality");
  assert.deepEqual(two(), all);
  expect(await new Promise((resolve) => pulumi.output(two()).apply(resolve))).toEqual(all);
});

it("cannot be changed", () => {
  const object = two() as Record<string, unknown>;
  expect(() => Object.assign(object, { one: 1 })).toThrow(TypeError);
  expect(() => Object.assign(object, { three: 3 })).toThrow(TypeError);
});

it.each([
  ["vpcId", true],
  ["id2", true],
  ["VpcId", false],
  ["vpc_id", false],
  ["2id", false],
  ["then", false],
  ["constructor", false],
])("says whether an output can be called %s: %s", (name, can) => {
  expect(canBeKey(name)).toBe(can);
});
