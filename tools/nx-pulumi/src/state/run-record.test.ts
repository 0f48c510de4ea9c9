import fc from "fast-check";

import { formatRecord, parseRecord, recordKey, type RunRecord } from "./run-record.ts";
import { recordOf } from "./testing/record.ts";

// No input and no output has the one name that zod takes for an attack.
const name = fc.string().filter((text) => text !== "__proto__");
const texts = fc.dictionary(name, fc.string(), { noNullPrototype: true });

const record: fc.Arbitrary<RunRecord> = fc.record(
  {
    reads: fc.array(
      fc.record(
        { layer: fc.string(), key: fc.string(), digest: fc.string() },
        { requiredKeys: ["layer", "key"], noNullPrototype: true },
      ),
    ),
    inputs: texts,
    contract: fc.dictionary(name, texts, { noNullPrototype: true }),
    goal: fc.record(
      {
        digest: fc.string(),
        answers: fc.dictionary(name, fc.oneof(fc.string(), texts), { noNullPrototype: true }),
        features: fc.array(fc.nat()),
      },
      { noNullPrototype: true },
    ),
    stateDigest: fc.string(),
    commit: fc.record({ sha: fc.string(), clean: fc.boolean() }, { noNullPrototype: true }),
    repository: fc.string(),
    at: fc.string(),
  },
  {
    requiredKeys: ["reads", "inputs", "contract", "stateDigest", "repository", "at"],
    noNullPrototype: true,
  },
);

it("reads back what was written, whatever the order of the reads was", () => {
  fc.assert(
    fc.property(record, (given) => {
      const { reads, ...rest } = parseRecord(formatRecord(given), "here");
      expect({ ...rest, reads: [] }).toEqual({ ...given, reads: [] });
      expect(reads).toHaveLength(given.reads.length);
      expect(reads).toEqual(expect.arrayContaining([...given.reads]));
    }),
  );
});

it("is the same text whatever the order of the reads was", () => {
  const reads = [
    { layer: "network", key: "vpcId" },
    { layer: "data", key: "vpcId" },
    { layer: "network", key: "subnetIds" },
  ];
  expect(formatRecord(recordOf({ reads: [...reads].reverse() }))).toBe(
    formatRecord(recordOf({ reads })),
  );
});

it("keeps nothing but layer, key and digest, whatever else a read holds", () => {
  const reads = [
    { reader: "compute", layer: "network", key: "vpcId", digest: "d1", value: "vpc-1" },
  ];
  expect(formatRecord(recordOf({ reads }))).not.toMatch(/compute|vpc-1/);
});

it("still reads version 1, which knew the reads alone", () => {
  const reads = [{ layer: "network", key: "vpcId" }];
  expect(parseRecord(JSON.stringify({ version: 1, reads }), "here")).toEqual({
    reads,
    inputs: {},
    contract: {},
    stateDigest: "",
    repository: "",
    at: "",
  });
});

it.each([
  ["no JSON", "{", /^the record at s3:\/\/b\/k is damaged: /],
  ["no record", "[]", /^the record at s3:\/\/b\/k is damaged or newer than this clone/],
  ["a newer version", '{"version": 3, "reads": []}', /newer than this clone[^]*version/],
  ["a part of one", '{"version": 2, "reads": []}', /is damaged or newer[^]*→ at inputs/],
  ["reads that name nothing", '{"version": 1, "reads": [{}]}', /→ at reads\[0\]\.layer/],
])("rejects %s by name", (_, text, message) => {
  expect(() => parseRecord(text, "s3://b/k")).toThrow(message);
});

it("lies apart from what the engine keeps", () => {
  expect(recordKey("network", "dev")).toBe(".strata/records/network/dev.json");
});
