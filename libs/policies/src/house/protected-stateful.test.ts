import { findingsFor } from "../testing/findings-for.ts";
import { protectedStateful } from "./protected-stateful.ts";

const bucket = (options: object, name = "prod") =>
  findingsFor(protectedStateful, [{ type: "aws:s3/bucket:Bucket", name: "data", options }], {
    environment: { name, kind: "aws" },
  });

it("passes what is protected and kept, and what is not of prod", () => {
  expect(bucket({ protect: true, retainOnDelete: true })).toEqual([]);
  expect(bucket({}, "staging")).toEqual([]);
});

it.each([
  [{}, "protect and retainOnDelete"],
  [{ protect: true }, "retainOnDelete"],
  [{ retainOnDelete: true }, "protect"],
])("fails %j in prod", (options, missing) => {
  expect(bucket(options)).toEqual([`data holds what cannot be made again, and has no ${missing}`]);
});
