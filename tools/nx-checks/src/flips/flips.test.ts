import { readFileSync } from "node:fs";

import { recordEnvironments } from "../compliance/recorded-environment.ts";
import { flipResults, type FlipResult } from "./flip-results.ts";
import { flipsOf } from "./flips.ts";
import { flipsDocument, isAbout } from "./flips-document.ts";
import { survivors } from "./survivors.ts";

let results: readonly FlipResult[];
let lost: readonly FlipResult[];

beforeAll(async () => {
  results = flipResults((await recordEnvironments()).get("prod") ?? []);
  lost = results.filter(({ foundBy }) => foundBy.length === 0);
}, 300_000);

it("flips something of every layer", () => {
  const layers = new Set(results.map(({ layer }) => layer));
  expect([...layers]).toEqual(["network", "data", "compute", "observability"]);
  expect(results.length).toBeGreaterThan(400);
});

it("has a reason for each flip that no rule finds", () => {
  const unexplained = lost.filter((flip) => !survivors.some((one) => isAbout(one, flip)));
  const texts = unexplained.map(({ layer, resource, property, change }) =>
    [layer, resource, property, change].join(" "),
  );
  expect(texts).toEqual([]);
});

it("has no reason for what is found", () => {
  const idle = survivors.filter((one) => !lost.some((flip) => isAbout(one, flip)));
  expect(idle.map(({ type, property }) => `${type} ${property}`)).toEqual([]);
});

it("has a document that says so", async () => {
  const url = new URL("../../../../docs/property-flips.md", import.meta.url);
  // Write it anew with: node tools/nx-checks/src/flips/write.ts
  expect(readFileSync(url, "utf8")).toBe(await flipsDocument(results));
});

describe("the flips of a resource", () => {
  const flips = (inputs: Record<string, unknown>, options = {}) =>
    flipsOf({ type: "aws:s3/bucket:Bucket", name: "it", inputs, options }).map(
      ({ property, change }) => `${property}: ${change}`,
    );

  it.each([
    [{ encrypted: true }, ["encrypted: true → false"]],
    [{ ebs: [{ encrypted: "true" }] }, ["ebs[0].encrypted: true → false"]],
    [{ retentionInDays: 30 }, ["retentionInDays: removed", "retentionInDays: 30 → 0"]],
    [{ size: 3 }, []],
    [{ cidrIpv4: "10.0.0.0/16" }, ["cidrIpv4: 10.0.0.0/16 → 0.0.0.0/0"]],
    [{ protocol: "HTTPS" }, ["protocol: HTTPS → HTTP"]],
    [
      { policy: JSON.stringify({ Statement: [{ Effect: "Deny", Action: "s3:*" }] }) },
      [
        "policy: removed",
        "policy.Statement[0].Effect: Deny → Allow",
        "policy.Statement[0].Action: → *",
      ],
    ],
  ])("of %j", (inputs, expected) => {
    expect(flips(inputs)).toEqual(expected);
  });

  it("takes its protection away", () => {
    expect(flips({}, { protect: true, retainOnDelete: true })).toEqual([
      "protect: true → false",
      "retainOnDelete: true → false",
    ]);
  });
});
