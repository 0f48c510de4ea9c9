import { guardAccount, parseConfiguration } from "./configuration.ts";

const region = "us-east-1";

it("reads what the engine sends: JSON text for all that is no string", () => {
  const args = {
    region,
    allowedAccountIds: '["012345678901"]',
    defaultTags: '{"tags":{"project":"strata"}}',
    skipCredentialsValidation: "true",
    version: "7.48.0",
  };
  expect(parseConfiguration(args)).toEqual({
    region,
    allowedAccountIds: ["012345678901"],
    forbiddenAccountIds: [],
    defaultTags: { project: "strata" },
  });
});

it("reads plain data as well", () => {
  const args = { region, forbiddenAccountIds: ["1"], defaultTags: { tags: { a: "b" } } };
  const expected = { forbiddenAccountIds: ["1"], defaultTags: { a: "b" } };
  expect(parseConfiguration(args)).toMatchObject(expected);
});

it.each([
  ["no region", {}, 'the aws provider has no region: set "region" where it is constructed'],
  ["an empty region", { region: "" }, "the aws provider has no region"],
  [
    "settings that it would not honour, all of them",
    { region, assumeRoles: "[]", endpoints: "[]" },
    'does not honour the provider setting "assumeRoles", "endpoints"; add it to tools/sandbox/',
  ],
])("rejects %s", (_what, args, message) => {
  expect(() => parseConfiguration(args)).toThrow(message);
});

it.each([
  ["no list", {}, undefined],
  ["an allowed account", { allowedAccountIds: '["1","2"]' }, undefined],
  [
    "an account that is not allowed",
    { allowedAccountIds: '["1"]' },
    "not allowed: 2; the provider allows 1.",
  ],
  ["a forbidden account", { forbiddenAccountIds: '["2"]' }, "not allowed: 2 is forbidden"],
])("guards the account: %s", (_what, args, message) => {
  const guard = () => guardAccount(parseConfiguration({ region, ...args }), "2");
  if (message === undefined) expect(guard).not.toThrow();
  else expect(guard).toThrow(message);
});
