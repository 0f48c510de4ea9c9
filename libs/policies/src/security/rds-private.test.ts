import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { rdsPrivate } from "./rds-private.ts";

const database = (props: object) =>
  findingsFor(rdsPrivate, [{ type: "aws:rds/instance:Instance", name: "main", props }]);

it("passes a database without a public address", () => {
  expect(database({ publiclyAccessible: false })).toEqual([]);
  expect(database({})).toEqual([]);
});

it("cannot tell before the value is known", () => {
  expect(database({ publiclyAccessible: UNKNOWN })).toEqual([]);
});

it("fails a database with a public address", () => {
  expect(database({ publiclyAccessible: true })).toEqual([
    "main (publiclyAccessible) has an address in the internet",
  ]);
});
