import fc from "fast-check";

import { Random } from "./random.ts";

const numbers = (random: Random) => Array.from({ length: 20 }, () => random.below(1000));

it("draws the same for the same seed and purpose, and else something other", () => {
  const first = numbers(new Random(7, "comment"));
  expect(numbers(new Random(7, "comment"))).toEqual(first);
  expect(numbers(new Random(8, "comment"))).not.toEqual(first);
  expect(numbers(new Random(7, "document"))).not.toEqual(first);
});

it("draws every number below the limit, and none beyond", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 12 }), (seed, limit) => {
      const random = new Random(seed, "all");
      const drawn = new Set(Array.from({ length: 40 * limit }, () => random.below(limit)));
      expect([...drawn].sort((a, b) => a - b)).toEqual([...Array(limit).keys()]);
    }),
  );
});

it("shuffles without loss", () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer()), (seed, list) => {
      const shuffled = new Random(seed, "list").shuffled(list);
      expect([...shuffled].sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b));
    }),
  );
});

it("refuses to pick from nothing", () => {
  expect(() => new Random(1, "none").pick([])).toThrow("nothing to pick from");
});
