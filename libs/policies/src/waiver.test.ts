import { evaluate } from "./evaluate.ts";
import { contextOfTest, policyResources, type LiteralResource } from "./testing/findings-for.ts";
import { UNKNOWN } from "./unknown.ts";
import { judge, mandatory, parseWaivers, waiverProblemsText, type Waiver } from "./waiver.ts";

const TODAY = "2026-06-15";
const good: Waiver = {
  rule: "rds-private",
  resource: "main",
  environment: "prod",
  reason: "a supplier reads it until autumn",
  expires: "2026-09-30",
};
const database = (props: object, name = "main"): LiteralResource => ({
  type: "aws:rds/instance:Instance",
  name,
  props,
});
const open = { publiclyAccessible: true };

/** The judgement on some resources, with only the findings of the waived rule. */
function judged(literals: readonly LiteralResource[], waivers: readonly Waiver[]) {
  const resources = policyResources(literals);
  const findings = evaluate(resources, contextOfTest).filter(({ rule }) => rule === good.rule);
  return judge({ findings, resources, waivers, context: contextOfTest, today: TODAY });
}

it.each(["main", "aws:rds/instance:Instance main"])("covers the finding on %s", (resource) => {
  const { findings, problems, expires } = judged([database(open)], [{ ...good, resource }]);
  expect(findings.map(({ waived }) => waived)).toEqual([
    { reason: good.reason, expires: good.expires },
  ]);
  expect(mandatory(findings)).toEqual([]);
  expect(problems).toEqual([]);
  expect(expires).toBe("2026-09-30");
});

it("covers no other resource, rule or environment", () => {
  const { findings } = judged([database(open), database(open, "copy")], [good]);
  expect(mandatory(findings).map(({ name }) => name)).toEqual(["copy"]);
  for (const other of [{ environment: "dev" }, { rule: "log-retention" }]) {
    expect(mandatory(judged([database(open)], [{ ...good, ...other }]).findings)).toHaveLength(1);
  }
});

it("holds on its last day, and fails after it", () => {
  expect(judged([database(open)], [{ ...good, expires: TODAY }]).problems).toEqual([]);
  const { findings, problems } = judged([database(open)], [{ ...good, expires: "2026-06-14" }]);
  expect(mandatory(findings)).toHaveLength(1);
  expect(problems).toEqual([
    'waiver of rds-private for "main" in prod: expired on 2026-06-14; follow the rule, or agree on another day',
  ]);
});

it("fails when it matches nothing", () => {
  expect(judged([database({})], [good]).problems).toEqual([
    'waiver of rds-private for "main" in prod: the resource keeps the rule; delete the waiver',
  ]);
  expect(judged([database({})], [{ ...good, resource: "gone" }]).problems).toEqual([
    'waiver of rds-private for "gone" in prod: there is no such resource; delete the waiver',
  ]);
});

it("is of another environment's concern there", () => {
  expect(judged([database({})], [{ ...good, environment: "dev" }]).problems).toEqual([]);
});

it("may be needed by what is not known yet", () => {
  expect(judged([database({ publiclyAccessible: UNKNOWN })], [good]).problems).toEqual([]);
});

it("is not called stale by who has not seen all", () => {
  const request = { findings: [], waivers: [good], context: contextOfTest, today: TODAY };
  expect(judge({ ...request, resources: undefined }).problems).toEqual([]);
});

it("fails for a rule or an environment that there is none, wherever it runs", () => {
  const wrong = { ...good, rule: "rds-privat", environment: "pord" };
  expect(judged([], [wrong]).problems).toEqual([
    'waiver of rds-privat for "main" in pord: there is no such rule; the ids stand in libs/policies',
    'waiver of rds-privat for "main" in pord: there is no such environment, only seed, local, dev, staging, prod',
  ]);
});

it("is one error, whatever is wrong", () => {
  expect(waiverProblemsText("apps/data/waivers.ts", ["a: b", "c: d"])).toBe(
    "apps/data/waivers.ts is not in order, so nothing was changed\n  a: b\n  c: d",
  );
});

it.each<[string, unknown]>([
  ["no list", { ...good }],
  ["nothing", undefined],
  ["a day that there is none", [{ ...good, expires: "2026-02-30" }]],
  ["a time instead of a day", [{ ...good, expires: "2026-02-03T00:00:00Z" }]],
  ["no reason", [{ ...good, reason: " " }]],
  ["an unknown key", [{ ...good, until: "2026-02-03" }]],
])("rejects %s, and names the file", (_, value) => {
  expect(() => parseWaivers(value, "apps/data/waivers.ts")).toThrow(
    /^apps\/data\/waivers\.ts must/,
  );
  expect(parseWaivers([good], "x")).toEqual([good]);
});
