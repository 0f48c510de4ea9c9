import fc from "fast-check";

import { connectionThreshold } from "./connection-threshold.ts";

it.each([
  [61, 80, 48],
  [640, 80, 512],
  [10, 100, 9],
  [1, 80, 0],
])("of %i connections at %i %% is %i", (most, percent, threshold) => {
  expect(connectionThreshold(most, percent)).toBe(threshold);
});

it("can always be passed: it stays below the maximum", () => {
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
