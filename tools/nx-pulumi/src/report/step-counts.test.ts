import { countsOf, NOTHING } from "./step-counts.ts";

it.each([
  [{}, NOTHING],
  [{ create: 3 }, { ...NOTHING, created: 3 }],
  [
    { import: 2, create: 1 },
    { ...NOTHING, created: 3 },
  ],
  [{ update: 1 }, { ...NOTHING, updated: 1 }],
  [
    { replace: 1, "import-replacement": 1 },
    { ...NOTHING, replaced: 2 },
  ],
  [{ delete: 4 }, { ...NOTHING, deleted: 4 }],
  [
    { same: 5, read: 1, refresh: 2 },
    { ...NOTHING, unchanged: 8 },
  ],
  [
    { same: 1, create: 2, update: 3, replace: 4, delete: 5 },
    { created: 2, updated: 3, replaced: 4, deleted: 5, unchanged: 1 },
  ],
])("counts %j", (changes: Record<string, number>, counts) => {
  expect(countsOf(changes)).toEqual(counts);
});

it("counts a replacement once, not again as its creation and its deletion", () => {
  const steps = { replace: 1, "create-replacement": 1, "delete-replaced": 1 };
  expect(countsOf(steps)).toEqual({ ...NOTHING, replaced: 1 });
});
