import { evaluate } from "./evaluate.ts";
import { rules } from "./registry.ts";
import { contextOfTest, policyResources } from "./testing/findings-for.ts";
import { mistakesByService } from "./testing/mistakes/index.ts";

const all = mistakesByService.flatMap(({ service, mistakes }) =>
  mistakes.map((mistake) => ({ service, ...mistake })),
);
const ofAws = rules.filter(({ group }) => group === "aws");

it.each(all)("$service: finds $title", ({ rule, resources }) => {
  const found = evaluate(policyResources(resources), contextOfTest, ofAws);
  expect([...new Set(found.map((finding) => finding.rule))]).toEqual([rule]);
  expect(found.every(({ enforcement }) => enforcement === "mandatory")).toBe(true);
});

it("has no mistake twice", () => {
  const titles = all.map(({ service, title }) => `${service}: ${title}`);
  expect(new Set(titles).size).toBe(titles.length);
  const contents = all.map(({ resources }) => JSON.stringify(resources));
  expect(new Set(contents).size).toBe(contents.length);
});
