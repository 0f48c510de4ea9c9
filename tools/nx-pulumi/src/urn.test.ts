import { nameOfUrn } from "./urn.ts";

it.each([
  ["urn:pulumi:local::data::aws:rds/instance:Instance::main", "main"],
  ["urn:pulumi:local::data::strata:data:Database$aws:kms/key:Key::a::b", "a::b"],
])("finds the name in %s", (urn, name) => {
  expect(nameOfUrn(urn)).toBe(name);
});
