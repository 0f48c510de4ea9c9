import { check } from "./check.ts";
import { defineResource } from "./resource-type.ts";
import { unknown, type Values } from "./value.ts";

const type = defineResource<object, Record<string, unknown>>({
  token: "aws:test/thing:Thing",
  noun: "Thing",
  properties: { policy: { kind: "json" } },
  create: async () => "id",
  read: async () => ({}),
  delete: async () => {},
});
const context = {
  resourceName: "thing",
  seed: new Uint8Array(32),
  proposedName: undefined,
  region: "us-east-1",
  defaultTags: {},
};
const policy = (value: object | string) =>
  check(type, {}, { policy: value as string }, context).inputs.policy;

it("takes a JSON document as text or as data, and makes it text", () => {
  expect(policy('{"Version": "2012-10-17"}')).toBe('{"Version": "2012-10-17"}');
  expect(policy({ Version: "2012-10-17", Statement: [] })).toBe(
    '{"Version":"2012-10-17","Statement":[]}',
  );
});

it("does not know a document with an unknown part", () => {
  expect(policy({ Statement: [{ Resource: unknown as never }] })).toBe(unknown);
});

describe("of a type with everything", () => {
  const thing = defineResource<object, Record<string, unknown>>({
    token: "aws:test/thing:Thing",
    noun: "Thing",
    tags: true,
    autoname: { property: "name", maxLength: 20, unlessGiven: "namePrefix" },
    properties: {
      name: { kind: "string", computed: true },
      namePrefix: { kind: "string" },
      key: { kind: "string", required: true },
      size: { kind: "number", default: 8 },
      open: { kind: "boolean" },
      zones: { kind: "set" },
      rules: {
        kind: "list",
        of: {
          kind: "object",
          fields: {
            port: { kind: "number", required: true },
            self: { kind: "boolean", default: false },
            id: { kind: "string", output: true },
          },
        },
      },
      either: { kind: "string", conflictsWith: ["or"] },
      or: { kind: "string" },
      region: { kind: "string", computed: true },
      tags: { kind: "map" },
      arn: { kind: "string", output: true },
      policy: { kind: "json", output: true, instead: "aws.test.Policy" },
    },
    validate: (inputs) =>
      "open" in inputs ? [{ property: "open", reason: "not on Sundays" }] : [],
    create: async () => "id",
    read: async () => ({}),
    delete: async () => {},
  });
  const defaultTags = { owner: "team", stage: "test" };
  const checked = (news: object, olds: object = {}) =>
    check(thing, olds as Values, news as Values, { ...context, defaultTags });
  const failures = (news: object) => checked({ key: "k", ...news }).failures;

  it("fills in defaults, the name, the region and all tags, and remembers which", () => {
    const { inputs, failures } = checked({ key: "k", tags: { stage: "mine" } });
    expect(failures).toEqual([]);
    expect(inputs).toEqual({
      key: "k",
      name: "thing-0000000",
      region: "us-east-1",
      size: 8,
      tags: { stage: "mine" },
      tagsAll: { owner: "team", stage: "mine" },
      __defaults: ["name", "region", "size"],
    });
  });

  it("fills in inside a list, and leaves out what is null", () => {
    const { inputs } = checked({ key: "k", zones: ["a", null], rules: [{ port: 1, self: null }] });
    expect(inputs).toMatchObject({ zones: ["a"], rules: [{ port: 1, self: false }] });
  });

  // pulumi-terraform-bridge, ApplyDefaults: an old default is kept, an old value of the program is not.
  it.each([
    ["an automatic name", { name: "old", __defaults: ["name"] }, "old"],
    ["the name that an import found", { name: "old" }, "old"],
    [
      "no name that the program gave before",
      { name: "old", __defaults: ["size"] },
      "thing-0000000",
    ],
  ])("keeps %s", (_what, olds, name) => {
    expect(checked({ key: "k" }, olds).inputs.name).toBe(name);
  });

  it("makes no name beside a prefix", () => {
    expect(checked({ key: "k", namePrefix: "x-" }).inputs).not.toHaveProperty("name");
  });

  it.each([
    ["an unknown tag", { a: unknown }],
    ["unknown tags", unknown],
  ])("does not know all tags with %s", (_what, tags) => {
    expect(checked({ key: "k", tags }).inputs.tagsAll).toBe(unknown);
  });

  it("takes what an import recorded, and computes it anew", () => {
    const { inputs, failures } = checked({ key: "k", tagsAll: { old: "1" }, __defaults: ["key"] });
    expect(failures).toEqual([]);
    expect(inputs.tagsAll).toEqual(defaultTags);
    expect(inputs.__defaults).toEqual(["name", "region", "size"]);
  });

  it("gives the same answer to its own answer", () => {
    const { inputs } = checked({ key: "k", size: "9", rules: [{ port: "1" }] });
    const complete: Record<string, unknown> = { ...inputs };
    delete complete.__defaults;
    expect(checked(inputs, inputs).inputs).toEqual(complete);
  });

  it.each<[unknown, unknown]>([
    [{ size: "12" }, { size: 12 }],
    [{ key: 3 }, { key: "3" }],
    [{ key: true }, { key: "true" }],
    [{ size: unknown }, { size: unknown }],
    [{ rules: unknown }, { rules: unknown }],
  ])("takes %j as %j", (given, taken) => {
    expect(failures(given as object)).toEqual([]);
    expect(checked({ key: "k", ...(given as object) }).inputs).toMatchObject(taken as object);
  });

  it.each([
    [{ key: undefined }, "key", 'Missing required property "key"'],
    [{ rules: [{}] }, "rules[0].port", 'Missing required property "rules[0].port"'],
    [{ size: "big" }, "size", 'expected "size" to be a number'],
    [{ size: "" }, "size", 'expected "size" to be a number'],
    [{ open: "yes" }, "open", 'expected "open" to be a boolean'],
    [{ key: ["k"] }, "key", 'expected "key" to be a string'],
    [{ zones: "a" }, "zones", 'expected "zones" to be a set'],
    [{ tags: ["a"] }, "tags", 'expected "tags" to be a map'],
    [{ rules: [1] }, "rules[0]", 'expected "rules[0]" to be an object'],
    [{ arn: "a" }, "arn", '"arn" is an output of aws:test/thing:Thing, it cannot be set'],
    [{ rules: [{ port: 1, id: "i" }] }, "rules[0].id", '"rules[0].id" is an output of'],
    [{ policy: "p" }, "policy", '"policy" of aws:test/thing:Thing is deprecated'],
    [{ policy: "p" }, "policy", "the sandbox does not take it: use aws.test.Policy"],
    [{ colour: 1 }, "colour", 'the sandbox does not implement "colour" of aws:test/thing:Thing'],
    [{ rules: [{ port: 1, x: 1 }] }, "rules[0].x", 'does not implement "rules[0].x"'],
    [{ either: "a", or: "b" }, "either", '"either" conflicts with "or": set one of them'],
    [{ open: true }, "open", "not on Sundays"],
  ])("rejects %j", (given, property, reason) => {
    const found = failures(given).filter((failure) => failure.property === property);
    expect(found.map((failure) => failure.reason)).toContainEqual(expect.stringContaining(reason));
  });

  it("names everything that is wrong at once", () => {
    const found = failures({ size: "big", colour: 1, rules: [{}] });
    expect(found.map(({ property }) => property)).toEqual(["size", "colour", "rules[0].port"]);
  });

  it("fails for a name that would be too long", () => {
    const resourceName = "x".repeat(20);
    const long = check(thing, {}, { key: "k" }, { ...context, resourceName });
    expect(long.failures).toEqual([
      { property: "name", reason: expect.stringContaining("longer than maximum length 20") },
    ]);
  });
});
