import { findingsFor } from "../testing/findings-for.ts";
import { UNKNOWN } from "../unknown.ts";
import { lastCopy } from "./last-copy.ts";

it.each([
  ["aws:backup/vault:Vault", "forceDestroy"],
  ["aws:rds/instance:Instance", "skipFinalSnapshot"],
  ["aws:s3/bucket:Bucket", "forceDestroy"],
])("fails %s that goes with its data", (type, property) => {
  const found = (value: unknown) =>
    findingsFor(lastCopy, [{ type, name: "it", props: { [property]: value } }]);
  expect(found(true)).toEqual([`it (${property}) loses all its data when it is deleted`]);
  expect(found(false)).toEqual([]);
  expect(found(undefined)).toEqual([]);
  expect(found(UNKNOWN)).toEqual([]);
});
