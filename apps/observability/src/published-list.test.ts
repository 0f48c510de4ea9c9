import * as pulumi from "@pulumi/pulumi";

import { hasItems } from "./published-list.ts";

it.each([
  ["an empty list", [], false],
  ["a list of one", ["a"], true],
  ["a list of what a preview does not know", [pulumi.unknown], true],
  ["a list that a preview does not know", pulumi.unknown, true],
])("tells of %s whether there is anything in it", async (_, value, some) => {
  expect(await hasItems(pulumi.output(value) as unknown as pulumi.Output<string[]>)).toBe(some);
});
