import fc from "fast-check";

import { formatRecord, parseRecord, recordKey } from "./run-record.ts";

const read = fc.record({ layer: fc.string(), key: fc.string() });

it("reads back what was written, whatever the order of the reads was", () => {
  fc.assert(
    fc.property(fc.array(read), (reads) => {
      const back = parseRecord(formatRecord({ reads }), "here");
      expect(back.reads).toHaveLength(reads.length);
      expect(back.reads).toEqual(expect.arrayContaining(reads));
      expect(formatRecord({ reads: [...reads].reverse() })).toBe(formatRecord({ reads }));
    }),
  );
});

it("keeps nothing but layer and key, whatever else a read holds", () => {
  const reads = [{ reader: "compute", layer: "network", key: "vpcId", value: "vpc-1" }];
  expect(formatRecord({ reads })).not.toMatch(/compute|vpc-1/);
});

it.each([
  ["no JSON", "{", /^the record at s3:\/\/b\/k is damaged: /],
  ["no record", "[]", /^the record at s3:\/\/b\/k is damaged or newer than this clone/],
  ["a newer version", '{"version": 2, "reads": []}', /newer than this clone[^]*version/],
])("rejects %s by name", (_, text, message) => {
  expect(() => parseRecord(text, "s3://b/k")).toThrow(message);
});

it("lies apart from what the engine keeps", () => {
  expect(recordKey("network", "dev")).toBe(".strata/records/network/dev.json");
});
