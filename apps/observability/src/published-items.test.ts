import * as pulumi from "@pulumi/pulumi";
import { valueOf } from "@strata/testing";

import { publishedItems, publishedNames } from "./published-items.ts";

const list = (value: unknown) => pulumi.output(value) as unknown as pulumi.Output<string[]>;

it("gives each item of a list", async () => {
  const items = await publishedItems("a list", list(["a", "b"]));
  expect(await Promise.all(items.map((item) => valueOf(item)))).toEqual(["a", "b"]);
  expect(await publishedNames("a list", list(["a", "b"]))).toEqual(["a", "b"]);
});

it("knows how many there are while a preview does not know which", async () => {
  const items = await publishedItems("a list", list([pulumi.unknown, pulumi.unknown]));
  expect(items).toHaveLength(2);
  await expect(publishedNames("a list", pulumi.all(items))).rejects.toThrow("is not known");
});

it("fails where not even the number is known", async () => {
  await expect(publishedItems("the list of layer x", list(pulumi.unknown))).rejects.toThrow(
    /^the list of layer x is not known before it is deployed/,
  );
});

it("fails for a name that is not known", async () => {
  await expect(publishedNames("the list of layer x", list(["a", pulumi.unknown]))).rejects.toThrow(
    /^the list of layer x is not known before it is deployed/,
  );
});
