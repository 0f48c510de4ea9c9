import fc from "fast-check";

import {
  decode,
  encode,
  holdsUnknown,
  isEmpty,
  unknown,
  type Value,
  type Values,
} from "./value.ts";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const key = fc.stringMatching(/^[a-zA-Z]\w{0,5}$/);
const value = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    // JSON has no negative zero.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    fc.boolean(),
    fc.constant(null),
    fc.constant(unknown),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const values: fc.Arbitrary<Values> = fc.dictionary(key, value, { noNullPrototype: true });

it("survives the wire", () => {
  fc.assert(
    fc.property(values, (given) => {
      const wire = JSON.parse(JSON.stringify(encode(given))) as Record<string, unknown>;
      expect(decode(wire)).toEqual({ values: given, secrets: new Set() });
    }),
  );
});

it("survives the wire with the names of its secrets", () => {
  fc.assert(
    fc.property(values, (given) => {
      const secrets = new Set(Object.keys(given).filter((_, i) => i % 2 === 0));
      expect(decode(encode(given, secrets))).toEqual({ values: given, secrets });
    }),
  );
});

it("leaves out what is undefined, at every depth", () => {
  expect(encode({ a: undefined, b: { c: undefined, d: 1 } })).toEqual({ b: { d: 1 } });
});

// Pulumi's wire format, sdk/go/common/resource/plugin/rpc.go.
it.each([
  ["a secret inside a list", [{ [SIGNATURE]: SECRET, value: "s" }], ["s"], true],
  ["an output value", { [SIGNATURE]: OUTPUT, value: 1, secret: true, dependencies: [] }, 1, true],
  ["an output value without a value", { [SIGNATURE]: OUTPUT, dependencies: [] }, unknown, false],
  ["a resource reference", { [SIGNATURE]: RESOURCE, urn: "u", id: "vpc-1" }, "vpc-1", false],
  [
    "a reference to what is not made yet",
    { [SIGNATURE]: RESOURCE, urn: "u", id: "" },
    unknown,
    false,
  ],
  ["the unknown value", { a: [UNKNOWN] }, { a: [unknown] }, false],
])("understands %s", (_what, wire, expected, secret) => {
  const { values, secrets } = decode({ it: wire });
  expect(values.it).toEqual(expected);
  expect(secrets.has("it")).toBe(secret);
});

it("finds the unknown at every depth", () => {
  fc.assert(
    fc.property(values, (given) => {
      expect(holdsUnknown(given)).toBe(JSON.stringify(given).includes(UNKNOWN));
    }),
  );
});

it.each<[Value, boolean]>([
  [undefined, true],
  [null, true],
  ["", true],
  [0, true],
  [false, true],
  [[], true],
  [{}, true],
  [{ a: { b: "" } }, true],
  [[""], false],
  ["0", false],
  [{ a: unknown }, false],
  [unknown, false],
])("emptiness of %j is %s", (given, expected) => {
  expect(isEmpty(given)).toBe(expected);
});
