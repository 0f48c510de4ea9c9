import fc from "fast-check";

import {
  connectionThreshold,
  freeMemoryThreshold,
  freeStorageThreshold,
} from "./database-thresholds.ts";

it.each([
  [61, 80, 48],
  [640, 80, 512],
  [10, 100, 9],
  [1, 80, 0],
])("the threshold of %i connections at %i %% is %i", (most, percent, threshold) => {
  expect(connectionThreshold(most, percent)).toBe(threshold);
});

it("the threshold of connections can always be passed: it stays below the maximum", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 1, max: 100 }),
      (most, percent) => {
        expect(connectionThreshold(most, percent)).toBeLessThan(most);
      },
    ),
  );
});

it("is a share of the storage in bytes", () => {
  expect(freeStorageThreshold(20, 10)).toBe(2 * 2 ** 30);
});

it("is a share of the memory in bytes, as the number of connections tells it", () => {
  // db.t4g.medium: 4 GiB, of which RDS takes a share.
  expect(freeMemoryThreshold(310, 25)).toBe(975_173_200);
});
