import { check } from "./check.ts";
import { defineResource } from "./resource-type.ts";
import { unknown } from "./value.ts";

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
