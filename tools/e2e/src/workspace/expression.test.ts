import { evaluate, expand, holds } from "./expression.ts";

const contexts = {
  github: { ref: "refs/heads/main", event: { number: 7 } },
  vars: { STRATA_CD: "on" },
  needs: { environments: { outputs: { json: '["dev","prod"]' } } },
  steps: { up: { outcome: "failure" } },
};

it.each<[string, unknown]>([
  ["github.ref", "refs/heads/main"],
  ["github.event.number", 7],
  ["github.event.nothing.there", ""],
  ["'it''s'", "it's"],
  ["vars.STRATA_CD == 'ON'", true],
  ["vars.OTHER == 'on'", false],
  ["steps.up.outcome != 'skipped'", true],
  ["!cancelled() && steps.up.outcome != 'failure'", false],
  ["vars.OTHER || vars.STRATA_CD", "on"],
  ["vars.OTHER && vars.STRATA_CD || 'else'", "else"],
  ["!(vars.OTHER == '' && success())", false],
  ["github.event.number == 7", true],
  ["fromJSON(needs.environments.outputs.json)", ["dev", "prod"]],
])("evaluates %s", (text, value) => {
  expect(evaluate(text, contexts)).toEqual(value);
});

it.each([
  ["secrets.KEY", /no context secrets/],
  ["hashFiles('x')", /hashFiles/],
  ["github.event.number > 6", /not known at > 6/],
  ["github.ref == 7", /different types/],
  ["github.ref github.ref", /too much/],
  ["(github.ref", /expected \)/],
  ["github.*", /not known at/],
])("refuses %s, which it does not know", (text, problem) => {
  expect(() => evaluate(text, contexts)).toThrow(problem);
});

it("expands a text, and keeps the type of a text that is one expression", () => {
  expect(expand("deploy-${{ vars.STRATA_CD }}-${{ github.event.number }}", contexts)).toBe(
    "deploy-on-7",
  );
  expect(expand(" ${{ github.event.number }} ", contexts)).toBe(7);
  expect(expand("plain", contexts)).toBe("plain");
});

it.each<[string | undefined, "success" | "failure" | "cancelled", boolean]>([
  [undefined, "success", true],
  [undefined, "failure", false],
  ["${{ vars.STRATA_CD == 'on' }}", "success", true],
  ["${{ vars.STRATA_CD == 'on' }}", "failure", false],
  ["${{ !cancelled() }}", "failure", true],
  ["${{ !cancelled() }}", "cancelled", false],
  ["failure()", "failure", true],
  ["always()", "cancelled", true],
])("the condition %s after %s is %s", (condition, status, result) => {
  expect(holds(condition, contexts, status)).toBe(result);
});
