import { evaluate } from "./evaluate.ts";
import { resourceRule, stackRule } from "./rule.ts";
import { contextOfTest, policyResources } from "./testing/findings-for.ts";

const facts = {
  group: "house",
  enforcement: "mandatory",
  controls: ["X.1"],
  source: "a page",
  fix: "Repair it.",
} as const;
const resources = policyResources([
  { type: "aws:a/a:A", name: "one" },
  { type: "aws:b/b:B", name: "two" },
  { type: "aws:a/a:A", name: "three" },
]);
const names = (found: ReturnType<typeof evaluate>) =>
  found.map(({ name, rule }) => `${name} ${rule}`);

it("asks a rule about its types only, and keeps the order of the resources", () => {
  const every = resourceRule({
    ...facts,
    id: "a-rule",
    types: ["aws:a/a:A"],
    check: () => "is bad",
  });
  const pair = stackRule({
    ...facts,
    id: "a-pair",
    types: ["aws:b/b:B"],
    checkStack: (all) => [{ resource: all[1] as never, message: `is one of ${all.length}` }],
  });
  const found = evaluate(resources, contextOfTest, [every, pair]);
  expect(names(found)).toEqual(["one a-rule", "two a-pair", "three a-rule"]);
  expect(found[1]?.problem).toBe("is one of 3");
});

it("does not ask a stack rule where none of its types is there", () => {
  const missing = stackRule({
    ...facts,
    id: "a-pair",
    types: ["aws:c/c:C"],
    checkStack: (all) => [{ resource: all[0] as never, message: "is here" }],
  });
  expect(evaluate(resources, contextOfTest, [missing])).toEqual([]);
});

it("says what is wrong, what to do and who says so", () => {
  const check = () => [{ property: "size", message: "is too large" }, "is bad"];
  const rule = resourceRule({ ...facts, id: "a-rule", types: ["aws:b/b:B"], check });
  expect(evaluate(resources, contextOfTest, [rule])).toEqual([
    {
      rule: "a-rule",
      group: "house",
      enforcement: "mandatory",
      controls: ["X.1"],
      urn: "urn:pulumi:prod::data::aws:b/b:B::two",
      type: "aws:b/b:B",
      name: "two",
      property: "size",
      problem: "is too large",
      fix: "Repair it.",
      source: "a page",
      message: "two (size) is too large. Repair it. [X.1, a page]",
    },
    expect.objectContaining({ problem: "is bad", message: "two is bad. Repair it. [X.1, a page]" }),
  ]);
});

it("fails with the rule's name and the resource when a rule itself fails", () => {
  const check = () => {
    throw new Error("broken");
  };
  const rule = resourceRule({ ...facts, id: "a-rule", types: ["aws:b/b:B"], check });
  expect(() => evaluate(resources, contextOfTest, [rule])).toThrow(
    "rule a-rule failed on aws:b/b:B two: broken",
  );
});
