import fc from "fast-check";

import { automaticName, isNameGiven, type Autoname } from "./autoname.ts";
import { unknown } from "./value.ts";

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const rule: Autoname = { property: "name", maxLength: 32 };
const fixed = Uint8Array.from({ length: 32 }, () => 0xab);

// pulumi-terraform-bridge, AutoName: resource name, separator, 7 hex digits.
it("fits, begins with the resource's name and ends with 7 hex digits", () => {
  const resourceName = fc.stringMatching(/^[a-z][a-z-]{0,23}$/);
  fc.assert(
    fc.property(resourceName, seed, (name, bytes) => {
      const made = automaticName(rule, name, bytes, undefined);
      expect(made).toMatch(/^[a-z-]+-[0-9a-f]{7}$/);
      expect(made?.startsWith(`${name}-`)).toBe(true);
      expect(made?.length).toBeLessThanOrEqual(rule.maxLength);
    }),
  );
});

it("is the same for the same seed, so that all checks of an operation agree", () => {
  fc.assert(
    fc.property(seed, (bytes) => {
      const twice = [1, 2].map(() => automaticName(rule, "web", bytes, undefined));
      expect(twice[0]).toBe(twice[1]);
    }),
  );
});

it("fails rather than cut a name that is too long", () => {
  expect(() => automaticName(rule, "x".repeat(25), fixed, undefined)).toThrow(
    /^name 'x+-abababa' is longer than maximum length 32: shorten the resource name or set "name"$/,
  );
});

it.each([
  ["a separator", { ...rule, separator: "_" }, undefined, "Web_abababa"],
  ["lower case", { ...rule, lowerCase: true as const }, undefined, "web-abababa"],
  ["a prefix", { ...rule, prefix: "alias/" }, undefined, "alias/Web-abababa"],
  ["a prefix that is there", { ...rule, prefix: "We" }, undefined, "Web-abababa"],
  ["the stack's proposal", rule, { name: "ours", mode: "propose" as const }, "ours"],
  ["the stack's order", rule, { name: "ours", mode: "enforce" as const }, "ours"],
  ["no automatic names", rule, { name: "", mode: "disable" as const }, undefined],
])("honours %s", (_what, by, proposed, expected) => {
  expect(automaticName(by, "Web", fixed, proposed)).toBe(expected);
});

it.each([
  ["given by the program", { name: "a" }, true],
  ["filled in", { name: "a", __defaults: ["name"] }, false],
  ["given beside other defaults", { name: "a", __defaults: ["region"] }, true],
  ["not known yet", { name: unknown }, false],
  ["missing", {}, false],
])("a name that is %s", (_what, inputs, given) => {
  expect(isNameGiven(rule, inputs)).toBe(given);
});
