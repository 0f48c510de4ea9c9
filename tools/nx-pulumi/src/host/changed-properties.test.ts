import type { StepEventMetadata } from "@pulumi/pulumi/automation/events.js";

import { UNKNOWN } from "../gate/gate.ts";
import { changedProperties } from "./changed-properties.ts";

/** Key and kind of a secret, as the engine sends it. */
const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};

interface Sides {
  readonly before?: object;
  readonly after?: object;
  readonly state?: object;
}

/** What is told of a step on an input-by-input diff, as the engine sends it. */
function told(
  detailedDiff: Readonly<Record<string, string>>,
  { before = {}, after = {}, state = {} }: Sides = {},
  more: object = {},
) {
  const details = Object.entries(detailedDiff).map(([path, diffKind]) => {
    return [path, { diffKind, inputDiff: true }];
  });
  return changedProperties({
    op: "update",
    detailedDiff: Object.fromEntries(details),
    diffs: null,
    keys: null,
    old: { inputs: before, outputs: state },
    new: { inputs: after, outputs: null },
    ...more,
  } as unknown as StepEventMetadata);
}

it.each([
  ["add", { path: "a", kind: "add", replaces: false, after: 2 }],
  ["add-replace", { path: "a", kind: "add", replaces: true, after: 2 }],
  ["delete", { path: "a", kind: "delete", replaces: false, before: 1 }],
  ["delete-replace", { path: "a", kind: "delete", replaces: true, before: 1 }],
  ["update", { path: "a", kind: "update", replaces: false, before: 1, after: 2 }],
  ["update-replace", { path: "a", kind: "update", replaces: true, before: 1, after: 2 }],
])("tells what a difference of kind %s does, and the values", (diffKind, expected) => {
  const before = diffKind.startsWith("add") ? {} : { a: 1 };
  const after = diffKind.startsWith("delete") ? {} : { a: 2 };
  expect(told({ a: diffKind }, { before, after })).toEqual([expected]);
});

it.each([
  ["tags.Name", { tags: { Name: "x" } }],
  ["tags", { tags: "x" }],
  ["ingress[0].fromPort", { ingress: [{ fromPort: "x" }] }],
  ["ingress[1].cidrBlocks[2]", { ingress: [{}, { cidrBlocks: ["a", "b", "x"] }] }],
  ['tags["a.b"]', { tags: { "a.b": "x", a: { b: "y" } } }],
  ['tags["kubernetes.io/role"].value', { tags: { "kubernetes.io/role": { value: "x" } } }],
  ['tags["say \\"hi\\""]', { tags: { 'say "hi"': "x" } }],
  ['tags["a.b\\c"]', { tags: { "a.b\\c": "x" } }],
  ['["a.b"].c', { "a.b": { c: "x" } }],
  ["tags[0]", { tags: { 0: "x" } }],
])("finds the value at %s", (path, after) => {
  expect(told({ [path]: "add" }, { after })).toEqual([
    { path, kind: "add", replaces: false, after: "x" },
  ]);
});

it.each([
  ["tags.Name", { tags: null }],
  ["tags.Name.more", { tags: { Name: "x" } }],
  ["list[3]", { list: [1] }],
  ["list.length", { list: {} }],
  ["constructor", {}],
  ["tags.toString", { tags: {} }],
])("has no value at %s of %j", (path, after) => {
  expect(told({ [path]: "add" }, { after })).toEqual([{ path, kind: "add", replaces: false }]);
});

it("keeps null, zero, false and the empty text as values", () => {
  const values = { a: null, b: 0, c: false, d: "" };
  const kinds = { a: "update", b: "update", c: "update", d: "update" };
  expect(told(kinds, { before: values, after: values })).toEqual(
    Object.entries(values).map(([path, value]) => {
      return { path, kind: "update", replaces: false, before: value, after: value };
    }),
  );
});

it.each<[string, Sides]>([
  ["a secret", { before: { a: SECRET }, after: { a: SECRET } }],
  ["with a secret inside", { before: { a: [1, { b: SECRET }] }, after: { a: { b: SECRET } } }],
  ["not known yet", { before: { a: UNKNOWN }, after: { a: UNKNOWN } }],
  ["not known in part", { before: { a: [UNKNOWN] }, after: { a: { b: `${UNKNOWN}` } } }],
])("leaves out a value that is %s", (_, sides) => {
  expect(told({ a: "update" }, sides)).toEqual([{ path: "a", kind: "update", replaces: false }]);
});

it.each(["password", "config.password", "list[0].password"])(
  "shows no part of a secret, asked for %s",
  (path) => {
    const secret = { password: SECRET, config: SECRET, list: SECRET };
    const found = told({ [path]: "update" }, { before: secret, after: secret });
    expect(found).toEqual([{ path, kind: "update", replaces: false }]);
  },
);

it("still shows the side that is no secret", () => {
  expect(told({ a: "update" }, { before: { a: "plain" }, after: { a: SECRET } })).toEqual([
    { path: "a", kind: "update", replaces: false, before: "plain" },
  ]);
});

it("compares the new input with the state where the engine has done so", () => {
  const detailedDiff = { a: { diffKind: "update", inputDiff: false } };
  const sides = { before: { a: "input" }, state: { a: "in the cloud" }, after: { a: "new" } };
  expect(told({}, sides, { detailedDiff })).toEqual([
    { path: "a", kind: "update", replaces: false, before: "in the cloud", after: "new" },
  ]);
});

it("finds in the state that was read what the program leaves out, unless it is gone", () => {
  const told = changedProperties({
    op: "update",
    detailedDiff: {
      boundary: { diffKind: "add", inputDiff: false },
      role: { diffKind: "delete", inputDiff: false },
    },
    old: { inputs: { role: "web" }, outputs: { role: "web" } },
    new: { inputs: {}, outputs: { boundary: "arn", role: "" } },
  } as unknown as StepEventMetadata);
  expect(told).toEqual([
    { path: "boundary", kind: "add", replaces: false, after: "arn" },
    { path: "role", kind: "delete", replaces: false, before: "web" },
  ]);
});

it("goes by the top-level names where the engine knows no more", () => {
  const sides = { before: { a: 1, b: [1] }, after: { a: 2, b: [2] } };
  const names = { diffs: ["a", "b"], keys: ["b"] };
  for (const detailedDiff of [null, {}]) {
    expect(told({}, sides, { detailedDiff, ...names })).toEqual([
      { path: "a", kind: "update", replaces: false, before: 1, after: 2 },
      { path: "b", kind: "update", replaces: true, before: [1], after: [2] },
    ]);
  }
});

it.each(["update", "replace", "create-replacement", "refresh"])(
  "does without what the engine leaves null in a step %s",
  (op) => {
    expect(told({}, {}, { op, detailedDiff: null, old: null, new: null })).toEqual([]);
    expect(told({ a: "update" }, {}, { op, old: null, new: null })).toEqual([
      { path: "a", kind: "update", replaces: false },
    ]);
  },
);

it.each(["create", "delete", "same", "read", "delete-replaced", "import"])(
  "has nothing to compare in a step %s",
  (op) => {
    expect(told({ a: "update" }, { before: { a: 1 }, after: { a: 2 } }, { op })).toEqual([]);
  },
);
